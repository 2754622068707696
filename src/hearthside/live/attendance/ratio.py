"""
Ratio and size of one room, swept once over every instant at which something changed.

Breach: somebody is there to be treated, and fewer therapists than the block's ratio asks for. It begins with the loss,
not with its discovery.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hearthside.base.spans import merged
from hearthside.live.attendance.evidence import Block, Person, Ratio, Session, Span

PATIENTS, COUPLES = "patients", "couples"


@dataclass(frozen=True)
class Breach:
    """A time out of ratio within one block, at its worst moment."""

    start: int
    end: int
    patients: int
    staff: int
    needed: int
    unit: str
    block: int
    within_grace: bool


@dataclass(frozen=True)
class SizeBreach:
    """A time with more people in the room than it may hold."""

    start: int
    end: int
    patients: int
    cap: int


@dataclass(frozen=True)
class RoomJudged:
    """A room's whole session."""

    occupied: tuple[Span, ...]
    breached: tuple[Span, ...]  # without what is within grace
    breaches: tuple[Breach, ...]
    size_breaches: tuple[SizeBreach, ...]


@dataclass(frozen=True)
class Moment:
    """A stretch in which nothing changed; blocks are numbered from 1."""

    start: int
    end: int
    block: int
    patients: int
    staff: int
    needed: int
    unit: str

    @property
    def is_breach(self) -> bool:
        return self.patients > 0 and self.staff < self.needed


def need(ratio: Ratio | None, patients: int, couples: int) -> tuple[int, str]:
    """
    How many therapists this many people need, and the unit that says so.

    `couples` counts couples of whom at least one is there, and each person without a partner as one. Nobody needs
    none; anybody needs one; where both units are limited the larger need wins.
    """
    if patients == 0:
        return 0, PATIENTS
    needs = [(1, PATIENTS)]
    if ratio and ratio.patients_per_facilitator:
        needs.append((-(-patients // ratio.patients_per_facilitator), PATIENTS))
    if ratio and ratio.couples_per_facilitator:
        needs.append((-(-couples // ratio.couples_per_facilitator), COUPLES))
    largest = max(n for n, _ in needs)
    return largest, next(unit for n, unit in reversed(needs) if n == largest)


def need_in_block(blocks: Sequence[Block], number: int, patients: int, couples: int) -> tuple[int, str]:
    """The need in this block; a break without a ratio of its own takes the laxer of its two neighbors'."""
    block = blocks[number]
    if block.kind != "break" or block.ratio is not None:
        return need(block.ratio, patients, couples)
    beside = [blocks[n].ratio for n in (number - 1, number + 1) if 0 <= n < len(blocks)]
    return min((need(ratio, patients, couples) for ratio in beside), default=need(None, patients, couples))


def judge_room(
    session: Session,
    people: Mapping[str, Person],
    patients: Mapping[str, tuple[Span, ...]],
    staff: Mapping[str, tuple[Span, ...]],
) -> RoomJudged:
    """One sweep over a room: `patients` and `staff` say who counted there, and when."""
    found = list(moments(session, people, patients, staff))
    breaches = tuple(_breaches(found, session.grace))
    return RoomJudged(
        occupied=merged((m.start, m.end) for m in found if m.patients),
        breached=merged((b.start, b.end) for b in breaches if not b.within_grace),
        breaches=breaches,
        size_breaches=tuple(_size_breaches(found, session)),
    )


def moments(
    session: Session,
    people: Mapping[str, Person],
    patients: Mapping[str, tuple[Span, ...]],
    staff: Mapping[str, tuple[Span, ...]],
) -> Iterator[Moment]:
    """A room in stretches in which nothing changed, in order."""
    edges = {edge for spans in (*patients.values(), *staff.values()) for span in spans for edge in span}
    edges |= {edge for block in session.blocks for edge in (block.start, block.end)}
    ordered = sorted(edges)
    for start, end in itertools.pairwise(ordered):
        number = next((n for n, b in enumerate(session.blocks) if b.start <= start and end <= b.end), None)
        if number is None:
            continue
        here = [p for p, spans in patients.items() if _covers(spans, start, end)]
        couples = {people[p].couple if p in people and people[p].couple else p for p in here}
        there = sum(_covers(spans, start, end) for spans in staff.values())
        needed, unit = need_in_block(session.blocks, number, len(here), len(couples))
        yield Moment(start, end, number + 1, len(here), there, needed, unit)


def _covers(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(s <= start and end <= e for s, e in spans)


def _runs(moments: Sequence[Moment]) -> Iterator[list[Moment]]:
    """Moments in breach, those without a gap between them together."""
    run: list[Moment] = []
    for moment in moments:
        if run and (not moment.is_breach or moment.start != run[-1].end):
            yield run
            run = []
        if moment.is_breach:
            run.append(moment)
    if run:
        yield run


def _breaches(moments: Sequence[Moment], grace: int) -> Iterator[Breach]:
    """A line for each block that a run of breach touches; the whole run is held against the grace."""
    for run in _runs(moments):
        forgiven = run[-1].end - run[0].start <= grace
        for block in sorted({m.block for m in run}):
            part = [m for m in run if m.block == block]
            worst = max(part, key=lambda m: (m.needed - m.staff, m.patients, -m.start))
            yield Breach(
                part[0].start, part[-1].end, worst.patients, worst.staff, worst.needed, worst.unit, block, forgiven
            )


def _size_breaches(moments: Sequence[Moment], session: Session) -> Iterator[SizeBreach]:
    """
    Times above the cap. A session planned with pods may be together above it, up to a second cap, for so long in all.
    """
    if session.cap is None:
        return
    together_left = session.together or 0
    open_breach: SizeBreach | None = None
    for moment in moments:
        start, cap = moment.start, session.cap
        if moment.patients > cap and session.together_cap and moment.patients <= session.together_cap:
            allowed = min(together_left, moment.end - start)
            together_left -= allowed
            start += allowed
        elif moment.patients > cap and session.together_cap:
            cap = session.together_cap
        if moment.patients > session.cap and start < moment.end:
            if open_breach and open_breach.end == start and open_breach.cap == cap:
                most = max(open_breach.patients, moment.patients)
                open_breach = SizeBreach(open_breach.start, moment.end, most, cap)
                continue
            if open_breach:
                yield open_breach
            open_breach = SizeBreach(start, moment.end, moment.patients, cap)
    if open_breach:
        yield open_breach
