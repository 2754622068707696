"""
Stage 1's search: tear down a few related cohorts, rebuild them better, and now and then accept a step back.

Simulated annealing over whole steps: the temperature falls from about a person's place to a fraction of a wish, so the
search first decides who sits where at all and then who gets which wish. Acceptance reads a table of logarithms, so
that no processor's floating point can change an answer.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_join import best_join
from hearthside.placement.solver.kernel_layout import (
    ALIVE_COUNT,
    POOL,
    ROWS,
    TOTAL,
    UNITS_ALL,
    Ints,
    candidates,
    cohort_of,
    rows,
)
from hearthside.placement.solver.kernel_moves import alter, gather, make_room, merge, reseat, ruin, start_afresh
from hearthside.placement.solver.kernel_open import open_cohort
from hearthside.placement.solver.kernel_pool import pool_add, pool_waiting, propose_staff
from hearthside.placement.solver.kernel_state import begin_step, random_below, take_back

# -ln((i + 0.5) / 1024) in 1/65536, as integers: made once here, the same everywhere.
ACCEPT = np.array([round(-np.log((i + 0.5) / 1024) * 65536) for i in range(1024)], dtype=np.int64)

MERGES = 1  # bit of `flags`: merging moves are allowed


@compiled
def sweep(M: Ints, S: Ints, goal: int) -> None:
    """Try every waiting unit once, in order: join a cohort below `goal`, else open one with any facilitator who may."""
    for u in range(S[UNITS_ALL]):
        if S[cohort_of(S, u)] != -1:
            continue
        begin_step(S)
        before = S[TOTAL]
        S[POOL] = 0
        S[candidates(S, 0)] = 0
        pool_add(S, u)
        if not best_join(M, S, u, 1):
            propose_staff(M, S, u, 12)
            pool_waiting(M, S, u, 150)
            open_cohort(M, S, u, goal, 1)
        if S[TOTAL] < before:
            take_back(M, S, before)


@compiled
def build_up(M: Ints, S: Ints, tries: int) -> int:
    """From waiting people to a first answer: `tries` new cohorts or joins, none taken back unless it costs points."""
    won = 0
    for _ in range(tries):
        begin_step(S)
        before = S[TOTAL]
        S[POOL] = 0
        S[candidates(S, 0)] = 0
        start_afresh(M, S)
        if S[TOTAL] < before:
            take_back(M, S, before)
        elif S[TOTAL] > before:
            won += 1
    return won


@compiled
def save(S: Ints, best: Ints) -> None:
    """Copy all rows."""
    begin = rows(S, 0, 0)
    for k in range(len(best)):
        best[k] = S[begin + k]


@compiled
def run(M: Ints, S: Ints, accept: Ints, steps: int, hot: int, cold: int, flags: int, best: Ints, keep: Ints) -> int:
    """
    Take `steps` steps while the temperature falls from `hot` to `cold` (scaled points, evenly per step).

    `best` holds the rows of the best answer so far, keep[0] its total and keep[1] the steps since it was saved.
    Gives the number of steps accepted.
    """
    accepted = 0
    for i in range(steps):
        heat = hot + (cold - hot) * i // steps
        begin_step(S)
        before = S[TOTAL]
        S[POOL] = 0
        S[candidates(S, 0)] = 0
        good = True
        pick = random_below(S, 100)
        if S[ALIVE_COUNT] == 0 or pick < 5:
            start_afresh(M, S)
        elif pick < 13:
            gather(M, S)
        elif pick < 48:
            make_room(M, S)
        elif pick < 66:
            ruin(M, S)
        elif pick < 76:
            reseat(M, S)
        elif pick < 84:
            if flags & MERGES:
                merge(M, S)
            else:
                ruin(M, S)
        else:
            good = alter(M, S)
        lost = before - S[TOTAL]
        if not good or (lost > 0 and lost > heat * accept[random_below(S, 1024)] >> 16):
            take_back(M, S, before)
        else:
            accepted += 1
        keep[1] += 1
        # Copying the best is worth it only now and then: the search ends cold, at or beside its best.
        if S[TOTAL] > keep[0] and keep[1] * 40 > S[ROWS]:
            save(S, best)
            keep[0] = S[TOTAL]
            keep[1] = 0
    if S[TOTAL] > keep[0]:
        save(S, best)
        keep[0] = S[TOTAL]
        keep[1] = 0
    return accepted
