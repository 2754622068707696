"""Invitations: the only way to an account. Sent, sent again, taken back, accepted once."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hearthside.access import welcoming
from hearthside.access.actions.accounts import new_account
from hearthside.access.actions.roles import begin_role
from hearthside.access.cleaning import kept_email, kept_name
from hearthside.access.events import InvitationAccepted, InvitationRevoked, InvitationSent
from hearthside.access.models import Account, Invitation, Program, RoleHeld
from hearthside.access.permissions import Permission
from hearthside.access.refusals import UnknownRole
from hearthside.access.require import require
from hearthside.access.roles import PATIENT_SIDE, ROLES
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing

TOKEN_BYTES = 32


class AlreadyInvited(Refusal):
    """An invitation to this address is open."""

    def __init__(self) -> None:
        super().__init__("An invitation to that address is open. Send it again, or take it back first.")


class HoldsThemAlready(Refusal):
    """Somebody of the program signs in with this address and holds these roles."""

    def __init__(self) -> None:
        super().__init__("Somebody in this program signs in with that address and holds these roles already.")


class InvitationClosed(Refusal):
    """
    The link opens nothing (any more). `why`: unknown, accepted, revoked, expired.
    """

    SENTENCES = {  # noqa: RUF012
        "unknown": "This link is not an invitation. Check that you opened all of it.",
        "accepted": "This invitation was accepted already. Sign in with your e-mail address.",
        "revoked": "This invitation was taken back. Ask whoever invited you.",
        "expired": "This invitation has run out. Ask whoever invited you to send it again.",
    }

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(self.SENTENCES[why])


class OtherAccount(Refusal):
    """The invitation is for another address than the account that is signed in."""

    def __init__(self) -> None:
        super().__init__("This invitation is for another e-mail address. Sign out, then open the link again.")


class HasAccount(Refusal):
    """Somebody signs in with the invited address already; only they may accept."""

    def __init__(self) -> None:
        super().__init__("You have an account with this address. Sign in, and you can accept.")


@dataclass(frozen=True)
class Invited:
    """An invitation with the token of its link, which is known only now and never again."""

    invitation: Invitation
    token: str


@action
def invite(
    *,
    program: Program,
    email: str,
    name: str,
    roles: Iterable[str],
    days: int,
    about: UUID | None = None,
    by: Actor,
) -> Invited:
    """
    Invite somebody into the program; the link works once, for `days` days.

    Raises:
        NotAllowed: `by` may not invite to these roles.
        BadEmail, BadName, UnknownRole: what was given cannot stand.
        AlreadyInvited: an invitation to the address is open.
        HoldsThemAlready: there is nothing to invite to.
    """
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES):
        raise UnknownRole
    require(by, _needed(wanted), within=program.id)
    kept = kept_email(email)
    held = RoleHeld.objects.filter(program=program, account__email=kept, until_at__isnull=True)
    if set(wanted) <= set(held.values_list("role", flat=True)):
        raise HoldsThemAlready
    token, at = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    invitation = Invitation(
        program=program,
        email=kept,
        name=kept_name(name),
        roles=wanted,
        about=about,
        token_hash=hash_of(token),
        invited_by_id=by.account,
        sent_at=at,
        expires_at=at + timedelta(days=days),
    )
    with refusing({"invitation_open_once": AlreadyInvited()}):
        invitation.save()
    _note_sent(invitation, again=False, by=by)
    return Invited(invitation, token)


@action
def resend_invitation(*, invitation: Invitation, days: int, by: Actor) -> Invited:
    """
    Give an open invitation a new link and `days` more days; the old link stops working.

    Raises:
        NotAllowed: `by` may not invite to these roles.
        InvitationClosed: it was accepted or taken back.
    """
    locked = _locked(invitation)
    require(by, _needed(locked.roles), within=locked.program_id)
    _refuse_unless_open(locked)
    token, at = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    locked.token_hash, locked.sent_at, locked.expires_at = hash_of(token), at, at + timedelta(days=days)
    locked.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _note_sent(locked, again=True, by=by)
    return Invited(locked, token)


@action
def revoke_invitation(*, invitation: Invitation, by: Actor) -> None:
    """
    Take an open invitation back.

    Raises:
        NotAllowed: `by` may not invite to these roles.
        InvitationClosed: it was accepted or taken back before.
    """
    locked = _locked(invitation)
    require(by, _needed(locked.roles), within=locked.program_id)
    _refuse_unless_open(locked)
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    record(InvitationRevoked(invitation=locked.id), by=by)


@action
def accept_invitation(
    *, token: str, name: str = "", password: str | None = None, account: Account | None = None, by: Actor
) -> Account:
    """
    Use an invitation up: make the account, or let a signed-in one of the same address in; gives the account.

    Of two who open the link at the same moment one gets in. An account whose access was ended opens again.

    Raises:
        InvitationClosed: the link is unknown, used, taken back or too old.
        OtherAccount: `account` has another address.
        HasAccount: somebody signs in with the address; they must do so first.
        BadName: the name is empty or too long.
    """
    # Locked before it is looked at: whoever comes second waits here, and then sees it used.
    found = Invitation.objects.select_for_update(of=("self",)).select_related("program")
    invitation = found.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise InvitationClosed("unknown")
    _refuse_unless_open(invitation)
    at = clock.now()
    if invitation.expires_at <= at:
        raise InvitationClosed("expired")
    within = system_actor("sign_in", program=invitation.program_id, request_id=by.request_id)
    account = _account_for(invitation, name, password, account, within)
    for role in invitation.roles:
        if not RoleHeld.objects.filter(account=account, program=invitation.program, role=role, until_at=None).exists():
            begin_role(account=account, program=invitation.program, role=role, by=within)
    invitation.accepted_at, invitation.accepted_by = at, account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(InvitationAccepted(invitation=invitation.id, account=account.id, about=invitation.about), by=within)
    welcoming.welcome(invitation, account, within)
    return account


def hash_of(token: str) -> bytes:
    """What is kept of a link. The token is long and random, so a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()


def _account_for(
    invitation: Invitation, name: str, password: str | None, signed_in: Account | None, by: Actor
) -> Account:
    if signed_in is not None:
        if signed_in.email != invitation.email:
            raise OtherAccount
        return signed_in
    known = Account.objects.select_for_update().filter(email=invitation.email).first()
    if known is None:
        return new_account(email=invitation.email, name=name, password=password, by=by)
    if known.is_active:
        raise HasAccount
    # Back again: the old password is nobody's any more.
    known.is_active, known.ended_at, known.name = True, None, kept_name(name)
    known.set_password(password)
    known.save()
    return known


def _needed(roles: Iterable[str]) -> Permission:
    return Permission.INVITE_PATIENTS if set(roles) <= set(PATIENT_SIDE) else Permission.INVITE


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("program").get(pk=invitation.pk)


def _refuse_unless_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise InvitationClosed("accepted")
    if invitation.revoked_at is not None:
        raise InvitationClosed("revoked")


def _note_sent(invitation: Invitation, *, again: bool, by: Actor) -> None:
    if by.program is None and by.is_system and by.system is not None:
        by = system_actor(by.system, program=invitation.program_id, request_id=by.request_id)
    record(
        InvitationSent(
            invitation=invitation.id, roles=tuple(invitation.roles), expires_at=invitation.expires_at, again=again
        ),
        by=by,
    )
