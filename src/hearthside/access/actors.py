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
    held = RoleHeld.objects.filter(_live(), account=account)
    return list(Program.objects.filter(roles_held__in=held).distinct().order_by("name", "id"))


def roles_in(account_id: UUID, program_id: UUID) -> frozenset[str]:
    """The roles this account holds in this program now."""
    held = RoleHeld.objects.filter(_live(), account=account_id, program=program_id)
    return frozenset(held.values_list("role", flat=True))


def program_of(request: HttpRequest) -> Program | None:
    """The program that the signed-in person is in: the one they chose, else their first."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return None
    found = programs_of(account)
    chosen = request.session.get(SESSION_KEY)
    return next((p for p in found if str(p.id) == chosen), found[0] if found else None)


def actor_of(request: HttpRequest) -> Actor:
    """The request's actor; a visitor where nobody has signed in, or whose access has ended."""
    account, request_id = request.user, request.request_id  # type: ignore[attr-defined]
    if not isinstance(account, Account) or not account.is_active:
        return system_actor("visitor", request_id=request_id)
    program: Program | None = request.program  # type: ignore[attr-defined]
    roles = roles_in(account.id, program.id) if program else frozenset[str]()
    return Actor(account=account.id, program=program.id if program else None, roles=roles, request_id=request_id)


def _live() -> Q:
    at = clock.now()
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
