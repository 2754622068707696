"""
What must follow in the schedule when somebody's care ends, a couple parts, two are kept apart, or a cohort ends: in
the same transaction, so that nobody who has left still holds a seat.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.actions.treatment_endings import end_all
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import Couple, KeepApart
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.people.rules import ADMITTED, DIED, DISCHARGED, ON_LEAVE
from hearthside.schedule.actions.changes import end_held
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.refusing import NO_SEAT, seat_refusals
from hearthside.schedule.actions.sessions import cancel_held
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.sessions import QuestionsAsked
from hearthside.schedule.events.staffing import SeatsExcused, SeatsFreed, SeatsTaken
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series, SeriesSeat
from hearthside.schedule.words import AHEAD, SEAT_CANCELED, SEAT_EXCUSED, SEAT_HELD, WITH_PARTNERS

FINISHED = ("completed", "step_down")
DAY = timedelta(days=1)


def follow_status(*, patient: Patient, change: StatusChange, by: Actor) -> None:
    """Whoever is discharged or has died leaves everything; leave excuses, coming back takes the seats again."""
    if change.status in (DISCHARGED, DIED):
        _end_care(patient, change, by)
    elif change.status == ON_LEAVE:
        _begin_leave(patient, change, by)
    elif change.status == ADMITTED:
        _come_back(patient, change, by)


def follow_separation(*, couple: Couple, patients: Sequence[UUID], because: str, by: Actor) -> None:
    """Couples work of a couple that parted ends. Groups they share go on: who leaves which is for people to decide."""
    program, at = couple.program_id, clock.now()
    with behind(program, by) as follow_up:
        partners = [m.partner_id for m in couple.members.all() if m.partner_id]
        treatments = list(Treatment.objects.filter(couple=couple).not_over_by(at))
        end_all(treatments, until_at=at, because="separated", by=follow_up)
        seats = _to_come(at).filter(session__kind__in=WITH_PARTNERS)
        own = seats.filter(patient__in=patients) | seats.filter(partner__in=partners)
        ids = list(own.exclude(state=SEAT_CANCELED).values_list("session", flat=True).distinct())
        today = day_in(couple.program.zone, at)
        for rows in (SeriesSeat.objects.filter(patient__in=patients), SeriesSeat.objects.filter(partner__in=partners)):
            rows.filter(series__kind__in=WITH_PARTNERS, until_on__isnull=True).update(until_on=today)
    free(program, ids, patients, partners, "separated", by)
    _end_empty_series(program, patients, partners, today, "separated", by)


def follow_kept_apart(*, pair: KeepApart, by: Actor) -> None:
    """Two who may not share a group sit in one: the coordinator is asked, and neither of them is told."""
    program, at = pair.program_id, clock.now()
    with behind(program, by):
        of_first = Seat.objects.filter(patient=pair.first_id, state=SEAT_HELD, session__status__in=AHEAD)
        both = of_first.filter(session__starts_at__gt=at, session__seats__patient=pair.second_id)
        shared = both.filter(session__seats__state=SEAT_HELD).order_by("session__starts_at").select_related("session")
        asked = {
            seat.session.series_id or seat.session_id: Question(
                program_id=program, kind="kept_apart", series_id=seat.session.series_id, session=seat.session,
                on_day=seat.session.on_day, patient_id=pair.second_id, asked_at=at,
            )
            for seat in reversed(shared)
        }  # fmt: skip
        Question.objects.bulk_create(asked.values(), ignore_conflicts=True)
    if asked:
        record(QuestionsAsked(questions=tuple(q.pk for q in asked.values()), patients=()), by=by)


def follow_cohort(*, cohort: Cohort, lasted_until: date | None, by: Actor) -> None:
    """
    A cohort that ends takes its series with it; one that goes on longer lets those go on that would have gone on to its
    last day. A series that was to end sooner ends when it was to.
    """
    if cohort.until_on is None:
        return
    with behind(cohort.program_id, by):
        rows = Series.objects.running().filter(cohort=cohort).select_for_update(of=("self",))
        series = list(rows.select_related("program").order_by("pk"))
    for row in series:
        if cohort.ended_because:
            # One that has not begun by then never does.
            end_held(row, until_on=max(cohort.until_on, row.from_on - DAY), because="cohort_closed", by=by)
        elif row.until_on == lasted_until != cohort.until_on:
            with behind(cohort.program_id, by):
                row.until_on = cohort.until_on
                row.save(update_fields=["until_on"])


def _end_care(patient: Patient, change: StatusChange, by: Actor) -> None:
    program, last = patient.program_id, change.since_on
    because = "died" if change.status == DIED else "finished" if change.reason in FINISHED else "left"
    with behind(program, by) as follow_up:
        memberships = list(Membership.objects.filter(patient=patient).not_over_by(last))
        for membership in memberships:
            ends_on = last if membership.until_on is None else min(last, membership.until_on)
            leave_cohort(memberships=[membership], until_on=ends_on, because=because, by=follow_up)
    end_what_goes_with_it(patient, because=because, by=by)


def end_what_goes_with_it(
    patient: Patient, *, because: str, seats_because: str = "care_ended", but_medication: bool = False, by: Actor
) -> None:
    """
    Within an action that ended somebody's place: their treatments end, and their seats to come are free.

    `but_medication` leaves what a prescriber does with them as it is: no place in a group brought it.
    """
    program, at = patient.program_id, clock.now()
    with behind(program, by) as follow_up:
        treatments = Treatment.objects.filter(patient=patient).not_over_by(at)
        own = SeriesSeat.objects.filter(patient=patient, until_on__isnull=True)
        seats = _to_come(at).filter(patient=patient).exclude(state=SEAT_CANCELED)
        if but_medication:
            treatments = treatments.exclude(modality="prescribing")
            own, seats = own.exclude(series__kind="medication"), seats.exclude(session__kind="medication")
        end_all(list(treatments), until_at=at, because=because, by=follow_up)
        ids = list(seats.values_list("session", flat=True))
        today = day_in(patient.program.zone, at)
        own.update(until_on=today)
    free(program, ids, [patient.pk], [], seats_because, by)
    _end_empty_series(program, [patient.pk], [], today, "care_ended", by)


def _begin_leave(patient: Patient, change: StatusChange, by: Actor) -> None:
    at = clock.now()
    with behind(patient.program_id, by):
        away = _to_come(at).filter(patient=patient, state=SEAT_HELD, session__on_day__gte=change.since_on)
        if change.expected_on:
            away = away.filter(session__on_day__lt=change.expected_on)
        ids = list(away.values_list("session", flat=True))
    held = hold_sessions(patient.program_id, ids, by=by)
    with behind(patient.program_id, by):
        Seat.objects.filter(patient=patient, session__in=held, state=SEAT_HELD).update(
            state=SEAT_EXCUSED, because="leave", changed_at=at
        )
    settle(held.values(), because="changed", ended="fewer", by=by)
    if ids:
        record(SeatsExcused(patient=patient.pk, partner=None, sessions=tuple(ids), because="leave"), by=by)


def _come_back(patient: Patient, change: StatusChange, by: Actor) -> None:
    """Seats that were excused for the leave are taken again where there is still room."""
    at = clock.now()
    with behind(patient.program_id, by):
        seats = _to_come(at).filter(
            patient=patient, state=SEAT_EXCUSED, because="leave", session__on_day__gte=change.since_on
        )
        waiting = {seat.session_id: seat.pk for seat in seats}
    hold_sessions(patient.program_id, waiting, by=by)
    taken = []
    with behind(patient.program_id, by):
        for session, seat in sorted(waiting.items()):
            try:
                with refusing(seat_refusals()):
                    Seat.objects.filter(pk=seat).update(state=SEAT_HELD, because="", changed_at=at)
            except NO_SEAT:
                continue
            taken.append(session)
    if taken:
        record(SeatsTaken(patient=patient.pk, partner=None, sessions=tuple(taken), guest=False), by=by)


def _to_come(at: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(session__status__in=AHEAD, session__starts_at__gt=at)


def free(
    program: UUID, sessions: Collection[UUID], patients: Collection[UUID], partners: Collection[UUID], because: str,
    by: Actor,
) -> None:  # fmt: skip
    """These people give up their seats in these sessions; whatever nobody is left in is canceled."""
    held = hold_sessions(program, sessions, by=by)
    at = clock.now()
    with behind(program, by):
        seats = Seat.objects.filter(session__in=held)
        own = (seats.filter(patient__in=patients) | seats.filter(partner__in=partners)).exclude(state=SEAT_CANCELED)
        given_up = list(own.order_by("pk"))
        Seat.objects.filter(pk__in=[s.pk for s in given_up]).update(state=SEAT_CANCELED, because=because, changed_at=at)
        left = set(Seat.objects.filter(session__in=held).exclude(state=SEAT_CANCELED).values_list("session", flat=True))
    settle(held.values(), because="changed", ended="fewer", by=by)
    for session in held.values():
        # A cohort's program day waits for whoever joins next; anything else was for them alone.
        if session.pk not in left and session.cohort_id is None and session.status in AHEAD:
            cancel_held(session, because="nobody", by=by)
    for who in dict.fromkeys((s.patient_id, s.partner_id) for s in given_up):
        own_sessions = tuple(s.session_id for s in given_up if (s.patient_id, s.partner_id) == who)
        record(SeatsFreed(patient=who[0], partner=who[1], sessions=own_sessions, because=because), by=by)


def _end_empty_series(
    program: UUID, patients: Sequence[UUID], partners: Sequence[UUID], last: date, because: str, by: Actor
) -> None:
    """A single series in which nobody has a seat any more ends."""
    with behind(program, by):
        theirs = Series.objects.running().filter(program=program, cohort__isnull=True)
        theirs = theirs.filter(seats__patient__in=patients) | theirs.filter(seats__partner__in=partners)
        empty = theirs.exclude(pk__in=SeriesSeat.objects.filter(until_on__isnull=True).values("series"))
        series = list(empty.select_related("program").distinct().order_by("pk"))
    for row in series:
        end_held(row, until_on=last, because=because, by=by)
