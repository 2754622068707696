"""What policy touches in the packages below it: who signs in here."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from hearthside.access.models import RoleHeld
from hearthside.access.roles import STAFF
from hearthside.ledger import clock
from hearthside.policy import effects
from hearthside.policy.effects import Effect


def register() -> None:
    """Called once, when the program starts."""
    effects.register("idle.staff.", _staff)
    effects.register("idle.patient.", _patients_and_partners)
    for prefix in ("session.", "lockout.", "notice."):
        effects.register(prefix, _everybody)


def _staff(program: UUID, on: date) -> list[Effect]:
    count = _people(program, Q(role__in=STAFF))
    return [Effect(count, f"{_counted(count)} of staff sign in here.")]


def _patients_and_partners(program: UUID, on: date) -> list[Effect]:
    count = _people(program, ~Q(role__in=STAFF))
    return [Effect(count, f"{_counted(count)} sign in here as patient or partner.")]


def _everybody(program: UUID, on: date) -> list[Effect]:
    count = _people(program, Q())
    return [Effect(count, f"{_counted(count)} sign in here.")]


def _people(program: UUID, which: Q) -> int:
    held = RoleHeld.objects.filter(which, program_id=program, from_at__lte=clock.now())
    return held.filter(Q(until_at=None) | Q(until_at__gt=clock.now())).values("account").distinct().count()


def _counted(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
