"""
The starts of the week as bits: who is free at them, which patterns of days they make, and what time of day they are.

Bit s of a word says that a program day may start at grid step s of a reference-zone day.
"""

from itertools import combinations

import numpy as np

from hearthside.base import localtime
from hearthside.base.spans import Span, clash
from hearthside.placement.solver.kernel_layout import Ints
from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.start_bits import StartBits

WORD = 63  # bits used of a 64-bit word: the sign bit stays free


class Clock:
    """The starts of the week and who is free at them, as bits."""

    def __init__(self, problem: Problem, starts: StartBits | None = None):
        self.problem = problem
        self.starts = len(problem.grid)
        self.words = -(-self.starts // WORD)
        found = [[problem.start_of(day, minute) for minute in problem.grid] for day in range(7)]
        self.exists = [[s is not None for s in row] for row in found]
        self.utc = np.array([[-(10**9) if s is None else s for s in row] for row in found], dtype=np.int64)
        self.starts_of = starts or StartBits(problem)

    def pack(self, starts: int) -> Ints:
        """Start bits (see `StartBits`) as words: days x words."""
        whole_day, word = (1 << self.starts) - 1, (1 << WORD) - 1
        days = [starts >> day * self.starts & whole_day for day in range(7)]
        return np.array([[day >> WORD * w & word for w in range(self.words)] for day in days], dtype=np.int64)


def kept_sessions(problem: Problem) -> dict[str, list[Span]]:
    """Each clinician's sessions of a published week that is kept: no cohort may touch them."""
    busy: dict[str, list[Span]] = {}
    if problem.current is not None and not problem.replan:
        for s in problem.current.sessions:
            begin = problem.start_of(s.day, s.start)
            if begin is not None:
                for who in s.clinicians:
                    busy.setdefault(who, []).append((begin, begin + s.minutes))
    return busy


def facilitator_bits(
    problem: Problem, clock: Clock, who: Clinician, stays: list[tuple[int, int]], busy: list[Span]
) -> Ints:
    """For each stay (its offset and length): the starts at which the clinician is free for it."""
    starts, buffer = clock.starts_of, problem.policy.buffer_minutes
    out = np.zeros((len(stays), 7, clock.words), dtype=np.int64)
    for i, (offset, length) in enumerate(stays):
        free = starts.free(who.reach, offset, length)
        if busy:
            free &= ~starts.touching(busy, offset, length, buffer)
        out[i] = clock.pack(free)
    return out


def patterns(problem: Problem, clock: Clock) -> tuple[list[int], list[int], list[Ints]]:
    """Day combinations of each plan, and at which starts each is usable."""
    at, days, usable = [0], [], []
    for plan in problem.programs:
        for combo in combinations(sorted(plan.days_allowed), plan.days_per_week):
            ok = np.zeros(clock.words, dtype=np.int64)
            for k in range(clock.starts):
                if all(clock.exists[d][k] for d in combo):
                    spans = [(int(clock.utc[d][k]), int(clock.utc[d][k]) + plan.day_minutes) for d in combo]
                    if not any(clash(a, b, problem.policy.buffer_minutes) for a, b in combinations(spans, 2)):
                        ok[k // WORD] |= np.int64(1 << (k % WORD))
            days.append(sum(1 << d for d in combo))
            usable.append(ok)
        at.append(len(days))
    return at, days, usable


def periods(problem: Problem, clock: Clock, zones: list[str]) -> Ints:
    out = np.zeros((max(1, len(zones)), 7, clock.starts), dtype=np.int64)
    for z, zone in enumerate(zones):
        for position, at in clock.starts_of.at.items():
            day, k = divmod(position, clock.starts)
            _, minute = localtime.local_clock(problem.week, zone, at)
            out[z, day, k] = 0 if minute < 12 * 60 else 1 if minute < 17 * 60 else 2
    return out


def combo_of(combo_at: Ints, combo_days: Ints, plan: int, days: tuple[int, ...]) -> int:
    """The day combination of a plan with exactly these days, or -1."""
    mask = sum(1 << d for d in days)
    if plan < len(combo_at) - 1:
        for c in range(int(combo_at[plan]), int(combo_at[plan + 1])):
            if combo_days[c] == mask:
                return c
    return -1
