"""
The question a planner answers: who waits, who can treat them, under which policy, in which week.

Plain frozen values, the same whether they came from a folder or a database. People, clinicians and day plans are
sorted by id in code-point order, so that the order of lines in a file never changes an answer. Times are UTC minutes
since 00:00 UTC of the week's Monday, on the circle of `hearthside.base.spans`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES, Span, every_week, merged, without
from hearthside.base.words import COUNSELED_TRACKS, COUNTABLE_BLOCKS
from hearthside.placement.solver.week import Week


@dataclass(frozen=True)
class Policy:
    """
    The values in force, already checked against the baseline. Ratios are people per staff member.

    `weights` are points by key without the `weight.` prefix; `effective` is every key as text, for the record.
    """

    cohort_cap: int
    cohort_min: int
    ratio: Mapping[str, int]  # process, psychoeducation, skills, couples_group
    couples_group_max_couples: int
    couples_group_min_couples: int
    couples_session_max_couples: int
    buffer_minutes: int
    grid_minutes: int
    week_minimum_minutes: int
    week_maximum_minutes: int
    session_minutes: Mapping[str, int]  # by session kind: individual, counseling, couples, couples_group
    reference_zone: str
    weights: Mapping[str, Fraction]
    effective: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    kind: str
    minutes: int

    @property
    def countable(self) -> bool:
        return self.kind in COUNTABLE_BLOCKS

    @property
    def staffed(self) -> bool:
        return self.kind != "break"


@dataclass(frozen=True)
class DayPlan:
    """What a treatment week is made of: how many days, and the blocks of one program day."""

    id: str
    title: str
    days_per_week: int
    days_allowed: tuple[int, ...]  # 0 Monday
    blocks: tuple[Block, ...]
    weeks: int

    @cached_property
    def day_minutes(self) -> int:
        """Length of a program day, breaks included."""
        return sum(b.minutes for b in self.blocks)

    @cached_property
    def countable_day_minutes(self) -> int:
        return sum(b.minutes for b in self.blocks if b.countable)

    @cached_property
    def countable_week_minutes(self) -> int:
        """Minutes of one week in blocks that can count towards a person's weekly minimum."""
        return self.days_per_week * self.countable_day_minutes

    @cached_property
    def staffed_day_minutes(self) -> int:
        """Minutes of one day a lead works: every block but breaks."""
        return sum(b.minutes for b in self.blocks if b.staffed)

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """Minutes from the start of the day to the start of each block."""
        return tuple(sum(b.minutes for b in self.blocks[:i]) for i in range(len(self.blocks)))

    def stay(self, block_numbers: tuple[int, ...]) -> Span:
        """
        From the first to the end of the last of these blocks (numbered from 1), in minutes from the start of the day.

        A break after the last one belongs to it: the group is never left out of ratio in its break.
        """
        first, last = min(block_numbers) - 1, max(block_numbers) - 1
        if last + 1 < len(self.blocks) and not self.blocks[last + 1].staffed:
            last += 1
        return self.block_starts[first], self.block_starts[last] + self.blocks[last].minutes

    def staff_needed(self, block: Block, people: int, policy: Policy) -> int:
        """The fewest staff this block may have with so many people present."""
        if not block.staffed:
            return 0
        if not block.countable:
            return 1
        return max(1, -(-people // policy.ratio[block.kind]))


@dataclass(frozen=True)
class LocalWindow:
    """A weekly window in somebody's own zone; minutes past midnight, the end up to 1440."""

    day: int
    start: int
    end: int


@dataclass(frozen=True)
class DatedException:
    """One day on which somebody is away (taken off) or free in addition (extra); 0 to 1440 is the whole day."""

    on: date
    start: int
    end: int
    kind: str


def spans_in_week(
    week: date, zone: str, weekly: tuple[LocalWindow, ...], exceptions: tuple[DatedException, ...] = ()
) -> tuple[Span, ...]:
    """Somebody's free time in the week of this Monday: their windows, extra time added, then time away taken off."""
    free = [
        (
            localtime.week_minute(week, zone, w.day, w.start),
            localtime.week_minute(week, zone, w.day, w.end, ends=True),
        )
        for w in weekly
    ]
    dated: dict[str, list[Span]] = {"extra": [], "away": []}
    for e in exceptions:
        weekday = (e.on - week).days
        if 0 <= weekday < 7:
            dated[e.kind].append(
                (
                    localtime.week_minute(week, zone, weekday, e.start),
                    localtime.week_minute(week, zone, weekday, e.end, ends=True),
                )
            )
    return without(merged(free + dated["extra"]), dated["away"]) if dated["away"] else merged(free + dated["extra"])


@dataclass(frozen=True)
class Person:
    """Somebody who waits for a place or holds one. `minimum_minutes` is their weekly minimum, policy's at least."""

    id: str
    name: str
    state: str
    zone: str
    languages: tuple[str, ...]
    track: str
    programs: tuple[str, ...]
    acuity: int
    waiting_days: int  # 0 to 60, as the score counts them
    minimum_minutes: int
    free: tuple[Span, ...]  # this week's spans, merged, not yet repeated
    weekly: tuple[LocalWindow, ...]
    exceptions: tuple[DatedException, ...] = ()
    focus: tuple[str, ...] = ()
    size_wish: str = ""
    time_wish: str = ""
    gender_wish: str = ""
    partner_id: str = ""
    together: bool = False
    keep_apart: frozenset[str] = frozenset()  # as listed in this person's own row

    @cached_property
    def reach(self) -> tuple[Span, ...]:
        """Free time as `spans.covers` wants it: with its copies in the weeks before and after."""
        return every_week(self.free)

    @property
    def counseled(self) -> bool:
        """Whether a drug and alcohol counselor is due."""
        return self.track in COUNSELED_TRACKS


@dataclass(frozen=True)
class Authority:
    """Leave to treat people who are in this state, from the first to the last day inclusive (None: open)."""

    state: str
    kind: str
    first_day: date | None = None
    last_day: date | None = None

    def valid_all_week(self, week: date) -> bool:
        return (self.first_day is None or self.first_day <= week) and (
            self.last_day is None or self.last_day >= week + timedelta(days=6)
        )


@dataclass(frozen=True)
class Clinician:
    id: str
    name: str
    zone: str
    authorities: tuple[Authority, ...]
    states: frozenset[str]  # where an authority is valid on all seven days of the week
    roles: tuple[str, ...]
    tracks: tuple[str, ...]
    languages: tuple[str, ...]
    gender: str
    group_minutes: int
    individual_minutes: int
    day_minutes: int
    free: tuple[Span, ...]
    weekly: tuple[LocalWindow, ...]
    exceptions: tuple[DatedException, ...] = ()

    @cached_property
    def reach(self) -> tuple[Span, ...]:
        return every_week(self.free)


@dataclass(frozen=True)
class Problem:
    """A whole roster for one week. `current` is a published week that is kept, or moved from when re-planning."""

    week: date
    policy: Policy
    programs: tuple[DayPlan, ...]
    people: tuple[Person, ...]
    clinicians: tuple[Clinician, ...]
    current: Week | None = None
    open_cohorts: frozenset[str] | None = None  # of `current`, those that may take people; None: all of them
    replan: bool = False

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {p.id: p for p in self.people}

    @cached_property
    def clinician(self) -> Mapping[str, Clinician]:
        return {c.id: c for c in self.clinicians}

    @cached_property
    def program(self) -> Mapping[str, DayPlan]:
        return {d.id: d for d in self.programs}

    @cached_property
    def apart(self) -> Mapping[str, frozenset[str]]:
        """Whom each person may not share a cohort or couples group with, from either side; partners apart included."""
        pairs: dict[str, set[str]] = {}
        for p in self.people:
            others = set(p.keep_apart)
            if p.partner_id and not (p.together and self.person[p.partner_id].together):
                others.add(p.partner_id)
            for other in others:
                pairs.setdefault(p.id, set()).add(other)
                pairs.setdefault(other, set()).add(p.id)
        return {who: frozenset(others) for who, others in pairs.items()}

    @cached_property
    def partner(self) -> Mapping[str, str]:
        """Each half of every couple that stays together, with the other half."""
        return {
            p.id: p.partner_id for p in self.people if p.partner_id and p.partner_id not in self.apart.get(p.id, ())
        }

    @cached_property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """What is placed whole: one person, or both partners of a couple; by smallest id."""
        return tuple(
            (p.id, self.partner[p.id]) if p.id in self.partner else (p.id,)
            for p in self.people
            if self.partner.get(p.id, p.id) >= p.id
        )

    def unit_track(self, unit: tuple[str, ...]) -> str:
        """The track of a cohort this unit may join: its own, or dual where partners differ."""
        tracks = {self.person[i].track for i in unit}
        return tracks.pop() if len(tracks) == 1 else "dual"

    def roles_due(self, person_id: str) -> tuple[str, ...]:
        """The care-team roles somebody has a right to once placed; counselor and couples where they apply."""
        counselor = ("counselor",) if self.person[person_id].counseled else ()
        couples = ("couples",) if person_id in self.partner else ()
        return ("individual", *counselor, *couples)

    def start_of(self, day: int, minute: int) -> int | None:
        """
        UTC minutes at which reference-zone clocks show `minute` on this weekday; None if skipped or doubled that week.
        """
        found = localtime.instants(self.policy.reference_zone, self.week + timedelta(days=day), minute)
        return localtime.minutes_since(self.week, found[0]) if len(found) == 1 else None

    @cached_property
    def grid(self) -> tuple[int, ...]:
        """Minutes past midnight at which a cohort or session may start."""
        return tuple(range(0, DAY_MINUTES, self.policy.grid_minutes))
