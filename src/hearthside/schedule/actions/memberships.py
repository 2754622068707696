"""
Seats of a cohort follow its memberships: whoever joins gets a seat in every session of their days, whoever leaves gives
theirs up. Part of the very change that makes somebody a member, so that one is never there without the other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import SeatsFreed, SeatsTaken
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.availability import free_between, touches
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.refusals import AlreadyBooked
from hearthside.schedule.rules import Stay, in_two_places
from hearthside.schedule.windows import as_minutes
from hearthside.schedule.words import AHEAD, SEAT_CANCELED, SEAT_EXCUSED, SEAT_HELD, SHORT

CARE_ENDED = ("finished", "died")


def follow_membership(*, membership: Membership, by: Actor) -> None:
    """
    Bring the seats of one member in sessions to come in line with all their days in the cohort.

    Raises:
        AlreadyBooked, GroupFull, TooFewStaff, MayNotShare: a session has no room for them.
    """
    program, person = membership.program_id, Person(patient=membership.patient_id)
    with behind(program, by):
        ahead = Session.objects.filter(
            cohort=membership.cohort_id, status__in=AHEAD, starts_at__gt=clock.now()
        ).values_list("pk", flat=True)
        ids = list(ahead)
    if not ids:
        return
    sessions = list(hold_sessions(program, ids, by=by).values())
    with behind(program, by):
        hold_people([], [person])
        own = Membership.objects.filter(cohort=membership.cohort_id, patient=membership.patient_id)
        days = [(m.from_on, m.until_on) for m in own]
        seats = Seat.objects.filter(session__in=sessions, patient=membership.patient_id)
        there = {s.session_id: s for s in seats.exclude(state=SEAT_CANCELED)}
        wanted = [s for s in sessions if _member_on(days, s.on_day)]
        joining = [s for s in wanted if s.pk not in there or there[s.pk].guest]
        leaving = [s for s in sessions if s.pk in there and not there[s.pk].guest and s not in wanted]
        _join(membership, person, joining, there, by)
        because = "care_ended" if membership.ended_because in CARE_ENDED else "left"
        Seat.objects.filter(pk__in=[there[s.pk].pk for s in leaving]).update(
            state=SEAT_CANCELED, because=because, changed_at=clock.now()
        )
    if leaving:
        settle(leaving, because="changed", ended="fewer", by=by)
        record(
            SeatsFreed(
                patient=membership.patient_id, partner=None, sessions=tuple(s.pk for s in leaving), because=because
            ),
            by=by,
        )


def _member_on(days: Sequence[tuple[date, date | None]], day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in days)


def _join(
    membership: Membership, person: Person, sessions: Sequence[Session], there: dict[UUID, Seat], by: Actor
) -> None:
    """A seat in each of these held sessions: excused where one is away, or the session is short and waits for cover."""
    if not sessions:
        return
    program, at = membership.program_id, clock.now()
    from_at, until_at = min(s.starts_at for s in sessions), max(s.ends_at for s in sessions)
    standing = Standing(program, [], [person.who], from_at, until_at)
    around = timedelta(days=1)
    days = [s.on_day for s in sessions]
    free = free_between(membership.program, [person.who], min(days) - around, max(days) + around).get(person.who)
    new: list[Seat] = []
    for session in sessions:
        because = ""
        if standing.on_leave(person.who, session.on_day):
            because = "leave"
        elif free and any(touches(e, free.zone, *as_minutes(session.starts_at, session.ends_at)) for e in free.away):
            because = "away"
        elif session.status == SHORT:
            because = "short"
        new.append(
            Seat(
                program_id=program, session=session, patient_id=membership.patient_id, changed_at=at,
                state=SEAT_EXCUSED if because else SEAT_HELD, because=because,
            )
        )  # fmt: skip
    # Somebody who was to come as a guest comes as a member.
    guests = [there[s.pk].pk for s in sessions if s.pk in there]
    Seat.objects.filter(pk__in=guests).update(state=SEAT_CANCELED, because="staff", changed_at=at)
    held = [s for s in new if s.state == SEAT_HELD]
    stays = [Stay(person.who, s.session.starts_at, s.session.ends_at, s.session_id) for s in held]
    for stay, _ in in_two_places(stays, [s for s in standing.stays if s.session not in {x.pk for x in sessions}]):
        day = next(s.on_day for s in sessions if s.pk == stay.session)
        raise AlreadyBooked(person.who, "person", day=day)
    with refusing(seat_refusals()):
        Seat.objects.bulk_create(new)
    record(
        SeatsTaken(patient=membership.patient_id, partner=None, sessions=tuple(s.pk for s in sessions), guest=False),
        by=by,
    )
