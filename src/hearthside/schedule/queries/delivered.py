"""
What was really held of sessions that are over: handed in by the package that keeps who was there.

The schedule plans. Where a record stands, its figures take the place of the plan's, and nothing else changes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hearthside.schedule.hours import Held, Line

# (the plan's number of the block, its kind as it was held, from, until, what was held)
Piece = tuple[int, str, datetime, datetime, Held]


@dataclass(frozen=True)
class Delivered:
    """The record in force of one session: its number, whether somebody has said that it is right, and the pieces."""

    version: int
    confirmed: bool
    pieces: Mapping[UUID, tuple[Piece, ...]]


Provider = Callable[[Collection[UUID], Collection[UUID]], Mapping[UUID, Delivered]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let this function say what was held: (sessions, people) -> by session. There is one."""
    _providers[:] = [provider]


def with_delivered(lines: Iterable[Line], now: datetime) -> list[Line]:
    """
    The same lines, of sessions with a record those of what was held.

    Whoever has a seat and never came has their planned lines with nothing held.
    """
    planned = list(lines)
    over = {line.session for line in planned if line.starts_at <= now}
    people = {line.person for line in planned}
    found: dict[UUID, Delivered] = {}
    for provider in _providers if over else ():
        found |= provider(over, people)
    answer: list[Line] = []
    told: set[tuple[UUID, UUID]] = set()
    for line in planned:
        record = found.get(line.session)
        if record is None:
            answer.append(line)
            continue
        pieces = record.pieces.get(line.person, ())
        if not pieces:
            answer.append(replace(line, held=Held(0, 0, 0, 0, record.version, record.confirmed)))
        elif (line.person, line.session) not in told:
            told.add((line.person, line.session))
            answer += [_held(line, piece) for piece in pieces]
    return answer


def _held(line: Line, piece: Piece) -> Line:
    block, kind, starts_at, ends_at, held = piece
    return Line(line.person, line.session, block, kind, line.on_day, starts_at, ends_at, held)
