"""How days and times are said to people: on their own clocks, in words that need no table."""

from collections.abc import Iterable
from datetime import date, datetime

from hearthside.base.zones import zone as rules_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January February March April May June July August September October November December").split()


def date_said(day: date) -> str:
    """A day: `Thursday, January 7`."""
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def whole_date_said(day: date) -> str:
    """A day that may lie in another year: `Thursday, January 7, 2027`."""
    return f"{date_said(day)}, {day.year}"


def day_said(at: datetime, zone: str) -> str:
    """The day of an instant on the clocks of a zone."""
    return date_said(at.astimezone(rules_of(zone)).date())


def whole_day_said(at: datetime, zone: str) -> str:
    """The day of an instant, which may lie in another year, on the clocks of a zone."""
    return whole_date_said(at.astimezone(rules_of(zone)).date())


def time_said(at: datetime, zone: str) -> str:
    """The time of an instant on the clocks of a zone: `4:00 PM`."""
    there = at.astimezone(rules_of(zone))
    return f"{there.hour % 12 or 12}:{there.minute:02d} {'AM' if there.hour < 12 else 'PM'}"


def minute_said(minute: int) -> str:
    """Minutes past midnight as a time; 1440 is the end of the day: `midnight`."""
    if minute == 24 * 60:
        return "midnight"
    return f"{minute // 60 % 12 or 12}:{minute % 60:02d} {'AM' if minute < 12 * 60 else 'PM'}"


def told_apart(at: datetime, zone: str) -> str:
    """A time that the clocks of a zone may show twice, told apart: `1:30 AM EDT`."""
    return f"{time_said(at, zone)} {at.astimezone(rules_of(zone)):%Z}"


def span_said(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """From when to when, on the clocks of a zone: `5:00 to 8:10 PM`, or `11:00 AM to 1:10 PM`."""
    first, last = time_said(starts_at, zone), time_said(ends_at, zone)
    return f"{first[:-3] if first[-2:] == last[-2:] else first} to {last}"


def place_said(zone: str) -> str:
    """Where a zone's clocks hang: `New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_said(zone: str) -> str:
    """Whose clocks these are: `New York time`."""
    return f"{place_said(zone)} time"


def when(instants: Iterable[datetime], zone: str) -> str:
    """The first of some instants as a notice says it: `Thursday, January 7 at 4:00 PM, and 2 more`."""
    first, *more = sorted(instants)
    said = f"{day_said(first, zone)} at {time_said(first, zone)}"
    return f"{said}, and {len(more)} more" if more else said
