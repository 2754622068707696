"""
Local clock times as UTC minutes, in weeks where clocks change too.

Python's own arithmetic on local times quietly invents hours (a spring morning of 02:30, a doubled 01:30), so every
conversion between somebody's clock and the plan's minutes goes through these functions.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from hearthside.base.zones import zone as rules_of

_MINUTE = timedelta(minutes=1)


def _offset(zone: str, instant: datetime) -> timedelta:
    """The zone's distance from UTC at this instant (aware, UTC)."""
    there = instant.astimezone(rules_of(zone)).utcoffset()
    assert there is not None
    return there


@lru_cache(maxsize=1 << 16)
def instants(zone: str, day: date, minute: int) -> tuple[datetime, ...]:
    """
    The instants (UTC) at which clocks of `zone` show `minute` minutes past midnight of `day`.

    One as a rule; two, in order, when the clock shows it twice; none when it is skipped. 1440 is the next midnight.
    """
    wall = datetime(day.year, day.month, day.day) + minute * _MINUTE
    aware = [wall.replace(tzinfo=rules_of(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = {i for i in aware if i.astimezone(rules_of(zone)).replace(tzinfo=None) == wall}
    return tuple(sorted(real))


@lru_cache(maxsize=1 << 12)
def _after_skipped(zone: str, wall: datetime) -> datetime:
    """The first instant after a skipped local time: the moment the clock jumped."""
    early, late = sorted(wall.replace(tzinfo=rules_of(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    before = _offset(zone, early)
    while late - early > _MINUTE:
        middle = early + ((late - early) // _MINUTE // 2) * _MINUTE
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    return late


def instant(zone: str, day: date, minute: int, *, ends: bool = False) -> datetime:
    """
    The instant (UTC) of a local time written in a roster.

    A skipped time moves to the first one after it. Of a doubled time a start takes the first, an end (`ends`) the
    second.
    """
    found = instants(zone, day, minute)
    if found:
        return found[-1] if ends else found[0]
    return _after_skipped(zone, datetime(day.year, day.month, day.day) + minute * _MINUTE)


def minutes_since(week: date, at: datetime) -> int:
    """Whole UTC minutes from 00:00 UTC of `week` to `at`; before it they are negative."""
    return int((at - datetime(week.year, week.month, week.day, tzinfo=UTC)) // _MINUTE)


@lru_cache(maxsize=1 << 16)
def week_minute(week: date, zone: str, weekday: int, minute: int, ends: bool = False) -> int:
    """A local time of `weekday` (0 Monday) in the week of Monday `week`, as UTC minutes since its 00:00 UTC."""
    return minutes_since(week, instant(zone, week + timedelta(days=weekday), minute, ends=ends))


def local_clock(week: date, zone: str, at_minute: int) -> tuple[date, int]:
    """The local date and minutes past midnight that clocks of `zone` show, `at_minute` UTC minutes into the week."""
    there = (datetime(week.year, week.month, week.day, tzinfo=UTC) + at_minute * _MINUTE).astimezone(rules_of(zone))
    return there.date(), there.hour * 60 + there.minute


def utc_offset_minutes(zone: str, day: date) -> int:
    """The zone's distance from UTC at noon UTC of this day, in minutes."""
    return int(_offset(zone, datetime(day.year, day.month, day.day, 12, tzinfo=UTC)) // _MINUTE)


def clock(minute: int) -> str:
    """Minutes past midnight as `HH:MM`; 1440 is `24:00`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
