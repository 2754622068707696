"""The blocks of a live session: as planned, and as they were really held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hearthside.live.attendance.evidence import Block
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.policy import LivePolicy, evidence_kind
from hearthside.live.watch.blocks import Planned
from hearthside.schedule.hours import COUNTABLE, KIND_OF
from hearthside.schedule.models.sessions import Block as PlannedBlock

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def milliseconds(at: datetime) -> int:
    """An instant in whole milliseconds since 1970, as the attendance engine counts."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def planned(rows: Sequence[PlannedBlock]) -> list[Planned]:
    """The plan's blocks in order."""
    return [
        Planned(row.number, row.kind, milliseconds(row.starts_at), milliseconds(row.ends_at))
        for row in sorted(rows, key=lambda row: row.number)
    ]


def held(
    live: LiveSession, plan: Sequence[Planned], rows: Sequence[LiveBlock], policy: LivePolicy, start: int
) -> list[Block]:
    """
    What was held, what is held, and what the plan has left, tiled from the session's beginning to its end.

    A rest within a block keeps that block's ratio; a break of the plan has none of its own.
    """
    return [
        Block(p.begins, p.ends, evidence_kind(p.kind), policy.ratio(p.of), KIND_OF[p.kind] in COUNTABLE)
        for p in pieces(live, plan, rows, start)
    ]


@dataclass(frozen=True)
class Piece:
    """A block as it was held: its kind, and of the plan's blocks the one that it is or interrupts, with its kind."""

    begins: int
    ends: int
    kind: str
    of: str
    number: int


def pieces(live: LiveSession, plan: Sequence[Planned], rows: Sequence[LiveBlock], start: int) -> list[Piece]:
    """The same, by the schedule's own words and numbers."""
    kinds = {block.number: block.kind for block in plan}
    found = [
        (milliseconds(row.began_at), row.kind, kinds.get(row.number, row.kind), row.number)
        for row in sorted(rows, key=lambda row: row.began_at)
    ]
    running = next((row for row in rows if row.ended_at is None), None)
    last = max((number for *_, number in found), default=0)
    if running is not None or not found:
        found += [(block.start, block.kind, block.kind, block.number) for block in plan if block.number > last]
    end = milliseconds(live.ends_at)
    return [
        Piece(begin, until, kind, of, number)
        for (begin, kind, of, number), (until, *_rest) in pairwise([*_within(found, start, end), (end, "", "", 0)])
    ]


def _within(pieces: list[tuple[int, str, str, int]], start: int, end: int) -> list[tuple[int, str, str, int]]:
    """Those that fall into the session, the first from its beginning on; of two at one instant the later."""
    before = [piece for piece in pieces if piece[0] <= start]
    first = (start, *(before[-1] if before else pieces[0])[1:])
    found = {piece[0]: piece for piece in pieces if start < piece[0] < end}
    return [first, *(found[at] for at in sorted(found))]
