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
from fractions import Fraction
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

# Planned times are whole seconds; what was held is known to the millisecond, and rounded nowhere but at the end.
Seconds = int | Fraction


def exact_seconds(milliseconds: int) -> Seconds:
    """Seconds, whole where they are whole."""
    return milliseconds // 1000 if milliseconds % 1000 == 0 else Fraction(milliseconds, 1000)


@dataclass(frozen=True)
class Held:
    """
    What was really held of a block, in milliseconds, by one version of the record of who was there.

    A rest may have interrupted it: then it was held in several pieces, each of a kind of its own.
    """

    piece: int
    attended: int
    supervised: int
    countable: int
    version: int
    confirmed: bool


@dataclass(frozen=True)
class Line:
    """
    One person in one block of one session. `on_day` is the day on which the session begins, on its own clocks.

    Of a session that is over, what was `held` stands in place of what was planned.
    """

    person: UUID
    session: UUID
    block: int
    kind: str
    on_day: date
    starts_at: datetime
    ends_at: datetime
    held: Held | None = None

    @property
    def seconds(self) -> Seconds:
        """What it stands for: planned, or held; of what can count only what counts, which a therapist was there for."""
        if self.held is None:
            return int((self.ends_at - self.starts_at).total_seconds())
        return exact_seconds(self.held.countable if self.counts else self.held.attended)

    @property
    def counts(self) -> bool:
        """Whether these seconds can count towards the week's minimum."""
        return KIND_OF[self.kind] in COUNTABLE


@dataclass(frozen=True)
class Sums:
    """Seconds of each kind of minutes. Whole minutes are taken once, from a sum."""

    seconds: Mapping[str, Seconds]

    def minutes(self, kind: str) -> int:
        """Whole minutes of this kind."""
        return int(self.seconds.get(kind, 0) // MINUTE)

    @property
    def countable_seconds(self) -> Seconds:
        return sum(self.seconds.get(kind, 0) for kind in COUNTABLE)

    @property
    def countable(self) -> int:
        """Whole minutes that can count: of the sum, not a sum of whole minutes."""
        return int(self.countable_seconds // MINUTE)

    @property
    def total(self) -> int:
        """Whole minutes of everything."""
        return int(sum(self.seconds.values()) // MINUTE)

    @property
    def shown(self) -> list[tuple[str, int]]:
        """The kinds that occur, in order, by their names, with their whole minutes."""
        return [(name, self.minutes(kind)) for kind, name in KINDS.items() if self.seconds.get(kind)]


def sums(lines: Iterable[Line]) -> Sums:
    """What these lines hold together. A block that two lines name (one person, session, block, piece) counts once."""
    seconds: dict[str, Seconds] = {}
    for line in {(n.person, n.session, n.block, n.held.piece if n.held else 0): n for n in lines}.values():
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
    # Of these sums what was held; None where nothing was yet.
    delivered: Sums | None = None

    @property
    def missing_seconds(self) -> Seconds:
        return max(0, self.minimum * MINUTE - self.sums.countable_seconds)

    @property
    def missing(self) -> int:
        """Whole minutes missing; a begun one is missing whole."""
        return int(-(-self.missing_seconds // MINUTE))

    @property
    def room_seconds(self) -> Seconds:
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
    planned = f"Treatment {_what_of(week)}"
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


def _what_of(week: WeekHours) -> str:
    """What was held, and what is planned."""
    whole = week.sums.countable
    if week.delivered is None:
        return f"planned this week: {length(whole)}"
    done = week.delivered.countable
    if done == whole:
        return f"delivered this week: {length(done)}"
    return f"this week: {length(done)} delivered and {length(whole - done)} planned"


def length(minutes: int) -> str:
    """A number of minutes in words: `38 minutes`, `1 hour`, `8 hours 38 minutes`."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    if rest or not hours:
        words.append(f"{rest} minute{'s' * (rest != 1)}")
    return " ".join(words)


def _named(offer: OpenBlock, zone: str) -> str:
    return f"{BLOCK_NAMES[offer.kind]} on {day_said(offer.starts_at, zone)} at {time_said(offer.starts_at, zone)}"


def held_of(lines: Iterable[Line]) -> Sums | None:
    """What was held of these lines; None where nothing was yet."""
    found = [line for line in lines if line.held is not None]
    return sums(found) if found else None


PLANNED, DELIVERED, NOT_CONFIRMED = "planned", "delivered", "not confirmed"


def state_of(lines: Iterable[Line], now: datetime) -> str:
    """
    Whether these lines are still to come, were delivered, or are over with nobody's word yet that they are right.
    """
    rows = list(lines)
    over = [line for line in rows if line.held is not None or line.ends_at <= now]
    if any(line.held is None or not line.held.confirmed for line in over):
        return NOT_CONFIRMED
    return DELIVERED if over and len(over) == len(rows) else PLANNED
