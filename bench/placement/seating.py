"""
The cohort question as the peers are asked it: units, facilitators, patterns, and who is free when.

It is read off the planner's own arrays, so that no peer loses a place to a misread clock; what a peer answers is judged
by `check.py`, which shares nothing with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hearthside.base.spans import WEEK_MINUTES
from hearthside.base.words import FOCUSES
from hearthside.placement.solver import model
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Staff

Bits = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pattern:
    """Days and start of a day plan; `combo` is its number in the planner's list of day combinations."""

    plan: int
    combo: int
    start: int  # grid steps from midnight


class Seating:
    """One roster as peers see it. The grid has at most 62 starts a day, so that one word holds a day."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.model = model.build(problem)
        self.a = self.model.arrays
        assert self.a.u_avail.shape[-1] == 1, "the benchmark's rosters use a 30-minute grid"

    @cached_property
    def combos(self) -> list[list[tuple[int, ...]]]:
        """For each day plan its day combinations, as weekdays."""
        at = self.a.p_combo_at
        return [
            [tuple(d for d in range(7) if int(self.a.combo_days[c]) >> d & 1) for c in range(at[p], at[p + 1])]
            for p in range(len(self.problem.programs))
        ]

    def days(self, pattern: Pattern) -> tuple[int, ...]:
        return self.days_of_combo[pattern.combo]

    @cached_property
    def days_of_combo(self) -> list[tuple[int, ...]]:
        return [days for combos in self.combos for days in combos]

    def starts(self, day_words: Bits, plan: int) -> Bits:
        """
        At which starts each day combination of the plan works, as one word per combination.

        `day_words` are start bits per weekday, of one holder (7) or of many (n x 7).
        """
        usable = self.a.combo_ok[self.a.p_combo_at[plan] : self.a.p_combo_at[plan + 1], 0]
        columns = [np.bitwise_and.reduce(day_words[..., list(days)], axis=-1) for days in self.combos[plan]]
        return np.stack(columns, axis=-1) & usable

    @cached_property
    def unit_words(self) -> Bits:
        """Start bits by unit, day plan and weekday."""
        return self.a.u_avail[..., 0]

    @cached_property
    def lead_words(self) -> Bits:
        """Start bits by facilitator, day plan and weekday, for whoever stays the whole program day."""
        return self.a.f_avail[:, self.a.p_full, :, 0]

    def second_blocks(self, plan: int, size: int) -> tuple[int, ...]:
        """The blocks (from 1) that need a second facilitator at this size."""
        return tuple(i + 1 for i, need in enumerate(self.a.p_need[plan, size]) if need > 1)

    def blockset(self, plan: int, blocks: Iterable[int]) -> int:
        """The planner's number for exactly these blocks of the plan."""
        return int(self.a.s_of_mask[plan, sum(1 << (b - 1) for b in blocks)])

    def all_blocks(self, plan: int) -> tuple[int, ...]:
        """The blocks a lead staffs: every one but breaks."""
        return self._all_blocks[plan]

    @cached_property
    def _all_blocks(self) -> list[tuple[int, ...]]:
        return [tuple(i + 1 for i, b in enumerate(p.blocks) if b.staffed) for p in self.problem.programs]

    def stays(self, pattern: Pattern, blockset: int) -> list[tuple[int, int]]:
        """Where in the week (UTC minutes on the circle) somebody is who staffs these blocks of the pattern."""
        return [
            (
                (int(self.a.start_utc[d, pattern.start]) + int(self.a.s_from[blockset])) % WEEK_MINUTES,
                int(self.a.s_length[blockset]),
            )
            for d in self.days(pattern)
        ]

    def free(self, facilitator: int, pattern: Pattern, blockset: int) -> bool:
        """Whether the facilitator is available for these blocks on every day of the pattern."""
        words = self.a.f_avail[facilitator, blockset, :, 0]
        return all(int(words[d]) >> pattern.start & 1 for d in self.days(pattern))

    def licensed(self, facilitator: int, unit: int) -> bool:
        return (int(self.a.u_states[unit]) & ~int(self.a.f_states[facilitator])) == 0

    def cohort(
        self,
        pattern: Pattern,
        track: str,
        lead: int,
        seconds: Mapping[int, Sequence[int]],
        units: Iterable[int],
    ) -> Cohort:
        """The cohort as a published week has it; a language everybody shares, a focus if all asked for the same."""
        problem, programs = self.problem, self.problem.programs
        members = sorted(i for u in units for i in self.model.units[u])
        people = [problem.person[i] for i in members]
        facilitators = self.model.facilitators
        staff = [Staff(b, facilitators[lead].id, "lead") for b in self.all_blocks(pattern.plan)]
        staff += [Staff(b, facilitators[f].id, "co") for f, blocks in seconds.items() for b in blocks]
        speakers = [p.languages for p in people] + [facilitators[f].languages for f in (lead, *seconds)]
        return Cohort(
            id="",
            program_id=programs[pattern.plan].id,
            track=track,
            language=min(set.intersection(*map(set, speakers)), default=""),
            focus=next((f for f in FOCUSES if all(f in p.focus for p in people)), ""),
            days=self.days(pattern),
            start=pattern.start * problem.policy.grid_minutes,
            staff=tuple(sorted(staff, key=lambda s: (s.block, s.part != "lead", s.clinician_id))),
            members=tuple(members),
        )


def numbered(cohorts: Iterable[Cohort]) -> tuple[Cohort, ...]:
    """The cohorts with ids g1, g2 ... in the order of start, first day and smallest member."""
    ordered = sorted(cohorts, key=lambda c: (c.start, c.days[0], c.members[0]))
    return tuple(replace(c, id=f"g{n}") for n, c in enumerate(ordered, 1))
