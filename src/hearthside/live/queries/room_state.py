"""
The state of live sessions, for whoever asks: facts are gathered here, and what of them is sent is the one table's word.

Asked for many sessions at once, in the same number of questions as for one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from hearthside.live.models.beats import LastBeat
from hearthside.live.models.check_in import CheckIn, CheckInAnswer, CheckInPlace
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.payloads import LINE, OWN, PERSON, ROOM, ROSTER, TILE, TREATED, build
from hearthside.live.policy import silences
from hearthside.live.queries.relations import Tie
from hearthside.live.queries.room_course import left_for_good
from hearthside.live.queries.room_course_facts import course_facts
from hearthside.live.queries.room_people_facts import RoomPeople, room_people
from hearthside.live.queries.titles import title
from hearthside.live.queries.typed_lines import lines_of
from hearthside.live.relations import PARTNER, PATIENT
from hearthside.live.rules.check_in import CONTACT, FEELING, NAME, NUMBER, SPACE
from hearthside.live.words import MAIN, UNCOUNTED
from hearthside.schedule.models.sessions import Block as PlannedBlock

PAUSED = "We paused the group. Somebody is on the way; you need not do anything. Help is open all the time."
PAUSED_BY = "{} paused the group. You need not do anything. Help is open all the time."
MINE = frozenset({PATIENT, PARTNER})
PLACE = ("street", "unit", "entry", "city", "state", "postal_code", "local_emergency")

Facts = dict[str, Any]


@dataclass(frozen=True)
class Sitting:
    """Somebody at a seat that was let in, as the room knows them."""

    sitter: UUID
    who: UUID
    is_patient: bool
    account: UUID | None
    seat: UUID
    name: str
    role: str
    said: Mapping[str, Mapping[str, Any]]
    admitted_at: datetime
    there: bool
    card: UUID | None
    uncounted: str


def state_of(live: LiveSession, tie: Tie, account: UUID, now: datetime) -> dict[str, Any]:
    """Everything that somebody with this tie is sent of this session. Behind the scenes."""
    seated = sitting([live], now).get(live.pk, [])
    relations, people = tie.relations, room_people(live, tie, account, now)
    # Whoever still waits, or waits again, is not told who is inside.
    inside = bool(relations - MINE) or any(one.seat in tie.seats for one in seated)
    answer: dict[str, Any] = {
        "room": build(ROOM, relations, {**room_facts([live])[live.pk], **course_facts(live, tie, now)}),
        "tiles": _some(build(TILE, relations, {**_tile(one), **people.tile(one)}) for one in seated if inside),
        "people": _some(_about(relations, facts) for facts in _people(seated, people)),
        "roster": _some(build(ROSTER, relations, roster_facts(one)) for one in seated),
        "captions": _some(build(LINE, relations, line) for line in (lines_of(live, _names(seated)) if inside else ())),
    }
    if relations & MINE:
        # Of whoever shares this seat nobody reads what the other entered: only an account of one's own is asked.
        own = next((one for one in seated if one.account == account), None)
        beside = [one for one in seated if one.seat in tie.seats and one.role in MINE]
        entered = {**_own(own), **_where(own, live)} if own else {}
        answer["own"] = build(OWN, relations, {**entered, **people.own(own, beside, account)})
    return {name: value for name, value in answer.items() if value}


def _names(seated: Iterable[Sitting]) -> dict[UUID, list[str]]:
    """Who sits where, by their shown names."""
    found: dict[UUID, list[str]] = {}
    for one in seated:
        found.setdefault(one.seat, []).append(one.name)
    return found


def _people(seated: Collection[Sitting], people: RoomPeople) -> list[Facts]:
    """Everybody who came to be treated, those included who stepped away from a screen that they share."""
    names = {one.who: one.name for one in seated}
    treated = [one for one in seated if one.role in MINE]
    return [*({**_person(one), **people.person(one)} for one in treated), *people.stepped_away(names)]


def _about(relations: Iterable[str], facts: Facts) -> Facts:
    """Of somebody treated; why a clinician talks with them first is among the facts only for whoever treats them."""
    return {**build(PERSON, relations, facts), **build(TREATED, relations, facts)}


def _some(built: Iterable[Facts]) -> list[Facts]:
    return [one for one in built if one]


def room_facts(lives: Collection[LiveSession]) -> dict[UUID, Facts]:
    """Of each session's main room: its course, its ratio and its size."""
    open_blocks = {row.session_id: row for row in LiveBlock.objects.filter(session__in=lives, ended_at__isnull=True)}
    leads = Lead.objects.filter(session__in=lives, until_at__isnull=True)
    led = dict(leads.values_list("session", "clinician__name"))
    planned = PlannedBlock.objects.filter(session__in=[live.pk for live in lives])
    ends = {(session, number): at for session, number, at in planned.values_list("session", "number", "ends_at")}
    mains = LiveRoom.objects.filter(session__in=lives, kind=MAIN).select_related("state", "held_by")
    rooms = {room.session_id: room for room in mains.order_by("opened_at")}
    found: dict[UUID, Facts] = {}
    for live in lives:
        block, room = open_blocks.get(live.pk), rooms.get(live.pk)
        ends_at = (block.rest_until or ends.get((live.pk, block.number))) if block else None
        found[live.pk] = {
            "title": title(live),
            "kind": live.session.kind,
            "starts_at": live.session.starts_at.isoformat(),
            "ends_at": live.ends_at.isoformat(),
            "lead": led.get(live.pk),
            "block": block.kind if block else None,
            "block_ends_at": ends_at.isoformat() if ends_at else None,
            **(_of_room(room) if room else {}),
        }
    return found


def _of_room(room: LiveRoom) -> Facts:
    state = room.state
    return {
        "held": room.held_at is not None,
        "words": _paused(room),
        "state": state.state,
        "since": state.since.isoformat(),
        "patients": state.patients,
        "staff": state.staff,
        "needed": state.needed,
        "unit": state.unit,
        "over_size": state.over_size_since is not None,
        "cap": state.cap,
    }


def _paused(room: LiveRoom) -> str:
    """What the group is told of a pause: who made it, or that nobody who leads was left."""
    if room.held_at is None:
        return ""
    return PAUSED_BY.format(room.held_by.name) if room.held_by else PAUSED


def sitting(lives: Collection[LiveSession], now: datetime) -> dict[UUID, list[Sitting]]:
    """Everybody who was let in and not put out, by session, in the order in which they came. Behind the scenes."""
    rows = (
        SeatOccupant.objects.filter(
            seat__session__in=lives, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True,
            until_at__isnull=True,
        )
        .exclude(left_for_good("seat"))
        .select_related("seat", "patient", "partner", "clinician")
        .order_by("seat__admitted_at", "pk")
    )  # fmt: skip
    said = _said(lives)
    beats = dict(LastBeat.objects.filter(seat__session__in=lives).values_list("seat").annotate(last=Max("at")))
    open_cards = MissingCard.objects.filter(seat__session__in=lives, outcome="")
    cards = {(card.seat_id, card.patient_id or card.partner_id): card.pk for card in open_cards}
    days = {live.pk: (live.program_id, live.session.on_day) for live in lives}
    silent = silences(days.values())
    found: dict[UUID, list[Sitting]] = {}
    for row in rows:
        person = row.patient or row.partner or row.clinician
        own = said.get((row.seat.session_id, row.who_id), {})
        found.setdefault(row.seat.session_id, []).append(
            Sitting(
                sitter=row.pk,
                who=row.who_id,
                is_patient=row.patient_id is not None,
                account=person.account_id,
                seat=row.seat_id,
                name=_name(row, own),
                role=row.role,
                said=own,
                admitted_at=row.seat.admitted_at,
                there=row.seat_id in beats and now - beats[row.seat_id] < silent[days[row.seat.session_id]],
                card=cards.get((row.seat_id, row.who_id)),
                uncounted=UNCOUNTED.get(row.uncounted_because, ""),
            )
        )
    return found


def _said(lives: Collection[LiveSession]) -> dict[tuple[UUID, UUID], dict[str, dict[str, Any]]]:
    """What each person answered at the door of each session, the last answer to each question."""
    of = {row.pk: (row.session_id, row.patient_id or row.partner_id)
          for row in CheckIn.objects.filter(session__in=lives)}  # fmt: skip
    found: dict[tuple[UUID, UUID], dict[str, dict[str, Any]]] = {}
    for row in CheckInAnswer.objects.filter(check_in__in=of).order_by("at", "id"):
        found.setdefault(of[row.check_in_id], {})[row.step] = row.facts
    return found


def _name(row: SeatOccupant, said: Mapping[str, Mapping[str, Any]]) -> str:
    if row.clinician is not None:
        return str(row.clinician.name)
    if shown := said.get(NAME, {}).get("shown_name"):
        return str(shown)
    if row.patient is not None:
        return row.patient.chosen_name
    assert row.partner is not None  # whoever sits there is one of the three
    return row.partner.name.split()[0]


def _tile(one: Sitting) -> Facts:
    named = one.said.get(NAME, {})
    return {
        "seat": str(one.seat),
        "name": one.name,
        "pronouns": named.get("pronouns", ""),
        "pet": named.get("pet", ""),
        "role": one.role,
    }


def _person(one: Sitting) -> Facts:
    return {"seat": str(one.seat), "missing": str(one.card) if one.card else None}


def roster_facts(one: Sitting) -> Facts:
    """For whoever watches over the program: who is there, and since when."""
    return {
        "name": one.name,
        "role": one.role,
        "there": one.there,
        "since": one.admitted_at.isoformat(),
        "uncounted": one.uncounted,
    }


def _where(one: Sitting, live: LiveSession) -> Facts:
    """Where they said they are, last."""
    said = CheckInPlace.objects.filter(check_in__session=live)
    own = said.filter(check_in__patient=one.who) if one.is_patient else said.filter(check_in__partner=one.who)
    return dict(own.order_by("-said_at", "-id").values(*PLACE).first() or {})


def _own(one: Sitting) -> Facts:
    """What somebody entered, to be read by themselves. What was said in private about safety is on no screen again."""
    contact = {f"contact_{key}": value for key, value in one.said.get(CONTACT, {}).items()}
    return {**one.said.get(NAME, {}), **one.said.get(NUMBER, {}), **one.said.get(SPACE, {}),
            **one.said.get(FEELING, {}), **contact}  # fmt: skip
