"""Who is behind a request: the account that signed in, the program it is in, the roles it holds there right now."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import HttpRequest

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor

SESSION_KEY = "program"


def programs_of(account: Account) -> list[Program]:
    """The programs in which this account holds a role now, by name."""
    return list(dict.fromkeys(program for program, _ in _held_now(account)))


def who_asks(request: HttpRequest) -> tuple[Actor, Program | None]:
    """
    The request's actor and the program they are in: the one they chose, else their first.

    A visitor where nobody has signed in, or whose access has ended.
    """
    account, request_id = request.user, request.request_id  # type: ignore[attr-defined]
    if not isinstance(account, Account) or not account.is_active:
        return system_actor("visitor", request_id=request_id), None
    held = _held_now(account, getattr(request, "began_at", None))
    chosen = request.session.get(SESSION_KEY)
    programs = [program for program, _ in held]
    program = next((p for p in programs if str(p.id) == chosen), programs[0] if programs else None)
    roles = frozenset(role for its_program, role in held if its_program == program)
    return Actor(account.id, program=program.id if program else None, roles=roles, request_id=request_id), program


def roles_now(account: UUID | None, program: UUID) -> frozenset[str]:
    """The roles that an account holds in a program now: none, once its access has ended."""
    rows = RoleHeld.objects.filter(_live(), account=account, account__is_active=True, program=program)
    return frozenset(rows.values_list("role", flat=True))


# Every request asks this: it is not put together anew each time.
_PROGRAM = [field.attname for field in Program._meta.concrete_fields]
_HELD = f"""
    SELECT h.role, {", ".join(f"p.{field.column}" for field in Program._meta.concrete_fields)}
      FROM access_role_held h JOIN access_program p ON p.id = h.program_id
     WHERE h.account_id = %s AND h.from_at <= %s AND (h.until_at IS NULL OR h.until_at > %s)
     ORDER BY p.name, p.id
"""


def _held_now(account: Account, at: datetime | None = None) -> list[tuple[Program, str]]:
    """The roles this account holds now, each with its program, by the name of the program."""
    at = at or clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [account.pk, at, at])
        return [(Program.from_db(connection.alias, _PROGRAM, values), role) for role, *values in cursor.fetchall()]


def _live() -> Q:
    at = clock.now()
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
