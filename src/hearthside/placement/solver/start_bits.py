"""
Starts and patterns as the bits of one whole number, so that "who is free when" is a single `&`.

A start bit stands for a weekday and a start on the grid of the reference zone; a pattern bit for a day plan, its
weekdays and its start. Python's whole numbers have as many bits as a roster needs, and `&` of two of them costs less
than a microsecond: that is why explaining one person takes no time even among twenty thousand.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from hearthside.base.spans import WEEK_MINUTES, Span, clash
from hearthside.placement.solver.problem import DayPlan, Problem


def bits_of(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def at_least(masks: Iterable[tuple[int, int]], most: int) -> list[int]:
    """
    Add each mask's people wherever it is set: `result[k]` has a bit where k or more came together.

    Counting stops at `most`: nobody asks how many more.
    """
    reached = [-1] + [0] * most
    for mask, people in masks:
        for _ in range(people):
            for k in range(most, 0, -1):
                reached[k] |= reached[k - 1] & mask
    return reached


def joined(a: list[int], b: list[int]) -> list[int]:
    """Two such counts of different people as one."""
    most = len(a) - 1
    out = [-1] + [0] * most
    for total in range(1, most + 1):
        for part in range(total + 1):
            out[total] |= a[part] & b[total - part]
    return out


@dataclass(frozen=True)
class Pattern:
    """Weekdays and a start (minutes past midnight in the reference zone) of one day plan."""

    plan: DayPlan
    days: tuple[int, ...]
    start: int


class StartBits:
    """The starts that exist in this week, and who is free at them."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.per_day = len(problem.grid)
        found = [
            (at, day * self.per_day + k)
            for day in range(7)
            for k, minute in enumerate(problem.grid)
            if (at := problem.start_of(day, minute)) is not None
        ]
        found.sort()
        self._times = [at for at, _ in found]
        # below[i]: the bits of the first i starts in time, so that any stretch of time is one exclusive-or.
        self._below = [0]
        for _, position in found:
            self._below.append(self._below[-1] | 1 << position)
        self.every = self._below[-1]
        self.at = {position: at for at, position in found}
        self._reach: dict[tuple[tuple[Span, ...], int, int], int] = {}

    def position(self, day: int, minute: int) -> int | None:
        """The bit of this start; None when it is off the grid, or skipped or doubled this week."""
        k, rest = divmod(minute, self.problem.policy.grid_minutes)
        place = day * self.per_day + k
        return place if rest == 0 and place in self.at else None

    def day_and_minute(self, position: int) -> tuple[int, int]:
        day, k = divmod(position, self.per_day)
        return day, k * self.problem.policy.grid_minutes

    def begins(self, day: int, minute: int) -> int | None:
        """The UTC minute of a start of the reference zone, on the grid or not; None if skipped or doubled that week."""
        place = self.position(day, minute)
        return self.problem.start_of(day, minute) if place is None else self.at[place]

    def mask(self, days: Iterable[int], minute: int) -> int | None:
        """The bits of one start on several weekdays; None if any of them cannot be used."""
        out = 0
        for day in days:
            place = self.position(day, minute)
            if place is None:
                return None
            out |= 1 << place
        return out

    def _between(self, first: int, last: int) -> int:
        """Bits of the starts from minute `first` to minute `last`, both included."""
        low, high = bisect_left(self._times, first), bisect_right(self._times, last)
        return self._below[high] ^ self._below[low] if low < high else 0

    def free(self, reach: tuple[Span, ...], offset: int, length: int) -> int:
        """Starts from which `length` minutes after `offset` lie in one span of `reach` (made by `every_week`)."""
        key = (reach, offset, length)
        found = self._reach.get(key)
        if found is None:
            found = 0
            for begin, end in reach:
                found |= self._between(begin - offset, end - length - offset)
            self._reach[key] = found
        return found

    def touching(self, stays: Iterable[Span], offset: int, length: int, buffer: int) -> int:
        """Starts from which `length` minutes after `offset` would come nearer than `buffer` to one of these stays."""
        out = 0
        for begin, end in stays:
            for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES):
                first = begin + shift - length - buffer - offset + 1
                out |= self._between(first, end + shift + buffer - offset - 1)
        return out


class PatternBits:
    """Every usable pattern of every day plan as one bit, plan after plan."""

    def __init__(self, starts: StartBits):
        self.starts = starts
        self.per_day = starts.per_day
        self._day = (1 << self.per_day) - 1
        self._combos: dict[str, list[tuple[int, tuple[int, ...], int]]] = {}
        self._patterns: dict[tuple[str, int], int] = {}
        self.of_plan: dict[str, int] = {}  # all usable patterns of a plan
        at = 0
        for plan in starts.problem.programs:
            self._combos[plan.id] = rows = []
            self.of_plan[plan.id] = 0
            for days in combinations(sorted(plan.days_allowed), plan.days_per_week):
                usable = self._usable(plan, days)
                if usable:
                    rows.append((at, days, usable))
                    self.of_plan[plan.id] |= usable << at
                    at += self.per_day

    def _usable(self, plan: DayPlan, days: tuple[int, ...]) -> int:
        """Starts that exist on each of these days and leave the lead their buffer from one program day to the next."""
        starts, buffer, usable = self.starts, self.starts.problem.policy.buffer_minutes, 0
        for k in range(self.per_day):
            found = [starts.at.get(day * self.per_day + k) for day in days]
            spans = [(at, at + plan.day_minutes) for at in found if at is not None]
            if len(spans) == len(days) and not any(clash(a, b, buffer) for a, b in combinations(spans, 2)):
                usable |= 1 << k
        return usable

    def patterns(self, plan_id: str, starts: int) -> int:
        """The patterns of a plan all of whose days begin at a start in `starts`."""
        if not starts:
            return 0
        key = (plan_id, starts)
        if key not in self._patterns:
            self._patterns[key] = self._find(plan_id, starts)
        return self._patterns[key]

    def _find(self, plan_id: str, starts: int) -> int:
        days = [starts >> (day * self.per_day) & self._day for day in range(7)]
        out = 0
        for at, combo, usable in self._combos[plan_id]:
            together = usable
            for day in combo:
                together &= days[day]
            out |= together << at
        return out

    def pattern(self, position: int) -> Pattern:
        """What a bit stands for."""
        grid = self.starts.problem.policy.grid_minutes
        for plan in self.starts.problem.programs:
            for at, days, _ in self._combos[plan.id]:
                if at <= position < at + self.per_day:
                    return Pattern(plan, days, (position - at) * grid)
        raise IndexError(position)
