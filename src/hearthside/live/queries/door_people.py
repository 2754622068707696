"""
Everybody at the door of a session, or still missing from it: what stands in the way of letting each of them in.

A fixed number of questions, however many people. Read behind the scenes: of what somebody answered nothing goes
further than what it asks for.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.queries.persons import kept_apart
from hearthside.ledger import clock
from hearthside.live.door_words import HERE, JOIN
from hearthside.live.models.check_in import (
    CheckIn,
    CheckInAnswer,
    CheckInPlace,
    GroupAgreement,
    SeatTicket,
    TalkFirst,
)
from hearthside.live.models.rooms import LiveSession, Override
from hearthside.live.queries.check_in import CONFIDENTIALITY, agreement_now, group_of
from hearthside.live.queries.door_licenses import Leading, leading
from hearthside.live.queries.door_room import RoomNow, room_now
from hearthside.live.rules import check_in as rules
from hearthside.live.rules import door
from hearthside.people.models.couples import CoupleMember
from hearthside.people.models.patients import PatientWishes
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.words import SEAT_HELD


@dataclass
class AtTheDoor:
    """One person who is expected, with what is known of them today."""

    person: Person
    seat: Seat
    couple: UUID | None = None
    check_in: CheckIn | None = None
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    place: CheckInPlace | None = None
    talk: TalkFirst | None = None
    group: UUID | None = None
    has_signed: bool = True
    asks_about_use: bool = False
    partner_here: bool = False
    overridden: frozenset[str] = frozenset()
    is_in: bool = False
    came_by_ticket_here: bool = False
    candidate: door.Candidate = field(default_factory=door.Candidate)
    # Until the doors are open nobody comes in.
    room: door.Room = field(default_factory=lambda: door.Room(False, 1, None, 0, 1))

    @property
    def objections(self) -> tuple[door.Objection, ...]:
        """Every reason why they may not come in now."""
        return door.objections(self.candidate, self.room, overridden=self.overridden)

    @property
    def in_the_way(self) -> tuple[door.Objection, ...]:
        """Those of them that are asked again of whoever had a place in the room and comes back to it."""
        return tuple(each for each in self.objections if each.code in door.ASKED_AGAIN)

    @property
    def steps(self) -> tuple[str, ...]:
        """The questions that they are asked."""
        asked = rules.Asked(self.partner_here, self.group is not None, self.asks_about_use)
        return rules.steps(asked, self.answers, on_ticket_here=self.came_by_ticket_here)

    @property
    def answers_here(self) -> bool:
        """Whether they answer on a screen that they share: staff ask alone what cannot be asked there."""
        return not rules.is_own_device(self.answers, on_ticket_here=self.came_by_ticket_here)


@dataclass
class Door:
    """The door of one session: everybody who is expected, and the room behind it."""

    live: LiveSession | None
    session: Session
    people: dict[UUID, AtTheDoor]
    room: RoomNow | None
    at: datetime

    def of(self, check_in: CheckIn) -> AtTheDoor | None:
        """The person of this check-in, if they are still expected."""
        who = check_in.patient_id or check_in.partner_id
        return self.people.get(who) if who else None


def the_door(session: Session, program: Program) -> Door:
    """The door of this session. Behind the scenes."""
    at = clock.now()
    live = LiveSession.objects.filter(pk=session.pk).first()
    seats = Seat.objects.filter(session=session, state=SEAT_HELD).select_related("patient", "partner")
    people = {seat.who_id: AtTheDoor(Person(seat.patient_id, seat.partner_id), seat) for seat in seats.order_by("id")}
    _couples(people)
    _signed(people, session, program, at)
    room = room_now(live, session, at) if live else None
    if live is not None:
        _said(people, live)
        _answered_for(people, live)
    if room is not None:
        _judge(people, live, room, leading(program, session, room.staff))
    return Door(live, session, people, room, at)


def _couples(people: Mapping[UUID, AtTheDoor]) -> None:
    rows = CoupleMember.objects.filter(until_at__isnull=True)
    own = [*rows.filter(patient__in=list(people)), *rows.filter(partner__in=list(people))]
    by_couple: dict[UUID, list[UUID]] = defaultdict(list)
    for member in own:
        who = member.patient_id or member.partner_id
        by_couple[member.couple_id].append(who)
        people[who].couple = member.couple_id
    for both in by_couple.values():
        for who in both:
            people[who].partner_here = len(both) == 2
    tracks = PatientWishes.objects.filter(patient__in=list(people)).values_list("patient", "track")
    for patient, track in tracks:
        people[patient].asks_about_use = track in ("sud", "dual")


def _signed(people: Mapping[UUID, AtTheDoor], session: Session, program: Program, at: datetime) -> None:
    """Whether each has signed for this group, in the version that holds; one question for all."""
    for each in people.values():
        each.group = (each.couple if session.kind == "couples" else None) or group_of_session(session)
    groups = {each.group for each in people.values() if each.group}
    rows = GroupAgreement.objects.filter(
        program=program, group__in=groups, signature__kind=CONFIDENTIALITY,
        signature__version=agreement_now(program, at).version, signature__revocation__isnull=True,
    )  # fmt: skip
    signed = {
        (group, patient or partner) for group, patient, partner in rows.values_list("group", "patient", "partner")
    }
    for who, each in people.items():
        each.has_signed = each.group is None or (each.group, who) in signed


def group_of_session(session: Session) -> UUID | None:
    """For what the agreement of this session is signed by those who come without a partner."""
    return group_of(session, Person()) if session.kind != "couples" else (session.series_id or session.pk)


def _said(people: Mapping[UUID, AtTheDoor], live: LiveSession) -> None:
    check_ins = {row.pk: row for row in CheckIn.objects.filter(session=live)}
    mine: dict[UUID, AtTheDoor] = {}
    for pk, row in check_ins.items():
        each = people.get(row.patient_id or row.partner_id)
        if each is not None:
            each.check_in, mine[pk] = row, each
    for pk, step, facts in (
        CheckInAnswer.objects.filter(check_in__in=mine).order_by("at", "id").values_list("check_in", "step", "facts")
    ):
        mine[pk].answers[step] = facts
    for place in CheckInPlace.objects.filter(check_in__in=mine).order_by("said_at", "id"):
        mine[place.check_in_id].place = place
        mine[place.check_in_id].answers[rules.WHERE] = {}
    here = SeatTicket.objects.filter(session=live, kind=HERE, used_at__isnull=False)
    for patient, partner in here.values_list("patient", "partner"):
        if (patient or partner) in people:
            people[patient or partner].came_by_ticket_here = True
    for talk in TalkFirst.objects.filter(check_in__in=mine).order_by("raised_at", "id"):
        mine[talk.check_in_id].talk = talk


def _answered_for(people: Mapping[UUID, AtTheDoor], live: LiveSession) -> None:
    found: dict[UUID, set[str]] = defaultdict(set)
    for rule, patient, partner in Override.objects.filter(session=live).values_list("rule", "patient", "partner"):
        if patient or partner:
            found[patient or partner].add(rule)
    for who, overridden in found.items():
        if who in people:
            people[who].overridden = frozenset(overridden)


def _judge(people: Mapping[UUID, AtTheDoor], live: LiveSession | None, room: RoomNow, staff: Leading) -> None:
    assert live is not None
    pairs = kept_apart([each.person.patient for each in people.values() if each.person.patient])
    inside = {each.patient for each in room.inside.values() if each.patient}
    by_state: dict[str, Collection[str]] = {}
    for who, each in people.items():
        state = each.place.state if each.place else ""
        if state and state not in by_state:
            by_state[state] = staff.may_not_treat_in(state)
        each.is_in = who in room.inside
        wanted = each.steps
        located = rules.is_todays(each.place.said_at if each.place else None, live.opened_at)
        each.candidate = door.Candidate(
            is_in=each.is_in,
            is_known=rules.IDENTITY in each.answers,
            is_located=located,
            has_answered=set(wanted) - {rules.AGREEMENT, rules.WHERE, rules.IDENTITY} <= each.answers.keys(),
            has_signed=each.has_signed,
            was_asked_alone=not each.answers_here or rules.SAFE in each.answers,
            talks_first=each.talk is not None and each.talk.outcome != JOIN,
            was_turned_away=each.check_in is not None and each.check_in.turned_away_at is not None,
            may_not_treat=by_state.get(state, ()),
            is_kept_apart=any(who in pair and pair & (inside - {who}) for pair in pairs),
        )
        each.room = door.Room(
            is_open=live.ended_at is None and live.closing_at is None,
            people_then=len(room.inside) + 1,
            most=room.most,
            staff=len(room.staff),
            needed_then=room.needed_with(each.couple),
        )
