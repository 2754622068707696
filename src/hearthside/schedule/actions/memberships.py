"""
Seats of a cohort follow its memberships: whoever joins gets a seat in every session of their days, whoever leaves gives
theirs up. Part of the very change that makes somebody a member, so that one is never there without the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.holding import hold_people, hold_to_come
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.actions.staffing import release
from hearthside.schedule.events.staffing import SeatsFreed, SeatsTaken
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.availability import away_between, touches
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.refusals import AlreadyBooked
from hearthside.schedule.rules import Stay, in_two_places
from hearthside.schedule.windows import as_minutes
from hearthside.schedule.words import SEAT_CANCELED, SEAT_EXCUSED, SEAT_HELD, SHORT

CARE_ENDED = ("finished", "died")


@dataclass(frozen=True)
class Change:
    """What one member's days in a cohort now ask for: sessions to join, and those to leave with the seat held there."""

    membership: Membership
    joining: list[Session]
    leaving: list[Session]
    # By session, the seat that is there.
    there: dict[UUID, Seat]

    @property
    def patient(self) -> UUID:
        return self.membership.patient_id

    @property
    def because(self) -> str:
        """Why seats are given up."""
        return "care_ended" if self.membership.ended_because in CARE_ENDED else "left"


def follow_memberships(*, memberships: Sequence[Membership], by: Actor) -> None:
    """
    Within an action that holds their cohorts and themselves: bring the seats of these members in sessions to come in
    line with all their days there, with as many questions as for one.

    Raises:
        AlreadyBooked, GroupFull, TooFewStaff, MayNotShare: a session has no room for them.

    A license that ends before a later day stops nobody: whoever has it is released from that day on.
    """
    program = memberships[0].program_id
    with behind(program, by):
        sessions = list(hold_to_come(program, {m.cohort_id for m in memberships}, by=by).values())
        if not sessions:
            return
        changes = list(_changes(memberships, sessions))
        _join([c for c in changes if c.joining], by)
        leaving = [c for c in changes if c.leaving]
        _leave(leaving)
        record_all((_taken(c) for c in changes if c.joining), by=by)
        settle({s.pk: s for c in leaving for s in c.leaving}.values(), because="changed", ended="fewer", by=by)
    record_all((_freed(c) for c in leaving), by=by)


def members_of_another_day(session: Session, *, by: Actor) -> list[Change]:
    """
    A held session of a cohort is about to take place on another day, which it says already: whoever is no member then
    gives their seat up. Gives everything that the day changes, for `seat_members`. Behind the scenes.
    """
    seats = Seat.objects.filter(session=session, guest=False).exclude(state=SEAT_CANCELED)
    rows = Membership.objects.filter(cohort=session.cohort_id)
    concerned = (rows.on(session.on_day) | rows.filter(patient__in=seats.values("patient"))).order_by("pk")
    changes = list(_changes(list(concerned), [session]))
    leaving = [c for c in changes if c.leaving]
    _leave(leaving)
    record_all((_freed(c) for c in leaving), by=by)
    return changes


def seat_members(changes: Sequence[Change], *, by: Actor) -> None:
    """Whoever is a member on the day of a session that was moved has a seat in it. Raises as `follow_memberships`."""
    joining = [c for c in changes if c.joining]
    hold_people([], [Person(patient=c.patient) for c in joining])
    _join(joining, by)
    record_all((_taken(c) for c in joining), by=by)


def _leave(leaving: Sequence[Change]) -> None:
    for because in {c.because for c in leaving}:
        seats = [c.there[s.pk].pk for c in leaving for s in c.leaving if c.because == because]
        Seat.objects.filter(pk__in=seats).update(state=SEAT_CANCELED, because=because, changed_at=clock.now())


def _changes(memberships: Sequence[Membership], sessions: Sequence[Session]) -> Iterator[Change]:
    patients = {m.patient_id for m in memberships}
    days: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = {}
    own = Membership.objects.filter(cohort__in={m.cohort_id for m in memberships}, patient__in=patients)
    for patient, cohort, first, last in own.values_list("patient", "cohort", "from_on", "until_on"):
        days.setdefault((patient, cohort), []).append((first, last))
    seats: dict[UUID, dict[UUID, Seat]] = {patient: {} for patient in patients}
    for seat in Seat.objects.filter(session__in=sessions, patient__in=patients).exclude(state=SEAT_CANCELED):
        seats[seat.patient_id][seat.session_id] = seat
    for membership in {(m.patient_id, m.cohort_id): m for m in memberships}.values():
        there = seats[membership.patient_id]
        of_cohort = [s for s in sessions if s.cohort_id == membership.cohort_id]
        spans = days.get((membership.patient_id, membership.cohort_id), ())
        wanted = {s.pk for s in of_cohort if _member_on(spans, s.on_day)}
        yield Change(
            membership,
            [s for s in of_cohort if s.pk in wanted and (s.pk not in there or there[s.pk].guest)],
            [s for s in of_cohort if s.pk not in wanted and s.pk in there and not there[s.pk].guest],
            there,
        )


def _member_on(spans: Sequence[tuple[date, date | None]], day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def _join(changes: Sequence[Change], by: Actor) -> None:
    """A seat in each of these held sessions: excused where one is away, or the session is short and waits for cover."""
    if not changes:
        return
    at, people = clock.now(), [c.patient for c in changes]
    sessions = {s.pk: s for c in changes for s in c.joining}
    unled = _release_unlicensed(changes, sessions, by)
    from_at, until_at = min(s.starts_at for s in sessions.values()), max(s.ends_at for s in sessions.values())
    program = changes[0].membership.program_id
    standing = Standing(program, [], people, from_at, until_at)
    away = away_between(people, from_at, until_at)
    new: list[Seat] = []
    wanted: list[Stay] = []
    for change in changes:
        who = change.patient
        zone, exceptions = away.get(who, ("", ()))
        for session in change.joining:
            because = ""
            if standing.on_leave(who, session.on_day):
                because = "leave"
            elif any(touches(e, zone, *as_minutes(session.starts_at, session.ends_at)) for e in exceptions):
                because = "away"
            elif session.status == SHORT or session.pk in unled:
                because = "short"
            else:
                wanted.append(Stay(who, session.starts_at, session.ends_at, session.pk))
            new.append(
                Seat(
                    program_id=program, session=session, patient_id=who, changed_at=at,
                    state=SEAT_EXCUSED if because else SEAT_HELD, because=because,
                )
            )  # fmt: skip
    # Somebody who was to come as a guest comes as a member.
    guests = [c.there[s.pk].pk for c in changes for s in c.joining if s.pk in c.there]
    Seat.objects.filter(pk__in=guests).update(state=SEAT_CANCELED, because="staff", changed_at=at)
    for stay, _ in in_two_places(wanted, [s for s in standing.stays if s.session not in sessions]):
        day = next(s.on_day for s in sessions.values() if s.pk == stay.session)
        raise AlreadyBooked(stay.who, "person", day=day)
    with refusing(seat_refusals(), goes_on=False):
        Seat.objects.bulk_create(new)
    if unled:
        # Whoever is left there may be enough for everybody.
        settle([sessions[pk] for pk in unled], because="license", by=by)


def _release_unlicensed(changes: Sequence[Change], sessions: Mapping[UUID, Session], by: Actor) -> set[UUID]:
    """
    Release clinicians from sessions on whose day they are not licensed where one of these people is, as the schedule
    does every night of those who are there. Gives the sessions; each says by then whether it is short.
    """
    pairs = [(s.pk, c.patient) for c in changes for s in c.joining]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_id, clinician_id FROM schedule_may_not_face(%s, %s)",
            [[session for session, _ in pairs], [patient for _, patient in pairs]],
        )
        unlicensed = cursor.fetchall()
    for clinician in Clinician.objects.filter(pk__in={clinician for _, clinician in unlicensed}).order_by("pk"):
        own = [sessions[session] for session, who in unlicensed if who == clinician.pk]
        release(clinician, own, because="license", at=clock.now(), by=by)
    return {session for session, _ in unlicensed}


def _taken(change: Change) -> SeatsTaken:
    sessions = tuple(s.pk for s in change.joining)
    return SeatsTaken(patient=change.patient, partner=None, sessions=sessions, guest=False)


def _freed(change: Change) -> SeatsFreed:
    sessions = tuple(s.pk for s in change.leaving)
    return SeatsFreed(patient=change.patient, partner=None, sessions=sessions, because=change.because)
