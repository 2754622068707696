"""A cohort's own sums and score, its people, and the staff its people need, block by block."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach, can_staff, detach, load_points, staff_index
from hearthside.placement.solver.kernel_layout import (
    CO_AT,
    MOST_COS,
    SETS_AT,
    TOTAL,
    W_FOCUS,
    W_GENDER,
    W_SIZE,
    W_SMALL,
    W_STAFF,
    W_STAY,
    W_TIME,
    Ints,
    apart,
    apart_at,
    cohort_of,
    combo_days,
    combo_first,
    f_gender,
    f_langs,
    f_minutes,
    f_states,
    p_blocks,
    p_days,
    p_full,
    p_need,
    period,
    rows,
    s_mask,
    s_minutes,
    s_of_mask,
    scratch,
    staff,
    u_base,
    u_focus,
    u_home,
    u_langs,
    u_n,
    u_states,
    u_time,
    u_wish,
    u_zone,
)
from hearthside.placement.solver.kernel_rows import (
    BASE,
    COMBO,
    COS,
    FIRST,
    FIX_CO,
    FIX_FOCUS,
    FIX_LANG,
    FOCUS,
    GENDER,
    KEPT,
    LANGS,
    LEAD,
    MINUTES,
    MODERATE,
    PEOPLE,
    PLAN,
    SCORE,
    SMALL,
    STAFF_STATES,
    START,
    STATES,
    TRACK,
    UNITS,
)
from hearthside.placement.solver.kernel_state import post, random_below, seat, wait
from hearthside.placement.solver.model import SCALE


@compiled
def pattern_points(M: Ints, u: int, plan: int, combo: int, start: int) -> int:
    """What a pattern is worth to a unit: time wishes met, less the price of leaving the pattern they have now."""
    points = 0
    day = M[combo_first(M, combo)]
    for k in range(M[u_n(M, u)]):
        if M[u_time(M, u, k)] >= 0 and M[u_time(M, u, k)] == M[period(M, M[u_zone(M, u, k)], day, start)]:
            points += M[W_TIME]
        home = M[u_home(M, u, k, 0)]
        if home >= 0 and (home != plan or M[u_home(M, u, k, 1)] != combo or M[u_home(M, u, k, 2)] != start):
            points -= M[W_STAY]
    return points


@compiled
def refresh(M: Ints, S: Ints, row: int) -> None:
    """Recompute everything a row says about its members and staff, and its score."""
    R = rows(S, row, 0)
    co, sets = S[CO_AT], S[SETS_AT]
    people, small, moderate, woman, man, base = 0, 0, 0, 0, 0, 0
    langs, states, focus = np.int64(-1), np.int64(0), np.int64(-1)
    for k in range(S[R + UNITS]):
        u = S[R + FIRST + k]
        people += M[u_n(M, u)]
        base += M[u_base(M, u)] + pattern_points(M, u, S[R + PLAN], S[R + COMBO], S[R + START])
        small += M[u_wish(M, u, 0)]
        moderate += M[u_wish(M, u, 1)]
        woman += M[u_wish(M, u, 2)]
        man += M[u_wish(M, u, 3)]
        langs &= M[u_langs(M, u)]
        states |= M[u_states(M, u)]
        focus &= M[u_focus(M, u)]
    lead = S[R + LEAD]
    langs &= M[f_langs(M, lead)]
    staff_states = M[f_states(M, lead)]
    gender = M[f_gender(M, lead)]
    minutes = M[s_minutes(M, M[p_full(M, S[R + PLAN])])]
    for k in range(S[R + COS]):
        f = S[R + co + k]
        langs &= M[f_langs(M, f)]
        staff_states &= M[f_states(M, f)]
        gender |= M[f_gender(M, f)]
        minutes += M[s_minutes(M, S[R + sets + k])]
    if S[R + FIX_LANG]:
        langs &= S[R + FIX_LANG]
    if S[R + KEPT]:
        focus &= S[R + FIX_FOCUS]
    minutes *= M[p_days(M, S[R + PLAN])]
    score = base - minutes * M[W_STAFF]
    if focus and people:
        score += people * M[W_FOCUS]
    score += size_points(M, people, small, moderate)
    score += M[W_GENDER] * ((woman if gender & 1 else 0) + (man if gender & 2 else 0))
    S[TOTAL] += score - S[R + SCORE]
    S[R + PEOPLE], S[R + BASE], S[R + SCORE], S[R + MINUTES] = people, base, score, minutes
    S[R + LANGS], S[R + STATES], S[R + FOCUS], S[R + STAFF_STATES], S[R + GENDER] = (
        langs,
        states,
        focus,
        staff_states,
        gender,
    )
    S[R + SMALL], S[R + MODERATE] = small, moderate
    post(M, S, row)


@compiled
def size_points(M: Ints, people: int, small: int, moderate: int) -> int:
    points = 0
    if 6 <= people <= 8:
        points += M[W_SIZE] * small
    elif people >= 9:
        points += M[W_SIZE] * moderate
    if people < 8:
        points -= M[W_SMALL] * (8 - people)
    return points


@compiled
def needs_restaffing(M: Ints, S: Ints, row: int) -> bool:
    """Whether some block has fewer or more staff than its people need."""
    R = rows(S, row, 0)
    sets = S[SETS_AT]
    plan = S[R + PLAN]
    for b in range(M[p_blocks(M, plan)]):
        need = M[p_need(M, plan, S[R + PEOPLE], b)]
        if need == 0:
            continue
        have, fixed = 1, 1
        for k in range(S[R + COS]):
            works = M[s_mask(M, S[R + sets + k])] >> b & 1
            have += works
            if k < S[R + FIX_CO]:
                fixed += works
        if have < need or (have > need and have > fixed):
            return True
    return False


@compiled
def works_here(S: Ints, row: int, f: int) -> bool:
    if S[rows(S, row, LEAD)] == f:
        return True
    for k in range(S[rows(S, row, COS)]):
        if S[rows(S, row, S[CO_AT] + k)] == f:
            return True
    return False


@compiled
def pick_co(M: Ints, S: Ints, row: int, s: int) -> int:
    """A facilitator who can staff blockset s of this cohort at the least cost among some that can; -1 if none found."""
    R = rows(S, row, 0)
    days = M[combo_days(M, S[R + COMBO])]
    n_days = M[p_days(M, S[R + PLAN])]
    at, size = staff_index(M, S, S[R + TRACK], S[R + STATES])
    if size == 0:
        return -1
    offset = random_below(S, size)
    best, best_value, seen = -1, np.int64(-(1 << 62)), 0
    look = size if size < 120 else 120
    for i in range(look):
        k = offset + i
        f = S[staff(S, at + (k if k < size else k - size))]
        if S[R + STATES] & ~M[f_states(M, f)] or not S[R + LANGS] & M[f_langs(M, f)]:
            continue
        if works_here(S, row, f) or not can_staff(M, S, f, s, days, S[R + START], n_days):
            continue
        extra = M[s_minutes(M, s)] * n_days
        value = load_points(M, f, S[f_minutes(S, f)]) - load_points(M, f, S[f_minutes(S, f)] + extra)
        value += random_below(S, 20 * SCALE)
        if M[f_gender(M, f)] & ~S[R + GENDER]:
            value += 20 * SCALE
        if value > best_value:
            best, best_value = f, value
        seen += 1
        if seen >= 5:
            break
    return best


@compiled
def add_co(M: Ints, S: Ints, row: int, f: int, s: int) -> None:
    R = rows(S, row, 0)
    S[R + S[CO_AT] + S[R + COS]] = f
    S[R + S[SETS_AT] + S[R + COS]] = s
    S[R + COS] += 1
    attach(M, S, f, row, s)
    S[R + LANGS] &= M[f_langs(M, f)]
    S[R + GENDER] |= M[f_gender(M, f)]


@compiled
def shed_cos(M: Ints, S: Ints, row: int) -> None:
    """Let go of every co that is not fixed."""
    R = rows(S, row, 0)
    while S[R + COS] > S[R + FIX_CO]:
        S[R + COS] -= 1
        k = S[R + COS]
        detach(M, S, S[R + S[CO_AT] + k], row, S[R + S[SETS_AT] + k])


@compiled
def restaff(M: Ints, S: Ints, row: int) -> bool:
    """
    Give each block exactly the staff its people need, keeping whom it had where they still fit.

    When nobody is found the row is as before and the answer is False. Call after `refresh`; refreshes itself.
    """
    R = rows(S, row, 0)
    co, sets, most = S[CO_AT], S[SETS_AT], S[MOST_COS]
    plan = S[R + PLAN]
    days = M[combo_days(M, S[R + COMBO])]
    old = S[R + COS] - S[R + FIX_CO]
    for k in range(old):
        S[scratch(S, k)] = S[R + co + S[R + FIX_CO] + k]
        S[scratch(S, most + k)] = S[R + sets + S[R + FIX_CO] + k]
    shed_cos(M, S, row)
    refresh(M, S, row)
    good = fill_blocks(M, S, row, plan, days, old)
    if not good:
        shed_cos(M, S, row)
        refresh(M, S, row)
        for k in range(old):
            add_co(M, S, row, S[scratch(S, k)], S[scratch(S, most + k)])
    refresh(M, S, row)
    return good


@compiled
def fill_blocks(M: Ints, S: Ints, row: int, plan: int, days: int, old: int) -> bool:
    """Add cos, level by level, until no block is short; first those in `scratch`, then anybody."""
    R = rows(S, row, 0)
    sets, most = S[SETS_AT], S[MOST_COS]
    blocks = M[p_blocks(M, plan)]
    if S[R + LANGS] == 0 or S[R + STATES] & ~S[R + STAFF_STATES]:
        return False
    while True:
        short = 0
        for b in range(blocks):
            have = 1
            for k in range(S[R + COS]):
                have += M[s_mask(M, S[R + sets + k])] >> b & 1
            if have < M[p_need(M, plan, S[R + PEOPLE], b)]:
                short |= 1 << b
        if short == 0:
            return True
        if S[R + COS] >= most:
            return False
        s = M[s_of_mask(M, plan, short)]
        f = -1
        if s >= 0:
            for k in range(old):
                o = S[scratch(S, k)]
                if (
                    f < 0
                    and not S[R + STATES] & ~M[f_states(M, o)]
                    and S[R + LANGS] & M[f_langs(M, o)]
                    and not works_here(S, row, o)
                    and can_staff(M, S, o, s, days, S[R + START], M[p_days(M, plan)])
                ):
                    f = o
            if f < 0:
                f = pick_co(M, S, row, s)
        if f < 0:
            # Nobody can cover all of it: take the first short block alone, so that two people may share the work.
            alone = short & -short
            if alone == short:
                return False
            s = M[s_of_mask(M, plan, alone)]
            f = pick_co(M, S, row, s)
            if f < 0:
                return False
        add_co(M, S, row, f, s)


@compiled
def are_apart(M: Ints, S: Ints, row: int, u: int) -> bool:
    """Whether somebody in the cohort may not meet somebody of this unit."""
    for i in range(M[apart_at(M, u)], M[apart_at(M, u + 1)]):
        if S[cohort_of(S, M[apart(M, i)])] == row:
            return True
    return False


@compiled
def put(M: Ints, S: Ints, row: int, u: int) -> None:
    R = rows(S, row, 0)
    S[R + FIRST + S[R + UNITS]] = u
    S[R + UNITS] += 1
    seat(M, S, u, row)


@compiled
def take(M: Ints, S: Ints, row: int, u: int) -> None:
    R = rows(S, row, 0)
    for k in range(S[R + UNITS]):
        if S[R + FIRST + k] == u:
            S[R + UNITS] -= 1
            S[R + FIRST + k] = S[R + FIRST + S[R + UNITS]]
            break
    wait(M, S, u)
