"""What the room's page says: of the state as it is sent, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hearthside.live.queries.relations import Tie
from hearthside.live.relations import LEADS_OR_HELPS
from hearthside.live.room_words import DEVICES, OFF
from hearthside.live.web.room.stages import Stage, stage_of
from hearthside.live.words import FACILITATOR, OBSERVER, OK
from hearthside.schedule.said import time_said

ROLES = {FACILITATOR: "therapist", OBSERVER: "observes"}
BLOCKS = {
    "process": "Process group", "psychoeducation": "Learning together", "skills": "Skills", "couples_group": "Couples",
    "couples": "Couples", "break": "A break", "pet": "A pet break", "individual": "Talking", "counseling": "Counseling",
    "medication": "Medication visit", "wellness": "Wellness",
}  # fmt: skip
TONES = {"ok": "ok", "suspect": "warn", "breach": "danger"}
ORDER_WORDS = {1: "1st", 2: "2nd", 3: "3rd"}
# Facilitators stand first, then everybody in the order in which they came.
FIRST = FACILITATOR


@dataclass(frozen=True)
class Tile:
    """One screen: whoever sits there, and how."""

    seat: str
    names: tuple[str, ...]
    pronouns: str
    said: tuple[str, ...]
    # What their own page last said of microphone and camera; a page that is connected knows better.
    devices: str
    is_mine: bool
    leads: bool

    @property
    def initials(self) -> str:
        return "".join(name[:1].upper() for name in self.names[:2])

    @property
    def name(self) -> str:
        return " and ".join(self.names)


@dataclass(frozen=True)
class Shown:
    """The page's words."""

    title: str
    block: str
    until: str
    until_at: str
    counted: str
    stage: Stage
    tiles: tuple[Tile, ...]
    hand: int | None
    ratio: str
    tone: str
    starts: str
    ends: str


def shown(state: Mapping[str, Any], held: Tie, zone: str, *, ended: bool) -> Shown:
    """Everything that the page says about the room and whoever is in it."""
    room = state.get("room", {})
    tiles = tuple(_tiles(state.get("tiles", ()), held))
    own = [tile for tile in state.get("tiles", ()) if tile["seat"] in {str(seat) for seat in held.seats}]
    until = room.get("rest_until") or room.get("block_ends_at") or room.get("ends_at")
    return Shown(
        title=room.get("title", ""),
        block=BLOCKS.get(room.get("block") or "", "The group"),
        until=said(until, zone),
        until_at=until or "",
        counted=counted(state.get("tiles", ())),
        stage=stage_of(room, zone, ended=ended, staff=bool(held.relations & LEADS_OR_HELPS)),
        tiles=tiles,
        hand=next((tile["hand"] for tile in own if tile.get("hand")), None),
        ratio=_ratio(room),
        tone=TONES.get(room.get("state", OK), "ok"),
        starts=said(room.get("starts_at"), zone),
        ends=said(room.get("ends_at"), zone),
    )


def said(at: str | None, zone: str) -> str:
    """An instant of the payload on their clocks."""
    return time_said(datetime.fromisoformat(at), zone) if at else ""


def counted(tiles: Iterable[Mapping[str, Any]]) -> str:
    """How many are there: `8 people, 2 therapists`; and whoever observes, so that nobody watches unseen."""
    rows = list(tiles)
    staff = sum(tile["role"] == FACILITATOR for tile in rows)
    people = sum(tile["role"] not in (FACILITATOR, OBSERVER) for tile in rows)
    words = [
        f"{people} {'person' if people == 1 else 'people'}",
        f"{staff} {'therapist' if staff == 1 else 'therapists'}",
    ]
    watching = sum(tile["role"] == OBSERVER for tile in rows)
    if watching:
        words.append(f"{watching} {'observer' if watching == 1 else 'observers'}")
    return ", ".join(words)


def _tiles(rows: Iterable[Mapping[str, Any]], held: Tie) -> Iterable[Tile]:
    by_seat: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_seat.setdefault(row["seat"], []).append(row)
    mine = {str(seat) for seat in held.seats}
    made = [_tile(seat, there, seat in mine) for seat, there in by_seat.items()]
    return sorted(made, key=lambda tile: not tile.leads)


def _tile(seat: str, rows: list[Mapping[str, Any]], is_mine: bool) -> Tile:
    pets = [f"and {row['pet']}" for row in rows if row.get("pet")]
    hands = [
        f"{row['name'] + ': ' if len(rows) > 1 else ''}hand up, {place(row['hand'])}" for row in rows if row.get("hand")
    ]
    off = [device for device in DEVICES if any(row.get(device) == OFF for row in rows)]
    screen = ["one screen"] if len(rows) > 1 else []
    role = ROLES.get(rows[0]["role"], "")
    words = (*([role] if role else []), *pets, *screen, *hands)
    return Tile(
        seat=seat,
        names=tuple(row["name"] for row in rows),
        pronouns=", ".join(row["pronouns"] for row in rows if row.get("pronouns")),
        said=words,
        devices=f"{' and '.join(off)} off" if off else "",
        is_mine=is_mine,
        leads=rows[0]["role"] == FIRST,
    )


def place(number: int) -> str:
    """`2nd`: a place among raised hands."""
    return ORDER_WORDS.get(number, f"{number}th")


def _ratio(room: Mapping[str, Any]) -> str:
    if "needed" not in room:
        return ""
    people = "person" if room["patients"] == 1 else "people"
    return f"{room['patients']} {people}: {room['staff']} staff here, {room['needed']} needed"
