"""Local time for the slow check: walked minute by minute, no arithmetic on clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hearthside.placement.solver.problem import Clinician, Person

WEEK = 7 * 24 * 60


@lru_cache
def wall_clock(zone: str, monday: date) -> list[tuple[int, datetime]]:
    """What clocks of `zone` show at every UTC minute from two days before the week to two days after it."""
    begin = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    there = ZoneInfo(zone)
    return [
        (m, (begin + timedelta(minutes=m)).astimezone(there).replace(tzinfo=None)) for m in range(-2880, WEEK + 2880)
    ]


@lru_cache
def minutes_showing(zone: str, monday: date) -> dict[datetime, list[int]]:
    shown: dict[datetime, list[int]] = {}
    for minute, wall in wall_clock(zone, monday):
        shown.setdefault(wall, []).append(minute)
    return shown


def utc_minute(zone: str, monday: date, day: int, minute: int, *, end: bool) -> int:
    """A written local time: the first of a doubled start, the second of a doubled end, the next after a skipped one."""
    wall = datetime.combine(monday, time()) + timedelta(days=day, minutes=minute)
    shown = minutes_showing(zone, monday).get(wall)
    if shown:
        return shown[-1] if end else shown[0]
    return next(m for m, there in wall_clock(zone, monday) if there > wall)


def free_minutes(who: Person | Clinician, monday: date) -> set[int]:
    """The minutes of the circle in which somebody is free: weekly windows and extra time, then time away taken off."""

    def span_of(day: int, start: int, end: int) -> set[int]:
        return set(
            range(utc_minute(who.zone, monday, day, start, end=False), utc_minute(who.zone, monday, day, end, end=True))
        )

    def dated(kind: str) -> set[int]:
        found: set[int] = set()
        for e in who.exceptions:
            if e.kind == kind and 0 <= (e.on - monday).days <= 6:
                found |= span_of((e.on - monday).days, e.start, e.end)
        return found

    free: set[int] = set()
    for w in who.weekly:
        free |= span_of(w.day, w.start, w.end)
    return {m % WEEK for m in (free | dated("extra")) - dated("away")}
