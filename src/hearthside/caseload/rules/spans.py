"""
Spans as rules compare them: days with both ends included, instants with the end excluded.

None is "no end yet". A span whose last day lies before its first, or that ends where it begins, never began: it holds
nothing and overlaps nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """From a day to a day, both included."""

    first: date
    last: date | None = None

    def __bool__(self) -> bool:
        return self.last is None or self.last >= self.first

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Days") -> bool:
        """Whether a day lies in both."""
        if not self or not other:
            return False
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def holds(self, other: "Days") -> bool:
        """Whether every day of the other is one of these."""
        if not other:
            return True
        return self.first <= other.first and (self.last is None or (other.last is not None and other.last <= self.last))


@dataclass(frozen=True)
class Instants:
    """From an instant to an instant, the end excluded."""

    start: datetime
    end: datetime | None = None

    def __bool__(self) -> bool:
        return self.end is None or self.end > self.start

    def overlaps(self, other: "Instants") -> bool:
        """Whether an instant lies in both."""
        if not self or not other:
            return False
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


def uncovered(asked: Days, by: list[Days]) -> date | None:
    """The first day of `asked` that none of these holds, or None where together they hold them all."""
    day = asked.first
    if not asked:
        return None
    for span in sorted((s for s in by if s), key=lambda s: s.first):
        if span.first > day:
            break
        if span.last is None:
            return None
        day = max(day, span.last + DAY)
    return None if asked.last is not None and day > asked.last else day
