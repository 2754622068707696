"""
When somebody is free: weekly windows, dated exceptions and closures, as spans of instants.

The arithmetic is the planner's: a window is its local dates in the person's own zone. A local time that does not exist
moves on to the first one after it; of a doubled time `from` takes the first and `to` the second. Overlapping and
touching windows merge. Extra time is added, then time away is taken off, and a closed clinic takes off the rest.

Rule: docs/rules/availability.md
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hearthside.base.localtime import clock, instant, minutes_since
from hearthside.base.refusal import Refusal
from hearthside.base.spans import DAY_MINUTES, Span, merged, without
from hearthside.base.words import EXCEPTION_KINDS
from hearthside.schedule.said import WEEKDAYS, minute_said

AWAY, EXTRA = "away", "extra"
# Spans are counted in whole UTC minutes from here; which day it is does not matter.
EPOCH = date(2000, 1, 3)
OVER_MIDNIGHT = "For time over midnight record two lines: one to midnight, and one from midnight on the next day."
MOST_LINES, MOST_DAYS = 100, 366


class WrongWindow(Refusal):
    """A line of somebody's week, or a dated exception, cannot be; `line` counts from 0, `field` says what of it."""

    def __init__(self, line: int, field: str, sentence: str) -> None:
        self.line, self.field = line, field
        super().__init__(sentence)


@dataclass(frozen=True, order=True)
class Window:
    """A time of the week at which somebody is free, every week: weekday (0 Monday), minutes past local midnight."""

    weekday: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {minute_said(self.start)} to {minute_said(self.end)}"


@dataclass(frozen=True)
class DatedWindow:
    """A window with the days between which it stands, both included."""

    window: Window
    from_on: date
    until_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class DatedException:
    """Days on which somebody is away, or free in addition: the whole day, or a part of each. Both days included."""

    kind: str
    first_on: date
    last_on: date
    start: int = 0
    end: int = DAY_MINUTES

    @property
    def is_whole_day(self) -> bool:
        return (self.start, self.end) == (0, DAY_MINUTES)

    @property
    def days(self) -> list[date]:
        return [self.first_on + timedelta(days=n) for n in range((self.last_on - self.first_on).days + 1)]


def checked(windows: Sequence[Window]) -> tuple[Window, ...]:
    """
    A week as it is kept: sorted, overlapping and touching windows of a day merged.

    Raises:
        WrongWindow: a line is no time of a day, or ends before it begins.
    """
    if len(windows) > MOST_LINES:
        raise WrongWindow(MOST_LINES, "weekday", f"At most {MOST_LINES} lines fit in a week.")
    for line, window in enumerate(windows):
        if not 0 <= window.weekday < len(WEEKDAYS):
            raise WrongWindow(line, "weekday", "Choose a day of the week.")
        _check_times(line, window.start, window.end)
    by_day = {day: merged((w.start, w.end) for w in windows if w.weekday == day) for day in range(len(WEEKDAYS))}
    return tuple(Window(day, start, end) for day, spans in by_day.items() for start, end in spans)


def checked_exception(exception: DatedException, *, today: date) -> DatedException:
    """
    The same, if it can be. Raises WrongWindow where it is past, ends before it begins, or is far too long.
    """
    if exception.kind not in EXCEPTION_KINDS:
        raise WrongWindow(0, "kind", "Choose whether it is time away or extra time.")
    if exception.last_on < exception.first_on:
        raise WrongWindow(0, "last_on", "The last day lies before the first.")
    if exception.last_on < today:
        raise WrongWindow(0, "last_on", "These days are over. What was planned on them stays as it was.")
    if (exception.last_on - exception.first_on).days >= MOST_DAYS:
        raise WrongWindow(0, "last_on", f"At most {MOST_DAYS} days fit in one line. Change the weekly times instead.")
    _check_times(0, exception.start, exception.end)
    return exception


def _check_times(line: int, start: int, end: int) -> None:
    if not 0 <= start < DAY_MINUTES:
        raise WrongWindow(line, "start", "Type a time of day, such as 9:00 AM.")
    if not 0 < end <= DAY_MINUTES:
        raise WrongWindow(line, "end", "Type a time of day, such as 5:00 PM, or midnight.")
    if end <= start:
        raise WrongWindow(line, "end", f"The end {clock(end)} is not after the start {clock(start)}. {OVER_MIDNIGHT}")


def free(
    zone: str,
    windows: Iterable[DatedWindow],
    exceptions: Iterable[DatedException],
    first_on: date,
    last_on: date,
    *,
    closed: Iterable[Span] = (),
) -> tuple[Span, ...]:
    """
    Somebody's free time as minutes since `EPOCH`, from the first of these local days to the end of the last.

    `closed` are such minutes too: the hours in which nothing takes place.
    """
    weekly, dated = list(windows), list(exceptions)
    days = [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]
    usual = [
        _span(zone, day, w.window.start, w.window.end)
        for day in days
        for w in weekly
        if w.window.weekday == day.weekday() and w.stands_on(day)
    ]
    extra = [_span(zone, day, e.start, e.end) for e, day in _dated(dated, EXTRA, first_on, last_on)]
    away = [_span(zone, day, e.start, e.end) for e, day in _dated(dated, AWAY, first_on, last_on)]
    return without(merged([*usual, *extra]), [*away, *closed])


def _dated(
    exceptions: Iterable[DatedException], kind: str, first_on: date, last_on: date
) -> Iterator[tuple[DatedException, date]]:
    """The exceptions of a kind, once for each of their days between these two, both included."""
    for exception in exceptions:
        if exception.kind == kind:
            first, last = max(exception.first_on, first_on), min(exception.last_on, last_on)
            for day in range(max(0, (last - first).days + 1)):
                yield exception, first + timedelta(days=day)


def spans_of(exception: DatedException, zone: str) -> list[Span]:
    """All of an exception's time on the clocks of a zone, as minutes since `EPOCH`."""
    return [_span(zone, day, exception.start, exception.end) for day in exception.days]


def whole_days(zone: str, first_on: date, last_on: date) -> Span:
    """All of these local days, as minutes since `EPOCH`."""
    return _span(zone, first_on, 0, 0)[0], _span(zone, last_on, 0, DAY_MINUTES)[1]


def as_minutes(starts_at: datetime, ends_at: datetime) -> Span:
    """A span of instants as minutes since `EPOCH`; a minute that is only begun belongs to it whole."""
    zero = datetime(EPOCH.year, EPOCH.month, EPOCH.day, tzinfo=UTC)
    return minutes_since(EPOCH, starts_at), -int((zero - ends_at) // timedelta(minutes=1))


def as_instants(span: Span) -> tuple[datetime, datetime]:
    """Minutes since `EPOCH` as instants."""
    zero = datetime(EPOCH.year, EPOCH.month, EPOCH.day, tzinfo=UTC)
    return zero + timedelta(minutes=span[0]), zero + timedelta(minutes=span[1])


def holds(free_spans: Iterable[Span], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether one free span holds all of this time."""
    start, end = as_minutes(starts_at, ends_at)
    return any(s <= start and end <= e for s, e in free_spans)


def _span(zone: str, day: date, start: int, end: int) -> Span:
    begins, ends = instant(zone, day, start), instant(zone, day, end, ends=True)
    return minutes_since(EPOCH, begins), minutes_since(EPOCH, ends)
