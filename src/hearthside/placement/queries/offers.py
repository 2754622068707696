"""Which places are offered, to whom, and what became of it. Read behind the scenes where an action needs it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from hearthside.access.models import Program
from hearthside.caseload.models.memberships import NOT_TAKEN, Membership
from hearthside.caseload.models.spans import began
from hearthside.caseload.queries import persons
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import PatientDetails, StatusChange
from hearthside.people.rules import DIED, DISCHARGED
from hearthside.placement.models.offers import Offer
from hearthside.placement.rules import HeldPlace, is_first_place
from hearthside.placement.words import ACCEPTED, ANOTHER, DECLINED, WITHDRAWN
from hearthside.policy.queries import today


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


def zones_of(patients: Iterable[UUID]) -> dict[UUID, str]:
    """On whose clocks each of these people lives."""
    return dict(PatientDetails.objects.filter(patient__in=list(patients)).values_list("patient", "zone"))


def placeless(program: Program) -> list[UUID]:
    """Of everybody whose last offer came to nothing and who has no place since: that offer."""
    last = Offer.objects.filter(patient=OuterRef("patient")).order_by("-offered_at", "-pk").values("pk")[:1]
    came_back = Offer.objects.filter(program=program, status__in=(ANOTHER, DECLINED, WITHDRAWN), pk=Subquery(last))
    held = Membership.objects.filter(patient=OuterRef("patient")).not_over_by(today(program))
    gone = StatusChange.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id").values("status")[:1]
    rows = came_back.filter(~Exists(held), patient__merged_into__isnull=True).alias(status_now=Subquery(gone))
    return list(rows.exclude(status_now__in=(DISCHARGED, DIED)).values_list("pk", flat=True))


def is_offered_to_two(offer: Offer) -> bool:
    """Whether a partner who is kept together with them is offered a place in the same group."""
    return bool(partners_places(offer.membership))


def own_places(place: Membership) -> list[Membership]:
    """
    Whatever somebody holds of what they were offered and never took: this place, and where they were planned again
    before they answered, the one in which they are until it begins.
    """
    rows = Membership.objects.filter(patient=place.patient_id, offers__isnull=False).exclude(offers__status=ACCEPTED)
    held = rows.not_over_by(today(place.program)).exclude(pk=place.pk).exclude(ended_because=NOT_TAKEN).distinct()
    return [place, *held.order_by("from_on")]


def partners_places(place: Membership) -> list[Membership]:
    """
    What a partner who is kept together with somebody holds beside them, where it was offered to both. Whoever took
    theirs and was planned again with the other one since was offered it, too; who was there before was not.
    """
    partner = persons.known(place.program_id, [place.patient_id])[place.patient_id].partner
    if partner is None:
        return []
    offered = Membership.objects.filter(began(), offers__isnull=False)
    own = offered.filter(patient=place.patient_id).values("cohort")
    if not offered.filter(patient=partner, cohort__in=own).exists():
        return []
    held = {each.cohort_id for each in own_places(place)}
    beside = Membership.objects.filter(patient=partner, cohort__in=held).not_over_by(today(place.program))
    return list(beside.order_by("from_on"))
