"""
First come, first served: what a careful coordinator does by hand.

People are taken in the order in which they have waited. Whoever fits an open group joins the first one that has a
seat; a second facilitator is asked in where the ratio needs one. Whoever fits none waits, and as soon as enough people
who wait could sit together, a group opens at the time that suits most of them, with the facilitator who has most hours
left. Nobody who has a place is asked to move. Every rule is kept; nothing is planned ahead.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from bench.placement.facilitators import Promised
from bench.placement.seating import Bits, Pattern, Seating, numbered
from hearthside.base.words import TRACKS
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort

MOST_PATTERNS_ASKED = 40
MOST_FACILITATORS_ASKED = 60


@dataclass
class Group:
    """An open group; `seconds` are the co-facilitators with their blocks, `languages` what everybody shares."""

    pattern: Pattern
    track: int
    languages: int
    lead: int
    units: list[int] = field(default_factory=list)
    people: int = 0
    seconds: dict[int, tuple[int, ...]] = field(default_factory=dict)


class FirstCome:
    def __init__(self, problem: Problem):
        self.seating = Seating(problem)
        self.a = self.seating.a
        self.cap, self.least = problem.policy.cohort_cap, problem.policy.cohort_min
        self.promised = Promised(self.seating)
        self.groups: list[Group] = []
        self.waiting: dict[int, list[int]] = {t: [] for t in range(len(TRACKS))}
        self.words = self.seating.unit_words
        self.apart = [
            set(map(int, self.a.apart[self.a.apart_at[u] : self.a.apart_at[u + 1]])) for u in range(len(self.a.u_n))
        ]
        self.states = self.a.u_states.tolist()
        self.reach = self.a.f_states.tolist()
        self.people = self.a.u_n.tolist()
        self.languages = self.a.u_langs.tolist()
        self.track = self.a.u_track.tolist()
        self.open_in: dict[int, list[Group]] = {t: [] for t in range(len(TRACKS))}  # groups with a seat left, by track

    def in_order(self) -> list[int]:
        """Units by the longest wait of their people, then by id."""
        person = self.seating.problem.person
        units = self.seating.model.units
        return sorted(range(len(units)), key=lambda u: (-max(person[i].waiting_days for i in units[u]), u))

    def run(self, until: float = float("inf")) -> tuple[Cohort, ...]:
        """All groups open once everybody was asked, or when the clock (`time.monotonic`) says `until`."""
        for unit in self.in_order():
            if time.monotonic() > until:
                break
            if not self.joins(unit):
                self.waiting[self.track[unit]].append(unit)
                self.opens_around(unit)
        return numbered(
            self.seating.cohort(g.pattern, TRACKS[g.track], g.lead, g.seconds, g.units) for g in self.groups
        )

    def joins(self, unit: int) -> bool:
        """Whether some open group has a seat: the first one is taken."""
        return any(self.fits(unit, group) and self.seats(unit, group) for group in self.open_in[self.track[unit]])

    def fits(self, unit: int, group: Group) -> bool:
        return (
            bool(group.languages & self.languages[unit])
            and group.people + self.people[unit] <= self.cap
            and self.comes(unit, group.pattern)
            and all(self.licensed(f, unit) for f in (group.lead, *group.seconds))
            and not self.apart[unit].intersection(group.units)
        )

    def comes(self, unit: int, pattern: Pattern) -> bool:
        """Whether the unit is free for every program day of the pattern."""
        words = self.words[unit, pattern.plan]
        return all(int(words[d]) >> pattern.start & 1 for d in self.seating.days(pattern))

    def licensed(self, facilitator: int, unit: int) -> bool:
        return not self.states[unit] & ~self.reach[facilitator]

    def seats(self, unit: int, group: Group) -> bool:
        """Sit the unit down if the ratio holds, asking a second facilitator in where it needs one."""
        units, people = [*group.units, unit], group.people + self.people[unit]
        languages = group.languages & self.languages[unit]
        needed = self.seating.second_blocks(group.pattern.plan, people)
        before = dict(group.seconds)
        for f, blocks in before.items():
            self.promised.take(f, group.pattern, blocks, sign=-1)
        if needed:
            helper = next(
                (f for f in self.helpers(group, needed, before) if self.can_help(f, group, needed, units, languages)),
                None,
            )
            if helper is None:
                for f, blocks in before.items():
                    self.promised.take(f, group.pattern, blocks)
                return False
            self.promised.take(helper, group.pattern, needed)
            group.seconds = {helper: needed}
            languages &= int(self.a.f_langs[helper])
        group.units, group.people, group.languages = units, people, languages
        if people == self.cap:
            self.open_in[group.track] = [g for g in self.open_in[group.track] if g is not group]
        return True

    def helpers(self, group: Group, needed: tuple[int, ...], current: dict[int, tuple[int, ...]]) -> list[int]:
        """Who is asked to be the second facilitator: who already is, then whoever has most hours left."""
        seating, plan = self.seating, group.pattern.plan
        minutes = int(self.a.s_minutes[seating.blockset(plan, needed)]) * len(seating.days(group.pattern))
        left = self.promised.minutes_left
        others = [f for f in range(len(self.reach)) if f != group.lead and f not in current and left(f) >= minutes]
        return [*current, *sorted(others, key=lambda f: (-left(f), f))]

    def can_help(self, f: int, group: Group, blocks: tuple[int, ...], units: list[int], languages: int) -> bool:
        return (
            bool(int(self.a.f_tracks[f]) >> group.track & 1)
            and bool(languages & int(self.a.f_langs[f]))
            and all(self.licensed(f, u) for u in units)
            and self.promised.can_take(f, group.pattern, blocks)
        )

    def opens_around(self, unit: int) -> None:
        """Open a group for this unit and others who wait, if enough of them could sit together."""
        pool = np.array([u for u in self.waiting[self.track[unit]] if u not in self.apart[unit]], dtype=np.int64)
        pool = pool[(self.a.u_langs[pool] & self.a.u_langs[unit]) != 0]
        if int(self.a.u_n[pool].sum()) < self.least:
            return
        leads = self.leads(unit)
        for pattern in self.popular_patterns(unit, pool):
            if self.opens_at(pattern, unit, pool, leads):
                return

    def leads(self, unit: int) -> list[int]:
        """Who may lead a group with this unit and has hours for one, whoever has most left first."""
        plans = [k for k in range(len(self.seating.problem.programs)) if int(self.a.u_plans[unit]) >> k & 1]
        shortest = min(int(self.a.s_minutes[self.a.p_full[k]]) * int(self.a.p_days[k]) for k in plans) if plans else 0
        left = self.promised.minutes_left
        leads = [
            int(f)
            for f in self.a.index[self._index(self.track[unit], unit)]
            if left(f) >= shortest and self.licensed(f, unit) and int(self.a.f_langs[f]) & self.languages[unit]
        ]
        return sorted(leads, key=lambda f: (-left(f), f))[:MOST_FACILITATORS_ASKED]

    def popular_patterns(self, unit: int, pool: Bits) -> list[Pattern]:
        """Times the unit could come, those that suit most people who wait first."""
        found = []
        for plan in range(len(self.seating.problem.programs)):
            if not int(self.a.u_plans[unit]) >> plan & 1:
                continue
            own = self.seating.starts(self.words[unit, plan], plan)
            others = self.seating.starts(self.words[pool, plan], plan) & own
            sizes = self.a.u_n[pool].reshape(-1, 1)
            for start in range(int(self.a.limits[3])):
                counts = ((others >> start & 1) * sizes).sum(axis=0)
                for c in np.flatnonzero(counts >= self.least):
                    combo = int(self.a.p_combo_at[plan]) + int(c)
                    found.append((-int(counts[c]), plan, start, combo))
        return [Pattern(p, combo, start) for _, p, start, combo in sorted(found)[:MOST_PATTERNS_ASKED]]

    def opens_at(self, pattern: Pattern, unit: int, pool: Bits, leads: list[int]) -> bool:
        """Open a group at this time with the first facilitator who can take it and whom enough people suit."""
        track, blocks = self.track[unit], self.seating.all_blocks(pattern.plan)
        free: list[int] | None = None
        for lead in leads:
            if not self.promised.can_take(lead, pattern, blocks):
                continue
            if free is None:
                free = [int(u) for u in pool if u != unit and self.comes(int(u), pattern)]
            group = Group(pattern, track, int(self.a.f_langs[lead]) & self.languages[unit], lead)
            chosen = self.table(group, unit, free)
            if chosen:
                self.promised.take(lead, pattern, blocks)
                self.groups.append(group)
                self.open_in[track].append(group)
                for u in chosen:
                    if self.seats(u, group):
                        self.waiting[track].remove(u)
                return True
        return False

    def _index(self, track: int, unit: int) -> slice:
        states = int(self.a.limits[5])
        first = (self.states[unit] & -self.states[unit]).bit_length() - 1
        at = track * states + first
        return slice(int(self.a.index_at[at]), int(self.a.index_at[at + 1]))

    def table(self, group: Group, unit: int, free: list[int]) -> list[int]:
        """Who would sit down first, in the order of waiting, as far as one facilitator suffices; empty if too few."""
        chosen, people, languages = [unit], self.people[unit], group.languages
        for u in free:
            size = people + self.people[u]
            if (
                not self.seating.second_blocks(group.pattern.plan, size)
                and size <= self.cap
                and languages & self.languages[u]
                and self.licensed(group.lead, u)
                and not self.apart[u].intersection(chosen)
            ):
                chosen.append(u)
                people, languages = size, languages & self.languages[u]
        return chosen if people >= self.least else []


def first_come(problem: Problem, *, seconds: float = float("inf")) -> tuple[Cohort, ...]:
    """The groups a coordinator ends up with, asking everybody once in the order of waiting."""
    return FirstCome(problem).run(time.monotonic() + seconds)
