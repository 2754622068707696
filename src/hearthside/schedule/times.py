"""
Local starts as instants: one as a rule, and a question where the clocks change.

A start that the clock skips, or shows twice, is never guessed: whoever books is told which starts there are.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hearthside.base import localtime
from hearthside.base.refusal import Refusal
from hearthside.base.zones import zone as rules_of
from hearthside.schedule.said import minute_said, told_apart, whole_date_said

DAY_MINUTES = 24 * 60


class DoubledTime(Refusal):
    """The clock shows this time twice that day; `choices` are both instants, the earlier first."""

    def __init__(self, day: date, minute: int, zone: str, choices: tuple[datetime, datetime]):
        self.day, self.minute, self.zone, self.choices = day, minute, zone, choices
        names = " or ".join(told_apart(choice, zone) for choice in choices)
        super().__init__(
            f"On {whole_date_said(day)} the clocks go back, and {minute_said(minute)} comes twice. Choose the first "
            f"or the second: {names}."
        )


class MissingTime(Refusal):
    """The clock skips this time that day; `choices` are the last minute before and the first after: (day, minute)."""

    def __init__(self, day: date, minute: int, zone: str, choices: tuple[tuple[date, int], tuple[date, int]]):
        self.day, self.minute, self.zone, self.choices = day, minute, zone, choices
        before, after = (minute_said(m) for _, m in choices)
        super().__init__(
            f"On {whole_date_said(day)} the clocks go forward, and {minute_said(minute)} does not exist. Choose "
            f"{before} or before, or {after} or after."
        )


@dataclass(frozen=True)
class Start:
    """A local start with the instant it means."""

    day: date
    minute: int
    zone: str
    at: datetime
    second_of_two: bool = False


def start(day: date, minute: int, zone: str, *, which: str = "") -> Start:
    """
    The instant at which clocks of the zone show this time. `which` is `first` or `second` where they show it twice.

    Raises:
        DoubledTime: the clock shows it twice, and nobody said which is meant.
        MissingTime: the clock skips it.
    """
    found = localtime.instants(zone, day, minute)
    if len(found) == 1:
        return Start(day, minute, zone, found[0])
    if not found:
        raise MissingTime(day, minute, zone, _around(day, minute, zone))
    if which not in ("first", "second"):
        raise DoubledTime(day, minute, zone, (found[0], found[1]))
    second = which == "second"
    return Start(day, minute, zone, found[second], second)


def again(day: date, minute: int, zone: str, second_of_two: bool) -> datetime | None:
    """The instant that a kept start means by today's rules of the zone; None where it does not exist any more."""
    found = localtime.instants(zone, day, minute)
    return found[min(int(second_of_two), len(found) - 1)] if found else None


def day_span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From the first midnight of a day to the midnight after another, on the clocks of the zone."""
    return localtime.instant(zone, first, 0), localtime.instant(zone, last, DAY_MINUTES)


def _around(day: date, minute: int, zone: str) -> tuple[tuple[date, int], tuple[date, int]]:
    """The last existing minute before a skipped one, and the first after it."""
    after_at = localtime.instant(zone, day, minute)
    before_at = after_at - timedelta(minutes=1)
    return _wall(before_at, zone), _wall(after_at, zone)


def _wall(at: datetime, zone: str) -> tuple[date, int]:
    there = at.astimezone(UTC).astimezone(rules_of(zone))
    return there.date(), there.hour * 60 + there.minute
