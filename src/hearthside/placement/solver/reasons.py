"""
Why somebody is not placed: the first filter of placement.md section 3 that leaves nothing, week or no week.

A candidate is a facilitator, a day plan in everybody's list, and a pattern. All patterns are bits of one number
(`start_bits.py`). Facilitators who are alike to every filter but availability and hours are one *kind*; people are
counted in crowds (`crowds.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.crowds import Crowds
from hearthside.placement.solver.problem import DayPlan, Person, Problem
from hearthside.placement.solver.start_bits import PatternBits, StartBits, at_least, joined

Unit = tuple[str, ...]
Words = frozenset[str]


def reachable_minutes(problem: Problem, person_id: str, plan: DayPlan) -> int:
    """The most countable minutes a week in this day plan with the sessions that are due, within the weekly maximum."""
    due = [problem.policy.session_minutes[CARE_ROLES[role]] for role in problem.roles_due(person_id)]
    totals = (
        plan.countable_week_minutes + sum(some) for count in range(len(due) + 1) for some in combinations(due, count)
    )
    return max((t for t in totals if t <= problem.policy.week_maximum_minutes), default=0)


@dataclass(frozen=True)
class UnitBits:
    """What the filters ask of a unit. `free` and `enough` are patterns; `enough` reach the weekly minimum too."""

    ids: Unit
    states: Words
    languages: Words
    track: str
    free: int
    enough: int


@dataclass
class Kind:
    """Facilitators with the same authorities, languages and tracks: when any is free, and when one has the hours."""

    states: Words
    languages: Words
    tracks: Words
    free: int = 0
    able: int = 0
    count: int = 0


@dataclass(frozen=True)
class _Open:
    """Patterns left to units of one track, states and languages after each filter that counts or times."""

    availability: int
    alike: int
    minutes: int
    staff: int


class Reasons:
    """The filters of one problem, prepared once; asking about one unit is then a few microseconds."""

    def __init__(self, problem: Problem, starts: StartBits | None = None):
        self.problem = problem
        self.bits = PatternBits(starts or StartBits(problem))
        self._minimum = problem.policy.cohort_min
        self._minutes: dict[tuple[str, tuple[str, ...]], int] = {}
        self.kinds = self._kinds()
        self.units = {ids: self.unit_bits(ids) for ids in problem.units}
        self._unit_of = {i: ids for ids in self.units for i in ids}
        everybody = self.units.values()
        self._free = Crowds(((u.track, u.languages, u.states, u.free, len(u.ids)) for u in everybody), self._minimum)
        self._enough = Crowds(
            ((u.track, u.languages, u.states, u.enough, len(u.ids)) for u in everybody), self._minimum
        )
        self._of_track: dict[str, list[UnitBits]] = {}
        for unit in everybody:
            self._of_track.setdefault(unit.track, []).append(unit)
        self._open: dict[tuple[str, Words, Words], _Open] = {}
        self._qualified: dict[tuple[Words, Words, str], list[Kind]] = {}
        self._reason: dict[Unit, str] = {}

    def _kinds(self) -> list[Kind]:
        found: dict[tuple[Words, Words, Words], Kind] = {}
        starts = self.bits.starts
        for c in self.problem.clinicians:
            if "facilitator" not in c.roles:
                continue
            key = (c.states, frozenset(c.languages), frozenset(c.tracks))
            kind = found.setdefault(key, Kind(*key))
            kind.count += 1
            for plan in self.problem.programs:
                free = self.bits.patterns(plan.id, starts.free(c.reach, 0, plan.day_minutes))
                kind.free |= free
                day = plan.staffed_day_minutes
                if day <= c.day_minutes and day * plan.days_per_week <= c.group_minutes:
                    kind.able |= free
        return list(found.values())

    def unit_bits(self, ids: Unit) -> UnitBits:
        """A unit as the filters see it."""
        people = [self.problem.person[i] for i in ids]
        free = enough = 0
        for plan in self.problem.programs:
            if not all(plan.id in p.programs for p in people):
                continue
            begin = -1
            for p in people:
                begin &= self.bits.starts.free(p.reach, 0, plan.day_minutes)
            patterns = self.bits.patterns(plan.id, begin)
            free |= patterns
            if self.reaches(people, plan):
                enough |= patterns
        return UnitBits(
            ids=ids,
            states=frozenset(p.state for p in people),
            languages=frozenset.intersection(*(frozenset(p.languages) for p in people)),
            track=self.problem.unit_track(ids),
            free=free,
            enough=enough,
        )

    def reaches(self, people: Iterable[Person], plan: DayPlan) -> bool:
        """Whether everybody can reach their weekly minimum in this day plan, with every session that is due."""
        return all(self._reachable(p.id, plan) >= p.minimum_minutes for p in people)

    def _reachable(self, person_id: str, plan: DayPlan) -> int:
        # They depend on the roles due alone, of which few combinations are different.
        key = (plan.id, self.problem.roles_due(person_id))
        if key not in self._minutes:
            self._minutes[key] = reachable_minutes(self.problem, person_id, plan)
        return self._minutes[key]

    def most_alike(self, ids: Unit, *, enough: bool = False) -> int:
        """The most people, this unit included and at most a smallest cohort, who come together under one candidate."""
        unit = self.units[ids]
        at, crowds = (unit.enough, self._enough) if enough else (unit.free, self._free)
        return max(
            (
                people
                for kind in self.qualified(unit.states, unit.languages, unit.track)
                if at & kind.free
                for language in unit.languages & kind.languages
                for people, patterns in enumerate(crowds.together(unit.track, language, kind.states))
                if at & kind.free & patterns
            ),
            default=0,
        )

    def qualified(self, states: Words, languages: Words, track: str) -> list[Kind]:
        """Kinds that pass license, language and qualification."""
        key = (states, languages, track)
        if key not in self._qualified:
            self._qualified[key] = [
                k for k in self.kinds if states <= k.states and languages & k.languages and track in k.tracks
            ]
        return self._qualified[key]

    def _remaining(self, unit: UnitBits) -> _Open:
        key = (unit.track, unit.states, unit.languages)
        if key not in self._open:
            free = alike = minutes = staff = 0
            for kind in self.qualified(unit.states, unit.languages, unit.track):
                free |= kind.free
                for language in unit.languages & kind.languages:
                    full = self._enough.together(unit.track, language, kind.states)[self._minimum]
                    alike |= kind.free & self._free.together(unit.track, language, kind.states)[self._minimum]
                    minutes |= kind.free & full
                    staff |= kind.able & full
            self._open[key] = _Open(free, alike, minutes, staff)
        return self._open[key]

    def _full_without(self, unit: UnitBits, absent: frozenset[Unit], able: bool) -> bool:
        """Whether any candidate is left when people apart from the unit do not count."""
        for kind in self.qualified(unit.states, unit.languages, unit.track):
            for language in unit.languages & kind.languages:
                # Only where there are enough people with them does it matter whether there are enough without.
                here = unit.enough & (kind.able if able else kind.free)
                here = here and here & self._enough.together(unit.track, language, kind.states)[self._minimum]
                if here and self._still_full(unit.track, language, kind.states, here, absent):
                    return True
        return False

    def _still_full(self, track: str, language: str, licensed: Words, here: int, absent: frozenset[Unit]) -> bool:
        reached = [-1] + [0] * self._minimum
        for other in self._of_track[track]:
            if other.enough & here and language in other.languages and other.states <= licensed:
                if other.ids not in absent:
                    reached = joined(reached, at_least([(other.enough & here, len(other.ids))], self._minimum))
                    if reached[self._minimum]:
                        return True
        return False

    def apart_units(self, ids: Unit) -> frozenset[Unit]:
        """Whom this unit may not share a cohort with, as units."""
        return frozenset(self._unit_of[o] for i in ids for o in self.problem.apart.get(i, ())) - {ids}

    def of(self, ids: Unit) -> str:
        """The unit's reason: the first filter that leaves nothing, `lost_out` if each leaves something."""
        if ids not in self._reason:
            unit = self.units[ids]
            self._reason[ids] = self._unqualified(unit) or self._by_hours(unit)
        return self._reason[ids]

    def _unqualified(self, unit: UnitBits) -> str:
        """The first of license, language and qualification that leaves nobody; empty when somebody is left."""
        people = [self.problem.person[i] for i in unit.ids]
        if not any(
            self.bits.of_plan[plan.id] and all(plan.id in p.programs for p in people) for plan in self.problem.programs
        ):
            return "license"
        if self.qualified(unit.states, unit.languages, unit.track):
            return ""
        licensed = [k for k in self.kinds if unit.states <= k.states]
        if any(unit.languages & k.languages for k in licensed):
            return "qualification"
        return "language" if licensed else "license"

    def _by_hours(self, unit: UnitBits) -> str:
        """The first of the filters that time or count which leaves nothing."""
        left = self._remaining(unit)
        if not unit.free & left.availability:
            return "availability"
        if not unit.free & left.alike:
            return "too_few_alike"
        if not unit.enough & left.minutes:
            return "minimum_minutes"
        absent = self.apart_units(unit.ids)
        if not absent:
            return "lost_out" if unit.enough & left.staff else "staff_hours"
        if self._full_without(unit, absent, able=True):
            return "lost_out"
        return "staff_hours" if self._full_without(unit, absent, able=False) else "keep_apart"

    def placeable(self, placed: Iterable[Unit]) -> int:
        """How many people could be placed if nobody else wanted the place; whoever is placed plainly can be."""
        there = set(placed)
        return sum(len(ids) for ids in self.units if ids in there or self.of(ids) == "lost_out")
