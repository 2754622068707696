"""
The starts of the week as bits: who is free at them, which patterns of days they make, and what time of day they are.

Bit s of a word says that a program day may start at grid step s of a reference-zone day.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt

from hearthside.base import localtime
from hearthside.base.spans import WEEK_MINUTES, Span, clash
from hearthside.placement.solver.kernel_layout import Ints
from hearthside.placement.solver.problem import Clinician, Problem

WORD = 63  # bits used of a 64-bit word: the sign bit stays free


class Clock:
    """The starts of the week and who is free at them, as bits."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.starts = len(problem.grid)
        self.words = -(-self.starts // WORD)
        found = [[problem.start_of(day, minute) for minute in problem.grid] for day in range(7)]
        self.exists = [[s is not None for s in row] for row in found]
        self.utc = np.array([[-(10**9) if s is None else s for s in row] for row in found], dtype=np.int64)
        # Free time is asked by binary search over the same sorted starts for everybody, on the circle.
        self.flat = [(s, day, k) for day, row in enumerate(found) for k, s in enumerate(row) if s is not None]
        self.flat.sort()
        self.times = np.array([s for s, _, _ in self.flat], dtype=np.int64)
        self.where = np.array([(d, k) for _, d, k in self.flat], dtype=np.int64).reshape(-1, 2)

    def free_at(self, reach: tuple[Span, ...], start: int, length: int) -> npt.NDArray[np.bool_]:
        """For each existing start: whether all of [start offset, + length) lies in one span of `reach`."""
        free = np.zeros(len(self.times), dtype=np.bool_)
        begin = self.times + start
        shift = WEEK_MINUTES * (begin // WEEK_MINUTES)
        begin = begin - shift
        for span_from, span_to in reach:
            free |= (begin >= span_from) & (begin + length <= span_to)
        return free

    def pack(self, free: npt.NDArray[np.bool_]) -> Ints:
        out = np.zeros((7, self.words), dtype=np.int64)
        where = self.where[free]
        np.bitwise_or.at(out, (where[:, 0], where[:, 1] // WORD), np.left_shift(1, where[:, 1] % WORD))
        return out


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
    buffer = problem.policy.buffer_minutes
    out = np.zeros((len(stays), 7, clock.words), dtype=np.int64)
    for i, (start, length) in enumerate(stays):
        free = clock.free_at(who.reach, start, length)
        for begin, end in busy:
            # As `spans.clash`, for all starts at once.
            after = (begin - clock.times - start) % WEEK_MINUTES
            free &= (after >= length + buffer) & (WEEK_MINUTES - after >= end - begin + buffer)
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
        for t, (day, k) in zip(clock.times, clock.where, strict=True):
            _, minute = localtime.local_clock(problem.week, zone, int(t))
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
