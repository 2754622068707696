"""Opening a cohort around a waiting unit: which lead, which pattern, who else."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach, can_staff, may_come
from hearthside.placement.solver.kernel_join import leave
from hearthside.placement.solver.kernel_layout import (
    ALIVE_COUNT,
    LEAST,
    PLANS,
    POOL,
    ROW_LENGTH,
    ROWS,
    W_STAFF,
    WORDS,
    Ints,
    candidates,
    cohort_of,
    combo_days,
    count,
    f_langs,
    f_lead,
    f_minutes,
    f_states,
    f_tracks,
    f_week,
    keys,
    order,
    p_combo_at,
    p_days,
    p_full,
    p_minutes,
    picked,
    pool,
    rows,
    s_minutes,
    starts,
    u_base,
    u_focus,
    u_free,
    u_langs,
    u_n,
    u_plans,
    u_states,
    u_track,
)
from hearthside.placement.solver.kernel_rows import COMBO, FIRST, KEPT, LANGS, LEAD, PEOPLE, PLAN, START, TRACK, UNITS
from hearthside.placement.solver.kernel_staffing import (
    are_apart,
    needs_restaffing,
    pattern_points,
    put,
    refresh,
    restaff,
    size_points,
    take,
)
from hearthside.placement.solver.kernel_state import clear_row, raise_row, random_below, touch
from hearthside.placement.solver.model import SCALE
from hearthside.placement.solver.model_clock import WORD


@compiled
def may_go(M: Ints, S: Ints, e: int) -> bool:
    """Whether a seated unit's cohort can spare it."""
    row = S[cohort_of(S, e)]
    if row < 0:
        return False
    return S[rows(S, row, KEPT)] == 0 and S[rows(S, row, PEOPLE)] - M[u_n(M, e)] >= M[LEAST]


@compiled
def likely(M: Ints, S: Ints, seed: int, f: int, focus: int) -> int:
    """Put the pool's units that may share a cohort with the seed under f into `picked`; how many."""
    lang = M[u_langs(M, seed)] & M[f_langs(M, f)]
    n = 0
    for j in range(S[POOL]):
        e = S[pool(S, j)]
        if (
            (S[cohort_of(S, e)] == -1 or may_go(M, S, e))
            and M[u_track(M, e)] == M[u_track(M, seed)]
            and M[u_states(M, e)] & ~M[f_states(M, f)] == 0
            and M[u_langs(M, e)] & lang != 0
            and (focus == 0 or M[u_focus(M, e)] & focus != 0)
        ):
            S[picked(S, n)] = e
            n += 1
    return n


@compiled
def open_cohort(M: Ints, S: Ints, seed: int, goal: int, noise: int) -> int:
    """
    Open the most promising cohort around a waiting unit, with people of the pool and a lead of `candidates`.

    Every pattern that the seed and a candidate share is weighed by who else of the pool is free at it; the best is
    opened and filled up to `goal` people. Gives its row, or -1.
    """
    focus = 0
    if M[u_focus(M, seed)] and random_below(S, 100) < 40:
        focus = M[u_focus(M, seed)]
        pick = random_below(S, 3)
        if focus >> pick & 1:
            focus = 1 << pick
    best, best_people = np.int64(0), 0
    best_f, best_plan, best_combo, best_start = -1, -1, -1, -1
    for i in range(1, S[candidates(S, 0)] + 1):
        f = S[candidates(S, i)]
        if not M[f_tracks(M, f)] >> M[u_track(M, seed)] & 1 or M[u_states(M, seed)] & ~M[f_states(M, f)]:
            continue
        if M[u_langs(M, seed)] & M[f_langs(M, f)] == 0:
            continue
        n = likely(M, S, seed, f, focus)
        for plan in range(M[PLANS]):
            if M[u_plans(M, seed)] >> plan & 1 == 0:
                continue
            full = M[p_full(M, plan)]
            if S[f_minutes(S, f)] + M[s_minutes(M, full)] * M[p_days(M, plan)] > M[f_week(M, f)]:
                continue
            for combo in range(M[p_combo_at(M, plan)], M[p_combo_at(M, plan + 1)]):
                for word in range(M[WORDS]):
                    mask = M[f_lead(M, f, combo, word)] & M[u_free(M, seed, combo, word)]
                    if mask == 0:
                        continue
                    open_starts = count_people(M, S, n, combo, word, mask)
                    for k in range(open_starts):
                        people = min(S[count(S, k)], goal)
                        # Only a start that gathers about as many people as the best so far is worth a closer look.
                        if people + 1 < best_people or (people < best_people and random_below(S, 4)):
                            continue
                        start = word * WORD + S[starts(S, k)]
                        value = worth(M, S, n, plan, combo, start, S[count(S, k)], goal) + random_below(S, noise)
                        if value > best and can_staff(
                            M, S, f, full, M[combo_days(M, combo)], start, M[p_days(M, plan)]
                        ):
                            best, best_people = value, people
                            best_f, best_plan, best_combo, best_start = f, plan, combo, start
    if best_f < 0:
        return -1
    return fill_new(M, S, seed, best_f, best_plan, best_combo, best_start, goal, focus)


@compiled
def count_people(M: Ints, S: Ints, n: int, combo: int, word: int, mask: int) -> int:
    """
    How many people of `picked` are free at each start in `mask`; starts with enough for a cohort are listed.

    All starts of a word are counted at once, in binary: c0 to c3 hold one digit of every start's count, up to 15.
    """
    c0, c1, c2, c3 = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for i in range(n):
        e = S[picked(S, i)]
        free = mask & M[u_free(M, e, combo, word)]
        if free == 0:
            continue
        free &= ~(c3 & c2)  # from 12 on it does not matter how many more
        if M[u_n(M, e)] == 1:
            carry = c0 & free
            c0 ^= free
        else:
            carry = free
        more = c1 & carry
        c1 ^= carry
        carry = c2 & more
        c2 ^= more
        c3 |= carry
    listed = 0
    left = mask & (c0 | c1 | c2 | c3)
    bit = 0
    while left:
        if left & 0xFF == 0:
            left >>= 8
            bit += 8
            continue
        if left & 1:
            people = (c0 >> bit & 1) + 2 * (c1 >> bit & 1) + 4 * (c2 >> bit & 1) + 8 * (c3 >> bit & 1)
            if people >= M[LEAST]:
                S[count(S, listed)] = people
                S[starts(S, listed)] = bit
                listed += 1
        left >>= 1
        bit += 1
    return listed


@compiled
def gain_of(M: Ints, S: Ints, e: int) -> int:
    """What a place in a new cohort wins for the unit, wishes aside: nothing for whoever has a place."""
    return M[u_base(M, e)] if S[cohort_of(S, e)] == -1 else np.int64(0)


@compiled
def worth(M: Ints, S: Ints, n: int, plan: int, combo: int, start: int, people: int, goal: int) -> int:
    """About the points of a cohort of up to `goal` of the `picked` people free at this pattern."""
    total, counted = np.int64(0), 0
    for i in range(n):
        e = S[picked(S, i)]
        if may_come(M, e, combo, start):
            total += gain_of(M, S, e) + pattern_points(M, e, plan, combo, start)
            counted += M[u_n(M, e)]
    size = min(counted, goal)
    if counted > goal:
        total = total // counted * goal
    return total - M[p_minutes(M, plan, size)] * M[W_STAFF] + size_points(M, size, 0, 0)


@compiled
def free_row(S: Ints) -> int:
    n = S[ALIVE_COUNT]
    return S[order(S, n)] if n < S[ROWS] else -1


@compiled
def blank(M: Ints, S: Ints, row: int, track: int, f: int, plan: int, combo: int, start: int) -> None:
    """Begin a cohort without members in this row; its lead is entered."""
    R = rows(S, row, 0)
    for k in range(S[ROW_LENGTH]):
        S[R + k] = 0
    S[R + PLAN], S[R + COMBO], S[R + START], S[R + TRACK], S[R + LEAD] = plan, combo, start, track, f
    raise_row(M, S, row)
    attach(M, S, f, row, M[p_full(M, plan)])


@compiled
def fill_new(M: Ints, S: Ints, seed: int, f: int, plan: int, combo: int, start: int, goal: int, focus: int) -> int:
    """Open the chosen cohort: the seed first, then the most valuable per person, as long as staff are found."""
    row = free_row(S)
    if row < 0 or not touch(S, row):
        return -1
    n = likely(M, S, seed, f, focus)
    kept = 0
    for i in range(n):
        e = S[picked(S, i)]
        if may_come(M, e, combo, start) and e != seed:
            S[picked(S, kept)] = e
            kept += 1
    for i in range(kept):
        # Points per person, a little shaken so that the same few are not always left over.
        e = S[picked(S, i)]
        worth = gain_of(M, S, e) + pattern_points(M, e, plan, combo, start)
        key = worth // M[u_n(M, e)] + random_below(S, 60 * SCALE)
        k = i - 1
        while k >= 0 and S[keys(S, k)] < key:
            S[keys(S, k + 1)] = S[keys(S, k)]
            S[picked(S, k + 1)] = S[picked(S, k)]
            k -= 1
        S[keys(S, k + 1)] = key
        S[picked(S, k + 1)] = e
    blank(M, S, row, M[u_track(M, seed)], f, plan, combo, start)
    put(M, S, row, seed)
    refresh(M, S, row)
    R = rows(S, row, 0)
    for i in range(kept):
        e = S[picked(S, i)]
        if S[R + PEOPLE] + M[u_n(M, e)] <= goal and M[u_langs(M, e)] & S[R + LANGS] and not are_apart(M, S, row, e):
            if S[cohort_of(S, e)] >= 0:
                if not may_go(M, S, e) or not touch(S, S[cohort_of(S, e)]):
                    continue
                leave(M, S, S[cohort_of(S, e)], e)
            put(M, S, row, e)
            S[R + PEOPLE] += M[u_n(M, e)]
            S[R + LANGS] &= M[u_langs(M, e)]
    refresh(M, S, row)
    while S[R + PEOPLE] >= M[LEAST]:
        if not needs_restaffing(M, S, row) or restaff(M, S, row):
            return row
        take(M, S, row, S[R + FIRST + S[R + UNITS] - 1])
        refresh(M, S, row)
    clear_row(M, S, row)
    return -1
