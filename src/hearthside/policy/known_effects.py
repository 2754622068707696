"""What policy touches in the packages below it: who signs in here, who is treated here and who waits."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from hearthside.access.models import RoleHeld
from hearthside.access.roles import STAFF
from hearthside.ledger import clock, reading
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.policy import effects
from hearthside.policy.effects import Effect


def register() -> None:
    """Called once, when the program starts."""
    effects.register("idle.staff.", _staff)
    effects.register("idle.patient.", _patients_and_partners)
    for prefix in ("session.", "lockout.", "notice."):
        effects.register(prefix, _everybody)
    for prefix in ("cohort.", "pods.", "ratio.", "couples_", "week.", "dose.", "minutes.", "buffer.", "consent."):
        effects.register(prefix, _patients)


def _staff(program: UUID, on: date) -> list[Effect]:
    count = _people(program, Q(role__in=STAFF))
    return [Effect(count, f"{_counted(count)} of staff sign in here.")]


def _patients_and_partners(program: UUID, on: date) -> list[Effect]:
    count = _people(program, ~Q(role__in=STAFF))
    return [Effect(count, f"{_counted(count)} sign in here as patient or partner.")]


def _everybody(program: UUID, on: date) -> list[Effect]:
    count = _people(program, Q())
    return [Effect(count, f"{_counted(count)} sign in here.")]


def _patients(program: UUID, on: date) -> list[Effect]:
    """How many are treated and wait. Few may be told from a count, so whoever is counted is written down as read."""
    latest = StatusChange.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id").values("status")[:1]
    here = Patient.objects.standing().filter(program_id=program).annotate(status_now=Subquery(latest))
    counted = dict(here.filter(status_now__in=["waiting", "admitted", "on_leave"]).values_list("id", "status_now"))
    reading.note(patients=counted, part="status", purpose=reading.OPERATIONS)
    waiting = sum(status == "waiting" for status in counted.values())
    treated = len(counted) - waiting
    verb = "is" if treated == 1 else "are"
    sentence = f"{_counted(treated)} {verb} in treatment here, and {_counted(waiting)} wait{'s' * (waiting == 1)}."
    return [Effect(len(counted), sentence)]


def _people(program: UUID, which: Q) -> int:
    held = RoleHeld.objects.filter(which, program_id=program, from_at__lte=clock.now())
    return held.filter(Q(until_at=None) | Q(until_at__gt=clock.now())).values("account").distinct().count()


def _counted(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
