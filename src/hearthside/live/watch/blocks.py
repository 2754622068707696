"""
Which block is held: by the plan's clock, until somebody presses.

A block lasts until its planned end; whoever leads may begin the next one earlier. A rest within a block is a block of
its own that keeps the other's number and ratio, and ends by itself after its minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Planned:
    """A block of the plan: its number from 1, kind, and planned times in milliseconds."""

    number: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Held:
    """The block that is really held now. A rest ends at `rest_until`."""

    number: int
    kind: str
    began_at: int
    rest_until: int | None = None


def due(plan: Sequence[Planned], held: Held | None, ends_at: int, now: int) -> Planned | None:
    """
    The block that the clock begins now; None where nothing changes.

    Before the plan's first block its first is held: people who come early are watched by it. The last one lasts to the
    session's end, however far that was moved; after it nothing begins. A rest lasts its minutes, also past the end of
    the block that it interrupts.
    """
    if held is None:
        return next((block for block in plan if now < block.end), plan[-1]) if now < ends_at else None
    current = next(block for block in plan if block.number == held.number)
    if held.rest_until is not None:
        return _at(plan, current, now) if now >= held.rest_until else None
    if now >= ends_at:
        return None
    following = [block for block in plan if block.number > held.number]
    return _at(plan, current, now) if following and now >= current.end else None


def after_rest(plan: Sequence[Planned], held: Held, now: int) -> Planned:
    """The block that goes on when a rest is over now: the one that it interrupted, or what the clock says by then."""
    return _at(plan, next(block for block in plan if block.number == held.number), now)


def _at(plan: Sequence[Planned], current: Planned, now: int) -> Planned:
    """The block of this instant, never one before the current."""
    later = [block for block in plan if block.number >= current.number]
    return next((block for block in later if now < block.end), later[-1])


def next_start(plan: Sequence[Planned], held: Held | None) -> int | None:
    """When the clock begins the block after this one; None where it is the last."""
    number = held.number if held is not None else 1
    return next((block.start for block in plan if block.number == number + 1), None)
