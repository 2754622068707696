"""Roles within a program: given and ended, never deleted."""

from hearthside.access.events import RoleEnded, RoleGiven
from hearthside.access.models import Account, Program, RoleHeld
from hearthside.access.permissions import Permission
from hearthside.access.refusals import LastDirector, NotInProgram, UnknownRole
from hearthside.access.require import TRUSTED, require
from hearthside.access.roles import ROLE_NAMES, ROLES
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing


class AlreadyHeld(Refusal):
    """The person holds that role now."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"They hold the role {ROLE_NAMES[role]} already.")


class NotHeld(Refusal):
    """The person does not hold that role."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"They do not hold the role {ROLE_NAMES.get(role, role)}. Look at the list again.")


class AccountEnded(Refusal):
    """Nobody can sign in to the account."""

    def __init__(self) -> None:
        super().__init__("Access with this account was ended. Invite the person again.")


@action
def give_role(*, account: Account, program: Program, role: str, by: Actor) -> RoleHeld:
    """
    Let this account hold the role in the program from now on.

    Whoever is not of the program yet is invited instead, so that they learn of it and agree.

    Raises:
        NotAllowed: `by` may not give roles here.
        UnknownRole, NotInProgram, AccountEnded, AlreadyHeld: the role cannot be given.
    """
    require(by, Permission.INVITE, within=program.id)
    if role not in ROLES:
        raise UnknownRole
    of_program = RoleHeld.objects.filter(program=program, account=account).exists()
    if not of_program and by.system not in TRUSTED:
        raise NotInProgram
    if not account.is_active:
        raise AccountEnded
    return begin_role(account=account, program=program, role=role, by=by)


def begin_role(*, account: Account, program: Program, role: str, by: Actor) -> RoleHeld:
    """The role itself, within an action that may give it."""
    held = RoleHeld(account=account, program=program, role=role, from_at=clock.now())
    with refusing({"role_held_once": AlreadyHeld(role)}):
        held.save()
    record(RoleGiven(account=account.id, role=role), by=_within(by, program))
    return held


@action
def end_role(*, account: Account, program: Program, role: str, by: Actor) -> None:
    """
    Let the role end now. The next thing the person does goes without it.

    Raises:
        NotAllowed: `by` may not end roles here.
        NotHeld: the account does not hold it.
        LastDirector: nobody else directs the program.
    """
    require(by, Permission.INVITE, within=program.id)
    directors = lock_directors(program)
    held = RoleHeld.objects.filter(account=account, program=program, role=role, until_at__isnull=True).first()
    if held is None:
        raise NotHeld(role)
    if role == "director" and directors == [account.id] and by.system not in TRUSTED:
        raise LastDirector
    held.until_at = clock.now()
    held.save(update_fields=["until_at"])
    record(RoleEnded(account=account.id, role=role), by=_within(by, program))


def lock_directors(program: Program) -> list[object]:
    """
    The accounts that direct the program now, counted while nobody else changes that.

    Two directors who end each other's role at the same moment would otherwise both be let through.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    now_held = RoleHeld.objects.filter(program=program, role="director", until_at__isnull=True)
    return list(now_held.filter(account__is_active=True).values_list("account_id", flat=True))


def _within(by: Actor, program: Program) -> Actor:
    """A system actor of all programs, as acting in this one: the line then shows in the program's ledger."""
    if by.is_system and by.program is None:
        return Actor(system=by.system, program=program.id, request_id=by.request_id)
    return by
