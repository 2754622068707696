"""
The starts a weekly session may have, and sets of them as bits of one integer.

Bit i stands for the i-th usable start of the week in the order of the circle. "Free", "not during the program day" and
"ten minutes clear of that stay" then become integers, and asking for a time that suits everybody is one `&`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from hearthside.base.spans import WEEK_MINUTES, Span
from hearthside.placement.solver.problem import Problem


class Slots:
    """
    Every start on the grid of the reference-zone day that exists exactly once this week.

    `starts` are UTC minutes on the circle, sorted; `when` the weekday and minutes past midnight in the reference zone.
    """

    def __init__(self, problem: Problem):
        by_start: dict[int, tuple[int, int]] = {}
        for day in range(7):
            for minute in problem.grid:
                start = problem.start_of(day, minute)
                if start is not None:
                    # In a week of 169 hours the circle laps itself: one of two equal stays is enough.
                    by_start.setdefault(start % WEEK_MINUTES, (day, minute))
        self.starts = sorted(by_start)
        self.when = [by_start[s] for s in self.starts]
        self.slot_at = {start: slot for slot, start in enumerate(self.starts)}
        self.everything = (1 << len(self.starts)) - 1
        self._clear: dict[tuple[int, int, int, int], int] = {}
        self._within: dict[tuple[tuple[Span, ...], int], int] = {}

    def _between(self, first: int, last: int) -> int:
        """Starts from minute `first` to `last`, both included, neither going round the circle."""
        low, high = bisect_left(self.starts, first), bisect_right(self.starts, last)
        return (1 << high) - (1 << low) if high > low else 0

    def within(self, repeating: tuple[Span, ...], minutes: int) -> int:
        """Starts at which a stay of so many minutes lies wholly inside one span (made by `every_week`)."""
        key = (repeating, minutes)
        found = self._within.get(key)
        if found is None:
            found = 0
            for start, end in repeating:
                if end > 0 and start < WEEK_MINUTES:
                    found |= self._between(start, end - minutes)
            self._within[key] = found
        return found

    def matrix(self, masks: Iterable[int]) -> npt.NDArray[np.uint8]:
        """Sets of starts as rows of zeros and ones, one column for each start."""
        width = max(1, -(-len(self.starts) // 8))
        packed = np.frombuffer(b"".join(mask.to_bytes(width, "little") for mask in masks), dtype=np.uint8)
        return np.unpackbits(packed.reshape(-1, width), axis=1, bitorder="little")

    def clear_of(self, stay: Span, minutes: int, buffer: int) -> int:
        """Starts at which so long a stay keeps `buffer` minutes from this one on both sides, on the circle."""
        at, length = stay[0] % WEEK_MINUTES, stay[1] - stay[0]
        key = (at, length, minutes, buffer)
        if key not in self._clear:
            self._clear[key] = self._find_clear(at, length, minutes, buffer)
        return self._clear[key]

    def _find_clear(self, at: int, length: int, minutes: int, buffer: int) -> int:
        first, last = at - minutes - buffer + 1, at + length + buffer - 1
        taken = 0
        for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES):
            taken |= self._between(first + shift, last + shift)
        return self.everything & ~taken

    def stay(self, slot: int, minutes: int) -> Span:
        return self.starts[slot], self.starts[slot] + minutes


def bits(mask: int) -> Iterator[int]:
    """The numbers of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
