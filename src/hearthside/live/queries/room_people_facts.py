"""
What pages are sent of what people do in a room: facts for the one table of payloads, which says who gets which.

A fixed number of questions, however many people; what only whoever leads is sent is asked only for them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hearthside.live.models.room_acts import CallMe, Flag, Hand, HelpCall, LeavesAt, NoteLine
from hearthside.live.models.room_seats import SeatDevices, SeatHold
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.relations import Tie
from hearthside.live.queries.rights import is_resting
from hearthside.live.queries.room_check_ins import check_ins
from hearthside.live.queries.room_people import TREATED, sittings
from hearthside.live.queries.silence import silent_minutes
from hearthside.live.relations import LEADS_OR_HELPS
from hearthside.live.room_words import FLAG_LEVELS, HELP_CAUSES
from hearthside.live.words import MAIN
from hearthside.people.models.pets import SPECIES, PetFear
from hearthside.people.phones import shown_phone

Facts = dict[str, Any]
ON, OFF, UNKNOWN = "on", "off", ""


class Seen(Protocol):
    """Somebody in the room, as the state of it knows them."""

    @property
    def sitter(self) -> UUID: ...
    @property
    def who(self) -> UUID: ...
    @property
    def seat(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def there(self) -> bool: ...


@dataclass
class RoomPeople:
    """What people did and said in one session, by person or by seat."""

    hands: dict[UUID, int] = field(default_factory=dict)
    devices: dict[UUID, SeatDevices] = field(default_factory=dict)
    # Who is held, with the name of whoever holds them.
    held: dict[UUID, str] = field(default_factory=dict)
    # Nobody who comes to be treated is heard or seen: a hold or a rest.
    quiet: bool = False
    helps: dict[UUID, HelpCall] = field(default_factory=dict)
    leaves: dict[UUID, datetime | None] = field(default_factory=dict)
    calls: dict[UUID, CallMe] = field(default_factory=dict)
    away: list[SeatOccupant] = field(default_factory=list)
    flags: dict[UUID, Flag] = field(default_factory=dict)
    lines: dict[UUID, str] = field(default_factory=dict)
    fears: Mapping[UUID, list[str]] = field(default_factory=dict)
    silent: Mapping[UUID, int] = field(default_factory=dict)
    check_ins: Mapping[UUID, Facts] = field(default_factory=dict)

    def tile(self, one: Seen) -> Facts:
        """What everybody is shown of somebody."""
        return {
            "sitter": str(one.sitter),
            "hand": self.hands.get(one.who),
            "microphone": self._device(one, "microphone"),
            "camera": self._device(one, "camera"),
        }

    def _device(self, one: Seen, which: str) -> str:
        if one.role in TREATED and (self.quiet or one.seat in self.held):
            return OFF
        said = self.devices.get(one.seat)
        if said is None or not one.there:
            return UNKNOWN
        return ON if getattr(said, which) else OFF

    def person(self, one: Seen) -> Facts:
        """What whoever leads is shown of somebody."""
        return {"sitter": str(one.sitter), "name": one.name, **self._person(one.who, one.seat)}

    def stepped_away(self, names: Mapping[UUID, str]) -> list[Facts]:
        """The same of those who stepped away from a screen that they share."""
        return [
            {
                "seat": str(row.seat_id),
                "sitter": str(row.pk),
                "name": names.get(who) or _called(row),
                "away_since": _iso(row.until_at),
                "waits_since": _iso(row.stepped_away.waits_since),
                **self._person(who, row.seat_id),
            }
            for row in self.away
            if (who := row.patient_id or row.partner_id)
        ]

    def _person(self, who: UUID, seat: UUID) -> Facts:
        return {
            "flag": _flag(self.flags.get(who)),
            "help": _help(self.helps.get(who)),
            "note": self.lines.get(who, ""),
            "pet_fears": self.fears.get(who, []),
            "silent_minutes": self.silent.get(seat),
            "leaves_at": _iso(self.leaves.get(who)),
            "held": seat in self.held,
            "held_by": self.held.get(seat, ""),
            "call_me": _asked_to_be_called(self.calls.get(who)),
            **self.check_ins.get(who, {}),
        }

    def own(self, one: Seen | None, beside: Collection[Seen], account: UUID) -> Facts:
        """What somebody is shown of themselves, and who sits at their screen: never what the other said in private."""
        seats = {each.seat for each in beside}
        here = [
            {"sitter": str(each.sitter), "name": each.name, "away_since": None, "waits_since": None} for each in beside
        ]
        away = [row for row in self.away if row.seat_id in seats]
        here += [
            {
                "sitter": str(row.pk), "name": _called(row), "away_since": _iso(row.until_at),
                "waits_since": _iso(row.stepped_away.waits_since),
            }
            for row in away
        ]  # fmt: skip
        asked = max(
            (call for call in self.helps.values() if call.asked_by_id == account),
            key=lambda c: c.asked_at,
            default=None,
        )
        call = self.calls.get(one.who) if one else None
        return {
            "sitter": str(one.sitter) if one else None,
            "at_this_screen": here,
            "hand": self.hands.get(one.who) if one else None,
            "help": _help(asked, to_them=True),
            "held": bool(seats & self.held.keys()),
            "held_by": next((name for seat, name in self.held.items() if seat in seats), ""),
            "leaves_at": _iso(self.leaves.get(one.who)) if one else None,
            "call_me": {"phone": shown_phone(call.phone), "at": _iso(call.at)} if call else None,
        }


def room_people(live: LiveSession, tie: Tie, account: UUID, now: datetime) -> RoomPeople:
    """What people did in this session, as far as this account with its tie may be sent of it. Behind the scenes."""
    of = {"session": live}
    found = RoomPeople()
    up = Hand.objects.filter(**of, lowered_at__isnull=True).order_by("raised_at", "id")
    found.hands = {hand.who_id: number for number, hand in enumerate(up, start=1)}
    found.devices = {row.seat_id: row for row in SeatDevices.objects.filter(seat__session=live)}
    holds = SeatHold.objects.filter(seat__session=live, until_at__isnull=True)
    found.held = dict(holds.values_list("seat", "by__name"))
    room = LiveRoom.objects.filter(**of, kind=MAIN, closed_at__isnull=True).first()
    found.quiet = room is not None and (room.held_at is not None or is_resting(room))
    calls = HelpCall.objects.filter(**of).select_related("seen_by").order_by("asked_at", "id")
    found.helps = _last(calls)
    found.leaves = {row.who_id: row.at for row in LeavesAt.objects.filter(**of).order_by("said_at", "id")}
    found.calls = _last(CallMe.objects.filter(**of).order_by("at", "id"))
    found.away = list(sittings(live).filter(until_at__isnull=False).select_related("stepped_away"))
    if tie.relations & LEADS_OR_HELPS:
        flags = Flag.objects.filter(**of, ended_at__isnull=True).select_related("raised_by")
        found.flags = {row.who_id: row for row in flags}
        found.lines = {row.who_id: row.words for row in NoteLine.objects.filter(**of).order_by("at", "id")}
        found.fears = _fears(live)
        found.silent = silent_minutes(live, now)
        found.check_ins = check_ins(live, account)
    return found


def _last(rows: Any) -> dict[UUID, Any]:
    """Of each person the last one that nobody has seen yet, or else the last."""
    found: dict[UUID, Any] = {}
    for row in rows:
        old = found.get(row.who_id)
        if old is None or getattr(old, "seen_at", True) is not None or getattr(row, "seen_at", True) is None:
            found[row.who_id] = row
    return found


def _fears(live: LiveSession) -> Mapping[UUID, list[str]]:
    here = SeatOccupant.objects.filter(seat__session=live, patient__isnull=False).values("patient")
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for fear in PetFear.objects.filter(patient__in=here).order_by("species"):
        found[fear.patient_id].append(SPECIES[fear.species])
    return found


def _flag(row: Flag | None) -> Facts | None:
    if row is None:
        return None
    return {
        "id": str(row.pk), "level": row.level, "words": FLAG_LEVELS[row.level], "since": row.raised_at.isoformat(),
        "by": row.raised_by.name,
    }  # fmt: skip


def _help(row: HelpCall | None, *, to_them: bool = False) -> Facts | None:
    if row is None:
        return None
    seen_by = row.seen_by.name if row.seen_by else None
    told = {"cause": row.cause, "words": HELP_CAUSES[row.cause], "at": row.asked_at.isoformat(), "seen_by": seen_by}
    return told if to_them else {"id": str(row.pk), **told, "escalated": row.escalated_at is not None}


def _asked_to_be_called(row: CallMe | None) -> Facts | None:
    return {"id": str(row.pk), "at": row.at.isoformat(), "wants": bool(row.phone)} if row else None


def _called(row: SeatOccupant) -> str:
    if row.patient is not None:
        return str(row.patient.chosen_name)
    assert row.partner is not None  # whoever steps away is one of the two
    return str(row.partner.name.split()[0])


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
