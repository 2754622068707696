"""Who is behind a request: the account that signed in, the program it is in, the roles it holds there right now."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor

SESSION_KEY = "program"


def programs_of(account: Account) -> list[Program]:
    """The programs in which this account holds a role now, by name."""
    return list(dict.fromkeys(held.program for held in _held_now(account)))


def who_asks(request: HttpRequest) -> tuple[Actor, Program | None]:
    """
    The request's actor and the program they are in: the one they chose, else their first.

    A visitor where nobody has signed in, or whose access has ended.
    """
    account, request_id = request.user, request.request_id  # type: ignore[attr-defined]
    if not isinstance(account, Account) or not account.is_active:
        return system_actor("visitor", request_id=request_id), None
    held = _held_now(account)
    chosen = request.session.get(SESSION_KEY)
    programs = [each.program for each in held]
    program = next((p for p in programs if str(p.id) == chosen), programs[0] if programs else None)
    roles = frozenset(each.role for each in held if each.program == program)
    return Actor(account.id, program=program.id if program else None, roles=roles, request_id=request_id), program


def roles_now(account: UUID | None, program: UUID) -> frozenset[str]:
    """The roles that an account holds in a program now: none, once its access has ended."""
    rows = RoleHeld.objects.filter(_live(), account=account, account__is_active=True, program=program)
    return frozenset(rows.values_list("role", flat=True))


def _held_now(account: Account) -> list[RoleHeld]:
    """The roles this account holds now, by the name of the program."""
    rows = RoleHeld.objects.filter(_live(), account=account).select_related("program")
    return list(rows.order_by("program__name", "program_id"))


def _live() -> Q:
    at = clock.now()
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
