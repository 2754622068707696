"""
Who may share a cohort, on plain values: how many, which two never, which two always, and who fits.

Rules: docs/rules/cohort-size.md, couples-together.md, keep-apart.md, one-cohort.md, who-fits-a-cohort.md.
Source: mission promises C1 and G1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from uuid import UUID

from hearthside.caseload.rules.spans import Days, uncovered


@dataclass(frozen=True)
class Stay:
    """Somebody's days in a cohort."""

    patient: UUID
    cohort: UUID
    during: Days


@dataclass(frozen=True)
class Group:
    """What a cohort asks of whoever comes into it."""

    track: str
    language: str
    day_plan: str
    during: Days
    focus: str = ""
    open: bool = True
    began_elsewhere: bool = False


@dataclass(frozen=True)
class Person:
    """What decides whether somebody fits a cohort. Without day plans of their own, every one suits them."""

    track: str
    languages: tuple[str, ...]
    focuses: tuple[str, ...] = ()
    day_plans: tuple[str, ...] = ()
    # Of the partner who is kept together with them, where that one is a patient here.
    partners_track: str | None = None


@dataclass(frozen=True)
class Caps:
    """The most people in a cohort, from each of these days on; the first day is the beginning of time."""

    steps: Mapping[date, int] = field(default_factory=dict)

    def on(self, day: date) -> int:
        """The most that day; nobody where nothing is known."""
        known = [start for start in self.steps if start <= day]
        return self.steps[max(known)] if known else 0


def size_on(day: date, stays: Iterable[Stay]) -> int:
    """How many people are in it that day."""
    return sum(day in stay.during for stay in stays)


def first_day_over(stays: Sequence[Stay], caps: Caps, within: Days) -> date | None:
    """
    The first day of `within` on which a cohort has more people than policy allows, or None.

    Only on the days on which somebody comes, or on which policy changes, can it begin to be too many.
    """
    days = {within.first, *(s.during.first for s in stays if s.during), *caps.steps}
    over = [day for day in days if day in within and size_on(day, stays) > caps.on(day)]
    return min(over, default=None)


def enough_to_begin(members: int, minimum: int) -> bool:
    """Whether so many people are enough for a cohort to begin. Asked on its first day, never later."""
    return members >= minimum


def in_two_cohorts(stays: Iterable[Stay]) -> list[tuple[Stay, Stay]]:
    """Pairs of stays of one person that share a day."""
    return [
        (one, other)
        for one, other in combinations(stays, 2)
        if one.patient == other.patient and one.during.overlaps(other.during)
    ]


def together_though_apart(stays: Iterable[Stay], apart: Iterable[frozenset[UUID]]) -> list[tuple[Stay, Stay]]:
    """Pairs of people kept apart who share a cohort on some day."""
    pairs = set(apart)
    return [
        (one, other)
        for one, other in combinations(stays, 2)
        if frozenset({one.patient, other.patient}) in pairs
        and one.cohort == other.cohort
        and one.during.overlaps(other.during)
    ]


def first_day_parted(stay: Stay, partners: Iterable[Stay]) -> date | None:
    """The first day of this stay on which the partner is not in the same cohort, or None where they are together."""
    return uncovered(stay.during, [p.during for p in partners if p.cohort == stay.cohort])


def track_of(person: Person) -> str:
    """The track a cohort must have for them: their own, or both for a couple of two different ones."""
    return "dual" if person.partners_track not in (None, person.track) else person.track


def why_unfit(person: Person, group: Group, during: Days) -> str | None:
    """What stands against somebody's coming into a cohort: "days", "closed", "track" ...; None where they fit."""
    if not group.during.holds(during):
        return "days"
    if not group.open and not group.began_elsewhere and during.first > group.during.first:
        return "closed"
    if group.track != track_of(person):
        return "track"
    if group.language not in person.languages:
        return "language"
    if group.focus and group.focus not in person.focuses:
        return "focus"
    if person.day_plans and group.day_plan not in person.day_plans:
        return "day_plan"
    return None
