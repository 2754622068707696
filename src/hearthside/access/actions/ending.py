"""Ending access: everywhere at once, or one session of one's own."""

from collections.abc import Sequence
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from hearthside.access.actions.accounts import OwnAccountOnly
from hearthside.access.actions.roles import lock_directors
from hearthside.access.events import AccessEnded, SessionsEnded
from hearthside.access.models import Account, Invitation, Program, RoleHeld
from hearthside.access.permissions import Permission
from hearthside.access.refusals import LastDirector, NotInProgram
from hearthside.access.require import TRUSTED, require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record


class NotYourOwn(Refusal):
    """Somebody would close the door on themselves."""

    def __init__(self) -> None:
        super().__init__("You cannot end your own access. Ask another director or compliance.")


@action
def end_access_everywhere(*, account: Account, program: Program, by: Actor) -> None:
    """
    End all that this account may do here, now: roles, sessions on every device, open invitations.

    Sessions opened before are refused with their next request. Where no role in any other program is left, signing in
    is closed too, by password and passkey alike. A role in another program stays, and nothing here tells of it.

    Raises:
        NotAllowed: `by` may not end access in this program.
        NotInProgram: the account never held a role here.
        NotYourOwn: it is the actor's own.
        LastDirector: nobody else directs the program.
    """
    require(by, Permission.END_ACCESS, within=program.id)
    if by.account == account.id:
        raise NotYourOwn
    directors = lock_directors(program)
    held = RoleHeld.objects.filter(account=account, program=program)
    if not held.exists():
        raise NotInProgram
    if directors == [account.id] and by.system not in TRUSTED:
        raise LastDirector
    at = clock.now()
    roles = tuple(held.filter(until_at__isnull=True).order_by("role").values_list("role", flat=True))
    held.filter(until_at__isnull=True).update(until_at=at)
    Invitation.objects.filter(
        program=program, email__iexact=account.email, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=at)
    elsewhere = RoleHeld.objects.filter(account=account, until_at__isnull=True).exists()
    if not elsewhere:
        # The session's own check sees this before any page does: no session has to be found to be refused.
        Account.objects.filter(pk=account.pk).update(is_active=False, ended_at=at)
        account.is_active, account.ended_at = False, at
    ended = end_sessions(list(UserSession.objects.filter(user_id=account.pk)))
    record(AccessEnded(account=account.id, roles=roles, sessions=ended, everywhere=not elsewhere), by=by)


@action
def end_own_sessions(*, account: Account, sessions: Sequence[UserSession], why: str = "asked", by: Actor) -> int:
    """
    Sign this account out on these of its devices; gives how many.

    Raises:
        OwnAccountOnly: `by` is somebody else, or a session is.
    """
    if by.account != account.id or any(session.user_id != account.pk for session in sessions):
        raise OwnAccountOnly
    ended = end_sessions(sessions)
    record(SessionsEnded(account=account.id, sessions=ended, why=why), by=by)
    return ended


def end_sessions(sessions: Sequence[UserSession]) -> int:
    """Remove sessions from their store, so that their cookies open nothing."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = [session.session_key for session in sessions]
    store.get_model_class().objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()
    return len(keys)
