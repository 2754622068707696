"""
The rules of the schedule on plain values: how many staff a block needs, who is in two places, when things recur. No
database, no clock.

Source: docs/rules/; mission promises G1, R1 to R4; REL-P1, REL-P2.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hearthside.base.words import COUNTABLE_BLOCKS
from hearthside.schedule.words import PROGRAM_DAY, WEEKDAYS

BREAK = "break"
# A session kind with a ratio of its own; of the others one clinician is enough.
WITH_RATIO = ("couples_group",)


def ratio_key(kind: str) -> str:
    """The policy key of the people one clinician may have in a block of this kind; empty where one is enough."""
    return f"ratio.{kind}" if kind in (*COUNTABLE_BLOCKS, *WITH_RATIO) else ""


def staff_needed(kind: str, people: int, ratio: int | None) -> int:
    """The fewest clinicians a block may have with so many people in it."""
    if kind == BREAK or people == 0:
        return 0
    if not ratio_key(kind):
        return 1
    # A ratio that nobody states is met by no number of staff.
    return people + 1 if ratio is None else -(-people // ratio)


def most_people(kind: str, *, cohort_cap: int, couples: int, couples_in_group: int) -> int:
    """The most people a session of this kind takes; a couple is two."""
    if kind in (PROGRAM_DAY, "wellness"):
        return cohort_cap
    if kind == "couples":
        return 2 * couples
    return 2 * couples_in_group if kind == "couples_group" else 1


@dataclass(frozen=True)
class Stay:
    """Somebody is somewhere from an instant until another, which is excluded; a clinician's holds the buffer."""

    who: UUID
    from_at: datetime
    until_at: datetime
    session: UUID | None = None


def overlap(one: Stay, other: Stay) -> bool:
    """Whether one person would be in two places."""
    return one.who == other.who and one.from_at < other.until_at and other.from_at < one.until_at


def in_two_places(wanted: Iterable[Stay], standing: Iterable[Stay]) -> Iterator[tuple[Stay, Stay]]:
    """Every stay that is wanted with one it would overlap; a session is never in its own way."""
    by_who: dict[UUID, list[Stay]] = {}
    for stay in standing:
        by_who.setdefault(stay.who, []).append(stay)
    for stay in wanted:
        for other in by_who.get(stay.who, ()):
            if overlap(stay, other) and (stay.session is None or stay.session != other.session):
                yield stay, other


def days_of(weekdays: Collection[str], first: date, last: date) -> list[date]:
    """The days of these weekdays from the first to the last, both included."""
    wanted = {WEEKDAYS.index(day) for day in weekdays}
    count = (last - first).days + 1
    return [day for day in (first + timedelta(days=n) for n in range(max(count, 0))) if day.weekday() in wanted]


@dataclass(frozen=True)
class Stretch:
    """One block of a session: its number from 1, kind, and minutes from the session's start."""

    number: int
    kind: str
    from_minute: int
    until_minute: int


def stretches(blocks: Sequence[tuple[str, int]]) -> tuple[Stretch, ...]:
    """Blocks of (kind, minutes) one after the other."""
    laid, start = [], 0
    for number, (kind, minutes) in enumerate(blocks, start=1):
        laid.append(Stretch(number, kind, start, start + minutes))
        start += minutes
    return tuple(laid)


def stay_of(blocks: Sequence[Stretch], numbers: Collection[int]) -> tuple[int, int]:
    """
    The minutes, from the session's start, in which somebody who staffs these blocks is there: from the first to the
    end of the last. A break belongs to the block before it, so that a group is never left out of ratio in it.
    """
    first = min(numbers)
    last = max(numbers)
    ends = {b.number: b.until_minute for b in blocks}
    if any(b.number == last + 1 and b.kind == BREAK for b in blocks):
        last += 1
    return next(b.from_minute for b in blocks if b.number == first), ends[last]
