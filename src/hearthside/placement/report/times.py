"""
Times as people say them, always with whose time it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session

SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = "January February March April May June July August September October November December".split()

# What people call the time where they live. Every other zone goes by the city in its name.
_ZONES = {
    "America/New_York": "Eastern", "America/Detroit": "Eastern", "America/Kentucky/Louisville": "Eastern",
    "America/Kentucky/Monticello": "Eastern", "America/Chicago": "Central", "America/Menominee": "Central",
    "America/Denver": "Mountain", "America/Boise": "Mountain", "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific", "America/Anchorage": "Alaska", "America/Juneau": "Alaska",
    "America/Sitka": "Alaska", "America/Nome": "Alaska", "America/Yakutat": "Alaska", "America/Metlakatla": "Alaska",
    "America/Adak": "Aleutian", "Pacific/Honolulu": "Hawaii", "America/Puerto_Rico": "Puerto Rico",
    "Pacific/Pago_Pago": "American Samoa", "UTC": "UTC", "Etc/UTC": "UTC",
}  # fmt: skip


def zone_name(zone: str) -> str:
    """`Eastern` for America/New_York; the city for zones without a name of their own in the United States."""
    if zone in _ZONES:
        return _ZONES[zone]
    if zone.startswith("America/Indiana/"):
        return "Central" if zone.endswith(("Knox", "Tell_City")) else "Eastern"
    if zone.startswith("America/North_Dakota/"):
        return "Central"
    return zone.rpartition("/")[2].replace("_", " ")


def clock(minute: int) -> str:
    """`5:00 pm`, `noon`, `midnight`; minutes past midnight, also of the next day."""
    minute %= DAY_MINUTES
    if minute in (0, DAY_MINUTES // 2):
        return "noon" if minute else "midnight"
    return f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02d} {'am' if minute < DAY_MINUTES // 2 else 'pm'}"


def clock_range(start: int, end: int) -> str:
    """`5:00 to 8:10 pm`, `9:00 am to 12:10 pm`: am and pm once where they are the same."""
    first, last = clock(start), clock(end)
    if end - start < DAY_MINUTES // 2 and first[-3:] == last[-3:] and first[-3:] in (" am", " pm"):
        first = first[:-3]
    return f"{first} to {last}"


def day_name(on: date) -> str:
    """`Monday, January 4, 2027`."""
    return f"{LONG_DAYS[on.weekday()]}, {MONTHS[on.month - 1]} {on.day}, {on.year}"


def monday(iso: str) -> str:
    """`January 4` for the ISO date of a Monday; the text itself when it is no date."""
    try:
        on = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


@dataclass(frozen=True)
class When:
    """Weekdays that share one time of day, in one zone. Days count from 0, Monday; minutes from midnight."""

    days: tuple[int, ...]
    start: int
    end: int

    @property
    def days_text(self) -> str:
        return " ".join(SHORT_DAYS[d] for d in self.days)

    @property
    def time_text(self) -> str:
        return clock_range(self.start, self.end)


@lru_cache(maxsize=1 << 18)
def _shown(week: date, zone: str, at: int) -> tuple[int, int]:
    """The weekday (0 Monday) and minutes past midnight that clocks of `zone` show, `at` UTC minutes into the week."""
    on, minute = localtime.local_clock(week, zone, at)
    return (on - week).days % 7, minute


def start_minute(problem: Problem, day: int, minute: int) -> int:
    """UTC minutes into the week of a reference-zone start; a skipped one moves to the first after it."""
    found = problem.start_of(day, minute)
    if found is None:
        return localtime.week_minute(problem.week, problem.policy.reference_zone, day, minute)
    return found


def in_zone(problem: Problem, zone: str, starts: Iterable[int], minutes: int) -> tuple[When, ...]:
    """
    When stays of so many minutes happen on the clocks of `zone`; `starts` are UTC minutes into the week.

    One entry for each time of day: more than one in a week in which the clocks change.
    """
    days: dict[tuple[int, int], list[int]] = {}
    for at in starts:
        day, start = _shown(problem.week, zone, at)
        _, end = _shown(problem.week, zone, at + minutes)
        days.setdefault((start, start + (end - start) % DAY_MINUTES), []).append(day)
    return tuple(When(tuple(sorted(on)), start, end) for (start, end), on in days.items())


def cohort_starts(problem: Problem, cohort: Cohort) -> tuple[int, ...]:
    """UTC minutes into the week at which the cohort's program days start."""
    return tuple(start_minute(problem, day, cohort.start) for day in cohort.days)


def cohort_when(problem: Problem, cohort: Cohort, zone: str) -> tuple[When, ...]:
    """The cohort's program days on the clocks of `zone`."""
    return in_zone(problem, zone, cohort_starts(problem, cohort), problem.program[cohort.program_id].day_minutes)


def session_when(problem: Problem, session: Session, zone: str) -> When:
    """A session on the clocks of `zone`."""
    return in_zone(problem, zone, (start_minute(problem, session.day, session.start),), session.minutes)[0]


def sentence(whens: Iterable[When], zone: str) -> str:
    """`Tue Wed Thu, 5:00 to 8:10 pm, Eastern`."""
    return "; ".join(f"{w.days_text}, {w.time_text}" for w in whens) + f", {zone_name(zone)}"


def week_range(week: date) -> str:
    """`January 4 to 10, 2027`."""
    last = week + timedelta(days=6)
    first_text = f"{MONTHS[week.month - 1]} {week.day}" + (f", {week.year}" if week.year != last.year else "")
    month = "" if last.month == week.month else f"{MONTHS[last.month - 1]} "
    return f"{first_text} to {month}{last.day}, {last.year}"
