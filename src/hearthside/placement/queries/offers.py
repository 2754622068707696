"""Which places are offered, to whom, and what became of it. Read behind the scenes where an action needs it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.models.memberships import Membership
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import PatientDetails
from hearthside.placement.models.offers import Offer
from hearthside.placement.rules import HeldPlace, is_first_place


def first_placed(program: Program, patients: Collection[UUID], at: datetime) -> list[Membership]:
    """The places to come, or that go on, of those of these people who never took one before; by patient."""
    day = day_in(program.zone, at)
    rows = Membership.objects.filter(program=program, patient__in=patients).order_by("patient_id", "from_on", "pk")
    every: dict[UUID, list[Membership]] = {}
    for row in rows:
        every.setdefault(row.patient_id, []).append(row)
    answers = dict(Offer.objects.filter(membership__in=rows).order_by("offered_at").values_list("membership", "status"))
    found = []
    for own in every.values():
        held = [m for m in own if m.until_on is None or m.until_on >= max(day, m.from_on)]
        if not held:
            continue
        place = held[-1]
        before = [
            HeldPlace(m.until_on is None or m.until_on >= m.from_on, answers.get(m.pk)) for m in own if m is not place
        ]
        if is_first_place(before) and place.pk not in answers:
            found.append(place)
    return found


def zones_of(patients: Collection[UUID]) -> dict[UUID, str]:
    """On whose clocks each of these people lives."""
    return dict(PatientDetails.objects.filter(patient__in=patients).values_list("patient", "zone"))
