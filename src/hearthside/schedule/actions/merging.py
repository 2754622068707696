"""Two records of one person become one: seats to come move to the record that is kept, and back again."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from hearthside.base.refusal import Refusal
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import KeepApart
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import SeriesSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.fitness import MODALITY, Fitness
from hearthside.schedule.words import AHEAD, SEAT_CANCELED, SEAT_HELD

SEATS, SERIES_SEATS = Seat._meta.db_table, SeriesSeat._meta.db_table
PLACES = Membership._meta.db_table
TWICE = "Both records have a seat at the same time. Cancel one of the two first."
APART = "The record that is kept may not share a session with somebody whom the other one meets."
IN_TWO_ROLES = "A clinician who leads a session of one record treats the other in another role. Change that first."


def follow_merge(*, kept: Patient, gone: Patient, moved: list[tuple[str, UUID]], by: Actor) -> None:
    """
    Move every seat to come; what moved is added to `moved`. What is over stays where it was.

    Raises:
        CareOverlaps: both are somewhere at the same time, or the one that is kept may not be there.
    """
    today = day_in(kept.program.zone, clock.now())
    with behind(kept.program_id, by):
        hold_sessions(kept.program_id, _to_come(gone).values_list("session", flat=True), by=by)
    hold_people([], [Person(patient=kept.pk), Person(patient=gone.pk)])
    with behind(kept.program_id, by):
        seats = list(_to_come(gone))
        goes_on = SeriesSeat.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), patient=gone)
        repeated = list(goes_on.values_list("pk", flat=True))
        _refuse_company(kept, [seat.session_id for seat in seats if seat.state == SEAT_HELD])
        with refusing(_refusals()):
            Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(patient=kept)
            SeriesSeat.objects.filter(pk__in=repeated).update(patient=kept)
    moved += [(SEATS, seat.pk) for seat in seats] + [(SERIES_SEATS, row) for row in repeated]


def follow_unmerge(*, kept: Patient, gone: Patient, moves: Mapping[str, Collection[UUID]], by: Actor) -> None:
    """Every seat that moved goes back, with those that were made since for the same places and series."""
    with behind(kept.program_id, by):
        hold_sessions(kept.program_id, _to_come(kept).values_list("session", flat=True), by=by)
    hold_people([], [Person(patient=kept.pk), Person(patient=gone.pk)])
    with behind(kept.program_id, by):
        places = list(Membership.objects.filter(pk__in=moves.get(PLACES, ())))
        repeated = SeriesSeat.objects.filter(pk__in=moves.get(SERIES_SEATS, ()))
        series = set(repeated.values_list("series", flat=True))
        since = [
            seat.pk
            for seat in _to_come(kept).filter(guest=False)
            if seat.session.series_id in series
            or any(m.cohort_id == seat.session.cohort_id and m.holds(seat.session.on_day) for m in places)
        ]
        with refusing(_refusals()):
            Seat.objects.filter(pk__in={*since, *moves.get(SEATS, ())}).update(patient=gone)
            repeated.update(patient=gone)


def _to_come(patient: Patient) -> QuerySet[Seat]:
    rows = Seat.objects.filter(patient=patient, session__status__in=AHEAD, session__starts_at__gt=clock.now())
    found: QuerySet[Seat] = rows.exclude(state=SEAT_CANCELED).select_related("session").order_by("pk")
    return found


def _refuse_company(kept: Patient, sessions: Collection[UUID]) -> None:
    """Raises CareOverlaps for people and clinicians whom the record that is kept may not meet there. Behind."""
    pairs = KeepApart.objects.filter(Q(first=kept) | Q(second=kept), until_at__isnull=True)
    others = {p for pair in pairs.values_list("first", "second") for p in pair} - {kept.pk}
    if Seat.objects.filter(session__in=sessions, state=SEAT_HELD, patient__in=others).exists():
        raise CareOverlaps(APART)
    led = Staffing.objects.filter(
        block__session__in=sessions, block__session__kind__in=MODALITY, released_at__isnull=True
    )
    leads = set(led.values_list("block__session__kind", "clinician"))
    fitness = Fitness(kept.program_id, {clinician for _, clinician in leads}, [kept.pk])
    person = [Person(patient=kept.pk)]
    if any(fitness.in_another_role(kind, clinician, person, clock.now()) for kind, clinician in leads):
        raise CareOverlaps(IN_TWO_ROLES)


def _refusals() -> dict[str, Refusal]:
    return {name: CareOverlaps(TWICE) for name in ("occupancy_once", "seat_once", "series_seat_once")}
