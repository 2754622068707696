"""
From connections to people: who was in which room when, for certain, and who there counted as a therapist.

A person's time is the union of all their connections in all their seats, never a sum. What people say against the
machine (amendments) is applied afterwards, in the order in which it was said.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hearthside.base.spans import merged, without
from hearthside.live.attendance.connections import Connection
from hearthside.live.attendance.evidence import ABSENT, PATIENT_ROLES, PRESENT, Amendment, Evidence, Span


@dataclass(frozen=True)
class Stay:
    """A piece of somebody's time in a room, with what it rests on."""

    room: str
    start: int
    end: int
    evidence: tuple[str, ...]
    provisional: bool


@dataclass
class Presence:
    """Who was where. Lobbies are left out: they have neither minutes nor ratio."""

    # person -> their stays, clipped to the session and amended, in order.
    stays: dict[str, list[Stay]]
    # Identities that are nobody's seat, each counted as one patient: (identity, room) -> spans.
    unknown: dict[tuple[str, str], tuple[Span, ...]]
    # (facilitator, room) -> when they counted there.
    staffed: dict[tuple[str, str], tuple[Span, ...]]

    def of(self, person: str, room: str | None = None) -> tuple[Span, ...]:
        """When this person was in this room, or in any."""
        return merged((s.start, s.end) for s in self.stays.get(person, []) if room in (None, s.room))


def presence(evidence: Evidence, connections: Sequence[Connection]) -> Presence:
    """Where everybody was within the session's window."""
    window = (evidence.session.start, min(evidence.session.end, evidence.now))
    counted = [c for c in connections if evidence.rooms.get(c.room, "main") != "lobby"]
    stays: dict[str, list[Stay]] = {person: [] for person in evidence.people}
    publishing: dict[str, list[tuple[int, str, Span]]] = defaultdict(list)
    unknown: dict[tuple[str, str], list[Span]] = defaultdict(list)
    seats = defaultdict(list)
    for seat in dict.fromkeys(evidence.seats):
        seats[seat.identity].append(seat)
    for connection in counted:
        if connection.identity not in seats:
            unknown[connection.identity, connection.room].append(_clip((connection.start, connection.end), window))
        for seat in seats.get(connection.identity, []):
            start, end = _clip(
                (connection.start, connection.end), (max(seat.start, window[0]), min(seat.end, window[1]))
            )
            if end <= start or evidence.people[seat.person].role == "technical":
                continue
            stays[seat.person].append(Stay(connection.room, start, end, connection.evidence, connection.provisional))
            if connection.can_publish:
                publishing[seat.person].append((connection.start, connection.room, (start, end)))
    staffed = {
        (person, room): spans
        for person, found in publishing.items()
        if _is_qualified(evidence, person)
        for room, spans in _one_room_at_a_time(found, evidence.session.pods_overlap).items()
    }
    answer = Presence(stays, {key: merged(spans) for key, spans in unknown.items()}, staffed)
    for amendment in sorted(set(evidence.amendments), key=lambda a: (a.at, a.id)):
        _amend(answer, amendment, evidence, window)
    for pieces in answer.stays.values():
        pieces.sort(key=lambda s: (s.start, s.end, s.room, s.evidence))
    return answer


def _clip(span: Span, window: Span) -> Span:
    return max(span[0], window[0]), min(span[1], window[1])


def _is_qualified(evidence: Evidence, person: str) -> bool:
    somebody = evidence.people[person]
    return somebody.role == "facilitator" and somebody.counts_in_ratio


def _one_room_at_a_time(found: Iterable[tuple[int, str, Span]], overlap: int) -> dict[str, tuple[Span, ...]]:
    """
    Where a facilitator counts, who is connected to one room after another: in the one joined last.

    In the rooms joined before, for `overlap` milliseconds more: the time it takes to lead people over. When the later
    connection ends, an earlier one that is still there counts again.
    """
    all_found = sorted(set(found))
    edges = {edge for joined, _, (start, end) in all_found for edge in (start, end, joined + overlap)}
    ordered = sorted(edges)
    counted: dict[str, list[Span]] = defaultdict(list)
    for begin, end in itertools.pairwise(ordered):
        here = [(joined, room) for joined, room, span in all_found if span[0] <= begin and end <= span[1]]
        if not here:
            continue
        latest, its_room = max(here)
        rooms = {its_room} | {room for _, room in here if begin < latest + overlap}
        for room in rooms:
            counted[room].append((begin, end))
    return {room: merged(spans) for room, spans in counted.items()}


def _amend(answer: Presence, amendment: Amendment, evidence: Evidence, window: Span) -> None:
    """Apply one person's word: it adds or takes away a span of one room."""
    start, end = _clip((amendment.start, amendment.end), window)
    if end <= start:
        return
    key = (amendment.person, amendment.room)
    pieces = answer.stays[amendment.person]
    if amendment.effect == PRESENT:
        pieces.append(Stay(amendment.room, start, end, (f"amendment {amendment.id}",), False))
        if _is_qualified(evidence, amendment.person):
            answer.staffed[key] = merged([*answer.staffed.get(key, ()), (start, end)])
    elif amendment.effect == ABSENT:
        answer.stays[amendment.person] = [
            Stay(piece.room, left, right, piece.evidence, piece.provisional)
            for piece in pieces
            for left, right in (
                without([(piece.start, piece.end)], [(start, end)])
                if piece.room == amendment.room
                else [(piece.start, piece.end)]
            )
        ]
        answer.staffed[key] = without(answer.staffed.get(key, ()), [(start, end)])


def patients_in(evidence: Evidence, answer: Presence, room: str) -> dict[str, tuple[Span, ...]]:
    """Who counts as a patient in this room, and when: patients, partners, and identities that are nobody's."""
    found = {
        person: spans
        for person, somebody in evidence.people.items()
        if somebody.role in PATIENT_ROLES and somebody.counts_in_ratio and (spans := answer.of(person, room))
    }
    strangers = {
        f"?{identity}": spans for (identity, where), spans in answer.unknown.items() if where == room and spans
    }
    return {**found, **strangers}


def staff_in(answer: Presence, room: str) -> dict[str, tuple[Span, ...]]:
    """Who counted as a therapist in this room, and when."""
    return {person: spans for (person, where), spans in answer.staffed.items() if where == room and spans}
