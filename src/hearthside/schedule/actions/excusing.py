"""“I cannot come”: seats in sessions to come are given up, for one session or for days, and taken again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from hearthside.access.permissions import Permission, may_do
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.people.particulars import kept_words
from hearthside.people.queries.standing import NotYours, to_patient
from hearthside.schedule import times
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import SeatsExcused, SeatsTaken
from hearthside.schedule.models.seats import Seat, SeatReason
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.availability import touches
from hearthside.schedule.windows import DatedException, WrongWindow, as_minutes
from hearthside.schedule.words import AHEAD, OPEN, SEAT_EXCUSED, SEAT_HELD

OWN, AWAY, STAFF = "own", "away", "staff"
# Why a seat is empty that its person may take again.
OWN_DOING = (OWN, AWAY, STAFF)
BEFORE_IT_BEGINS = (*AHEAD, OPEN)


class NothingToExcuse(Refusal):
    """The person holds no seat there that is still to come."""

    def __init__(self) -> None:
        super().__init__("There is no session to come in these days. Nothing was done.")


class NoLongerFree(Refusal):
    """The seat was given to somebody else, or the session lacks staff for one more."""

    def __init__(self) -> None:
        super().__init__("Your seat is not free any more. Choose another session, or ask the program to help.")


@action
def excuse(
    *, person: Patient | PartnerWithoutChart, sessions: Collection[UUID], words: str = "", by: Actor
) -> list[Seat]:
    """
    Say that somebody cannot come to these sessions. Their seats are free for others, and the facilitators are told.

    A reason is never asked for. `words` are the person's own, and only their own clinicians ever read them.

    Raises:
        NotYours: `by` may not say so for this person, or writes words that are not their own.
        NothingToExcuse: they hold no seat there that is still to come.
        WrongFact: the words cannot be kept.

    Rule: docs/rules/excused.md
    """
    because = _require(by, person, words)
    reason = kept_words("words", words)
    held = hold_sessions(person.program_id, sessions, by=by)
    at = clock.now()
    ahead = [s for s in held.values() if s.status in BEFORE_IT_BEGINS and s.starts_at > at]
    seats = _excuse(person, ahead, because, at, by)
    if not seats:
        raise NothingToExcuse
    _keep_reason(person, seats, reason, at, by)
    return seats


@action
def excuse_days(
    *, person: Patient | PartnerWithoutChart, first_on: date, last_on: date, words: str = "", by: Actor
) -> list[Seat]:
    """
    Say that somebody cannot come on these days, both included, on their own clocks: to nothing that is planned on them.

    Raises: as `excuse`; WrongWindow where the last day lies before the first.
    """
    _require(by, person, words)
    if last_on < first_on:
        raise WrongWindow(0, "last_on", "The last day lies before the first.")
    with behind(person.program_id, by):
        from_at, until_at = times.day_span(first_on, last_on, _zone(person))
        found = seats_between(person, from_at, until_at)
    return excuse(person=person, sessions=[seat.session_id for seat in found], words=words, by=by)


@action
def come_after_all(*, seat: Seat, by: Actor) -> None:
    """
    Take a seat again that was given up, if it is still free.

    Raises:
        NotYours: `by` may not say so for this person.
        NothingToExcuse: it was not given up by the person, or the session has begun.
        NoLongerFree: somebody else has it, the person is elsewhere then, or too few staff are left for one more.
    """
    person = seat.patient or seat.partner
    assert person is not None
    _require(by, person, "")
    session = hold_sessions(seat.program_id, [seat.session_id], by=by).get(seat.session_id)
    at = clock.now()
    if session is None or session.status not in AHEAD or session.starts_at <= at:
        raise NothingToExcuse
    with behind(seat.program_id, by):
        hold_people([], [Person(seat.patient_id, seat.partner_id)])
        with refusing(dict.fromkeys(seat_refusals(), NoLongerFree())):
            given_up = Seat.objects.filter(pk=seat.pk, state=SEAT_EXCUSED, because__in=OWN_DOING)
            if not given_up.update(state=SEAT_HELD, because="", changed_at=at):
                raise NothingToExcuse
    record(
        SeatsTaken(patient=seat.patient_id, partner=seat.partner_id, sessions=(seat.session_id,), guest=False), by=by
    )


def excuse_while_away(person: Patient, exception: DatedException, *, by: Actor) -> list[Seat]:
    """What follows when somebody records that they are away: their seats in that time are free. Within an action."""
    with behind(person.program_id, by):
        zone = _zone(person)
        from_at, until_at = times.day_span(exception.first_on, exception.last_on, zone)
        found = [
            seat for seat in seats_between(person, from_at, until_at)
            if touches(exception, zone, *as_minutes(seat.session.starts_at, seat.session.ends_at))
        ]  # fmt: skip
    if not found:
        return []
    held = hold_sessions(person.program_id, [seat.session_id for seat in found], by=by)
    at = clock.now()
    ahead = [s for s in held.values() if s.status in BEFORE_IT_BEGINS and s.starts_at > at]
    return _excuse(person, ahead, AWAY, at, by)


def seats_between(person: Patient | PartnerWithoutChart, from_at: datetime, until_at: datetime) -> list[Seat]:
    """The seats this person holds in sessions to come that touch this time, the earliest first."""
    seats = Seat.objects.filter(
        _of(person), state=SEAT_HELD, session__status__in=BEFORE_IT_BEGINS, session__starts_at__gt=clock.now(),
        session__starts_at__lt=until_at, session__ends_at__gt=from_at,
    )  # fmt: skip
    return list(seats.select_related("session").order_by("session__starts_at", "pk"))


def _excuse(
    person: Patient | PartnerWithoutChart, sessions: Sequence[Session], because: str, at: datetime, by: Actor
) -> list[Seat]:
    """Give up the person's seats in these held sessions, and let each say whether it lacks staff still."""
    with behind(person.program_id, by):
        held = Seat.objects.filter(_of(person), session__in=sessions, state=SEAT_HELD).select_related("session")
        seats = list(held.order_by("session__starts_at", "pk"))
        Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
            state=SEAT_EXCUSED, because=because, changed_at=at
        )
    if seats:
        settle(sessions, because="changed", ended="fewer", by=by)
        record(
            SeatsExcused(
                patient=person.pk if isinstance(person, Patient) else None,
                partner=None if isinstance(person, Patient) else person.pk,
                sessions=tuple(seat.session_id for seat in seats),
                because=because,
            ),
            by=by,
        )
    return seats


def _keep_reason(
    person: Patient | PartnerWithoutChart, seats: Sequence[Seat], words: str, at: datetime, by: Actor
) -> None:
    """Keep the person's own words where only their own clinicians look; of a seat given up twice the last ones."""
    if not words:
        return
    of = {"patient": person} if isinstance(person, Patient) else {"partner": person}
    rows = [
        SeatReason(seat=seat, program_id=person.program_id, words=words, said_at=at, said_by_id=by.account, **of)
        for seat in seats
    ]
    with behind(person.program_id, by):
        SeatReason.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["seat"], update_fields=["words", "said_at", "said_by"]
        )


def _require(by: Actor, person: Patient | PartnerWithoutChart, words: str) -> str:
    """
    Who says so: the person, or staff for them (the coordinator, and a patient's own clinician).

    Raises:
        NotYours: somebody else; or staff, with words of a reason that only the person has.
    """
    if by.program not in (None, person.program_id):
        raise NotYours("schedule")
    if by.account is not None and by.account == person.account_id:
        return OWN
    may = may_do(by.roles, Permission.KEEP_SCHEDULE)
    if not may and isinstance(person, Patient):
        may = "own clinician" in to_patient(by, person.pk, "schedule").relations
    if not may or words:
        raise NotYours("excuse-reason" if may else "schedule")
    return STAFF


def _of(person: Patient | PartnerWithoutChart) -> Q:
    return Q(patient=person) if isinstance(person, Patient) else Q(partner=person)


def _zone(person: Patient | PartnerWithoutChart) -> str:
    """On whose clocks the days are: the person's own, or for a partner without a chart the patient's."""
    whose = person.pk if isinstance(person, Patient) else person.patient_id
    return PatientDetails.objects.values_list("zone", flat=True).get(pk=whose)
