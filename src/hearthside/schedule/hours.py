"""
The hours ledger: what a person's planned minutes are made of, and what is missing to the week's minimum.

A line is one person in one block of one session, with the seconds planned for it. Lines of sessions that were canceled
and of seats that were given up are not handed in. Seconds are summed and made whole minutes once for each sum, so that
three blocks of 59 minutes and 50 seconds are 179 minutes and not 177.

Rule: docs/rules/hours.md
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hearthside.schedule.said import day_said, time_said

THERAPY, EDUCATION, WELLNESS, BREAK, PET, MEDICATION = "therapy", "education", "wellness", "break", "pet", "medication"
# Kinds of minutes in the order in which they are shown.
KINDS = {
    THERAPY: "Therapy",
    EDUCATION: "Education",
    WELLNESS: "Wellness",
    BREAK: "Breaks",
    PET: "Time with pets",
    MEDICATION: "Medication",
}
COUNTABLE = (THERAPY, EDUCATION)
# What the minutes of each block and each session are.
KIND_OF = {
    "process": THERAPY,
    "skills": THERAPY,
    "individual": THERAPY,
    "counseling": THERAPY,
    "couples": THERAPY,
    "couples_group": THERAPY,
    "psychoeducation": EDUCATION,
    "wellness": WELLNESS,
    "break": BREAK,
    "pet": PET,
    "medication": MEDICATION,
}
BLOCK_NAMES = {
    "process": "process group",
    "skills": "skills group",
    "psychoeducation": "education",
    "individual": "individual session",
    "counseling": "counseling session",
    "couples": "couples session",
    "couples_group": "couples group",
    "wellness": "wellness",
    "break": "break",
    "pet": "time with pets",
    "medication": "medication visit",
}
WEEK_STARTS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# A week offers a few dozen open blocks at most; beyond these the ones that begin first are enough to choose from.
MOST_OFFERS, MOST_TOGETHER = 40, 3
MINUTE = 60


@dataclass(frozen=True)
class Line:
    """One person in one block of one session. `on_day` is the day on which the session begins, on its own clocks."""

    person: UUID
    session: UUID
    block: int
    kind: str
    on_day: date
    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds())

    @property
    def counts(self) -> bool:
        """Whether these seconds can count towards the week's minimum."""
        return KIND_OF[self.kind] in COUNTABLE


@dataclass(frozen=True)
class Sums:
    """Seconds of each kind of minutes. Whole minutes are taken once, from a sum."""

    seconds: Mapping[str, int]

    def minutes(self, kind: str) -> int:
        """Whole minutes of this kind."""
        return self.seconds.get(kind, 0) // MINUTE

    @property
    def countable_seconds(self) -> int:
        return sum(self.seconds.get(kind, 0) for kind in COUNTABLE)

    @property
    def countable(self) -> int:
        """Whole minutes that can count: of the sum, not a sum of whole minutes."""
        return self.countable_seconds // MINUTE

    @property
    def total(self) -> int:
        """Whole minutes of everything."""
        return sum(self.seconds.values()) // MINUTE

    @property
    def shown(self) -> list[tuple[str, int]]:
        """The kinds that occur, in order, by their names, with their whole minutes."""
        return [(name, self.minutes(kind)) for kind, name in KINDS.items() if self.seconds.get(kind)]


def sums(lines: Iterable[Line]) -> Sums:
    """What these lines hold together. A block that two lines name (one person, session and block) counts once."""
    seconds: dict[str, int] = {}
    for line in {(line.person, line.session, line.block): line for line in lines}.values():
        kind = KIND_OF[line.kind]
        seconds[kind] = seconds.get(kind, 0) + line.seconds
    return Sums(seconds)


def week_of(day: date, starts: str) -> date:
    """The first day of the treatment week that holds this day; `starts` is what policy `week.start` says."""
    return day - timedelta(days=(day.weekday() - WEEK_STARTS.index(starts)) % 7)


def by_day(lines: Iterable[Line]) -> dict[date, Sums]:
    """Each day's sums, days in order."""
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.on_day, []).append(line)
    return {day: sums(days[day]) for day in sorted(days)}


def by_week(lines: Iterable[Line], starts: str) -> dict[date, Sums]:
    """Each treatment week's sums, by its first day, in order."""
    weeks: dict[date, list[Line]] = {}
    for line in lines:
        weeks.setdefault(week_of(line.on_day, starts), []).append(line)
    return {week: sums(weeks[week]) for week in sorted(weeks)}


def minimum_for(policy: int, own: int | None) -> int:
    """The minimum in force for a person: policy's, or their own where that is higher. Minutes a week."""
    return max(policy, own or 0)


@dataclass(frozen=True)
class WeekHours:
    """A week held against its bounds."""

    sums: Sums
    minimum: int
    maximum: int

    @property
    def missing_seconds(self) -> int:
        return max(0, self.minimum * MINUTE - self.sums.countable_seconds)

    @property
    def missing(self) -> int:
        """Whole minutes missing; a begun one is missing whole."""
        return -(-self.missing_seconds // MINUTE)

    @property
    def room_seconds(self) -> int:
        """Countable seconds that still fit under the maximum."""
        return max(0, self.maximum * MINUTE - self.sums.countable_seconds)

    @property
    def is_enough(self) -> bool:
        return self.missing_seconds == 0

    @property
    def is_too_much(self) -> bool:
        return self.sums.countable_seconds > self.maximum * MINUTE


@dataclass(frozen=True)
class OpenBlock:
    """A block with a free seat that this person could sit in."""

    session: UUID
    block: int
    kind: str
    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds())

    def clashes(self, other: "OpenBlock") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def what_makes_up(week: WeekHours, offers: Iterable[OpenBlock]) -> tuple[OpenBlock, ...]:
    """
    The fewest open blocks that bring the week to its minimum, and of those the ones that are over first.

    Nothing when nothing is missing or no three blocks do it. Only countable blocks help, none that lie over each other,
    and never more than the week's maximum lets in.
    """
    if week.is_enough:
        return ()
    helpful = sorted(
        (o for o in offers if KIND_OF[o.kind] in COUNTABLE and o.seconds <= week.room_seconds),
        key=lambda o: (o.ends_at, o.starts_at, o.session, o.block),
    )[:MOST_OFFERS]
    for how_many in range(1, MOST_TOGETHER + 1):
        fitting = [c for c in combinations(helpful, how_many) if _fits(week, c)]
        if fitting:
            return min(fitting, key=lambda c: (c[-1].ends_at, sum(o.seconds for o in c), c[0].starts_at))
    return ()


def _fits(week: WeekHours, chosen: tuple[OpenBlock, ...]) -> bool:
    if not week.missing_seconds <= sum(o.seconds for o in chosen) <= week.room_seconds:
        return False
    return not any(a.clashes(b) for a, b in combinations(chosen, 2))


def sentence(week: WeekHours, offers: Iterable[OpenBlock] = (), *, zone: str) -> str:
    """How the week stands, what is missing, and which open block would make it up; times on the clocks of `zone`."""
    planned = f"Treatment planned this week: {length(week.sums.countable)}"
    if week.is_too_much:
        return f"{planned}, more than the {length(week.maximum)} that this level of care allows."
    if week.is_enough:
        return f"{planned}; {length(week.minimum)} are needed. That is enough."
    short = f"{planned}, {length(week.missing)} short of {length(week.minimum)}."
    chosen = what_makes_up(week, offers)
    if not chosen:
        return f"{short} No open session makes it up yet; the program will help you find one."
    named = " and ".join(_named(offer, zone) for offer in sorted(chosen, key=lambda o: o.starts_at))
    return f"{short} {named[0].upper()}{named[1:]} would make it up."


def length(minutes: int) -> str:
    """A number of minutes in words: `38 minutes`, `1 hour`, `8 hours 38 minutes`."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    if rest or not hours:
        words.append(f"{rest} minute{'s' * (rest != 1)}")
    return " ".join(words)


def _named(offer: OpenBlock, zone: str) -> str:
    return f"{BLOCK_NAMES[offer.kind]} on {day_said(offer.starts_at, zone)} at {time_said(offer.starts_at, zone)}"
