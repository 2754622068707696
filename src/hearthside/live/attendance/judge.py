"""
The attendance engine: evidence in; everybody's minutes, every room's ratio and what needs a person's eye out.

Pure: the same evidence in any order, however often repeated, gives the same answer. Seconds are exact to the
millisecond; minutes are floored once, at the end.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from hearthside.base.spans import merged
from hearthside.live.attendance.cells import moment_text
from hearthside.live.attendance.connections import Connection, connections
from hearthside.live.attendance.evidence import Evidence, Span
from hearthside.live.attendance.presence import Presence, patients_in, presence, staff_in
from hearthside.live.attendance.ratio import RoomJudged, judge_room

MINUTE = 60_000

WARNINGS = {
    "needs_person": "The heartbeat stopped long before the connection was known to end. Ask somebody who was there.",
    "heartbeat_hole": "The heartbeat paused for more than six seconds while the connection lasted.",
    "unknown_identity": "Nobody is known to sit behind this identity. It counts as one patient in the ratio.",
    "unknown_room": "No line says what kind of room this is. It is judged like the main room.",
    "provisional": "The connection was still open when the answer was given.",
}


def judge(evidence: Evidence) -> dict[str, Any]:
    """The answer, as plain JSON values: people, rooms, session, warnings, evidence_sha256."""
    judged = connections(evidence)
    where = presence(evidence, judged)
    rooms = {name: _room(evidence, where, name) for name in judged_rooms(evidence, judged)}
    return {
        "people": {p: _person(evidence, where, p) for p in sorted(evidence.people)},
        "rooms": {name: _room_answer(room) for name, room in rooms.items()},
        "session": _session_answer(rooms.values()),
        "warnings": _warnings(evidence, judged),
        "evidence_sha256": evidence.sha256,
    }


def judged_rooms(evidence: Evidence, judged: Sequence[Connection]) -> list[str]:
    """Every room with minutes and a ratio, by name: all but lobbies."""
    names = {c.room for c in judged} | {a.room for a in evidence.amendments} | set(evidence.rooms)
    return sorted(name for name in names if evidence.rooms.get(name, "main") != "lobby")


def _room(evidence: Evidence, where: Presence, name: str) -> RoomJudged:
    patients, staff = patients_in(evidence, where, name), staff_in(where, name)
    return judge_room(evidence.session, evidence.people, patients, staff)


def _person(evidence: Evidence, where: Presence, person: str) -> dict[str, Any]:
    strict = where.of(person)
    supervised = _supervised(where, person)
    blocks = evidence.session.blocks
    billable = [part for block in blocks if block.billable for part in common(supervised, [(block.start, block.end)])]
    return {
        "attended_seconds": seconds(length(strict)),
        "attended_minutes": length(strict) // MINUTE,
        "bridged_minutes": length(bridged(strict, evidence.session.bridge)) // MINUTE,
        "supervised_minutes": length(supervised) // MINUTE,
        "billable_minutes": length(billable) // MINUTE,
        "blocks": [
            {
                "number": number,
                "kind": block.kind,
                "attended_seconds": seconds(length(common(strict, [(block.start, block.end)]))),
                "supervised_seconds": seconds(length(inside := common(supervised, [(block.start, block.end)]))),
                "billable_seconds": seconds(length(inside) if block.billable else 0),
            }
            for number, block in enumerate(blocks, start=1)
        ],
        "intervals": [
            {
                "room": stay.room,
                "start": moment_text(stay.start),
                "end": moment_text(stay.end),
                "evidence": list(stay.evidence),
                "provisional": stay.provisional,
            }
            for stay in where.stays[person]
        ],
    }


def _supervised(where: Presence, person: str) -> tuple[Span, ...]:
    """A person's time in rooms while a therapist counted there."""
    found: list[Span] = []
    for room in {stay.room for stay in where.stays[person]}:
        staffed = merged(span for (_, name), spans in where.staffed.items() if name == room for span in spans)
        found += common(where.of(person, room), staffed)
    return merged(found)


def _room_answer(room: RoomJudged) -> dict[str, Any]:
    runs = merged((b.start, b.end) for b in room.breaches if not b.within_grace)
    return {
        "occupied_seconds": seconds(length(room.occupied)),
        "breach_seconds": seconds(length(room.breached)),
        "longest_breach_seconds": seconds(max((end - start for start, end in runs), default=0)),
        "compliance": compliance(length(room.breached), length(room.occupied)),
        "breaches": [
            {
                "start": moment_text(b.start),
                "end": moment_text(b.end),
                "patients": b.patients,
                "staff": b.staff,
                "needed": b.needed,
                "unit": b.unit,
                "block": b.block,
                "within_grace": b.within_grace,
            }
            for b in room.breaches
        ],
        "size_breaches": [
            {"start": moment_text(b.start), "end": moment_text(b.end), "patients": b.patients, "cap": b.cap}
            for b in room.size_breaches
        ],
    }


def _session_answer(rooms: Iterable[RoomJudged]) -> dict[str, Any]:
    listed = list(rooms)
    breached = merged(span for room in listed for span in room.breached)
    occupied = merged(span for room in listed for span in room.occupied)
    return {
        "breach_seconds": seconds(length(breached)),
        "compliance": compliance(length(breached), length(occupied)),
    }


def _warnings(evidence: Evidence, judged: Sequence[Connection]) -> list[dict[str, str]]:
    found = []
    seated = {seat.identity for seat in evidence.seats}
    for c in judged:
        kinds = [*c.warnings, *(["provisional"] if c.provisional else [])]
        kinds += ["unknown_identity"] if c.identity not in seated else []
        kinds += ["unknown_room"] if c.room not in evidence.rooms else []
        found += [{"kind": kind, "sid": c.sid, "room": c.room, "sentence": WARNINGS[kind]} for kind in kinds]
    return sorted(found, key=lambda w: (w["kind"], w["sid"]))


def common(a: Iterable[Span], b: Iterable[Span]) -> list[Span]:
    """What two sets of spans share."""
    others = list(b)
    return [(max(s, t), min(e, f)) for s, e in a for t, f in others if max(s, t) < min(e, f)]


def bridged(spans: Sequence[Span], most: int) -> tuple[Span, ...]:
    """The spans with every hole of at most `most` milliseconds between two of them filled."""
    filled: list[Span] = []
    for start, end in spans:
        if filled and start - filled[-1][1] <= most:
            filled[-1] = (filled[-1][0], end)
        else:
            filled.append((start, end))
    return tuple(filled)


def length(spans: Iterable[Span]) -> int:
    """Milliseconds in these spans together, counted once each."""
    return sum(end - start for start, end in merged(spans))


def seconds(milliseconds: int) -> int | float:
    """Seconds as they are written: whole where they are whole."""
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000


def compliance(breached: int, occupied: int) -> float | None:
    """The share of the occupied time that was within ratio, four decimals; None where nobody ever came."""
    return round(1 - breached / occupied, 4) if occupied else None
