"""Joining and leaving a cohort."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import may_come
from hearthside.placement.solver.kernel_layout import (
    ALIVE_COUNT,
    CAP,
    LEAST,
    STAMP,
    STATE_COUNT,
    W_FOCUS,
    W_STAFF,
    Ints,
    board,
    order,
    p_minutes,
    rows,
    stuck,
    u_base,
    u_focus,
    u_free,
    u_langs,
    u_n,
    u_states,
    u_track,
    u_wish,
)
from hearthside.placement.solver.kernel_pool import pool_add
from hearthside.placement.solver.kernel_rows import (
    BASE,
    CLOSED,
    COMBO,
    FIRST,
    FIX_CO,
    FIX_FOCUS,
    FOCUS,
    KEPT,
    LANGS,
    MINUTES,
    MODERATE,
    PEOPLE,
    PLAN,
    SCORE,
    SMALL,
    STAFF_STATES,
    START,
    TRACK,
    UNITS,
)
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
from hearthside.placement.solver.kernel_state import clear_row, random_below, touch

MOST_WEIGHED = 40  # cohorts in which one unit's gain is worked out


@compiled
def fits(M: Ints, S: Ints, row: int, u: int) -> bool:
    """Whether the unit could sit in this cohort, staff hours aside."""
    R = rows(S, row, 0)
    return (
        S[R + PEOPLE] + M[u_n(M, u)] <= M[CAP]
        and S[R + TRACK] == M[u_track(M, u)]
        and may_come(M, u, S[R + COMBO], S[R + START])
        and S[R + LANGS] & M[u_langs(M, u)] != 0
        and M[u_states(M, u)] & ~S[R + STAFF_STATES] == 0
        and S[R + CLOSED] == 0
        and not (S[R + KEPT] and S[R + FIX_FOCUS] > 0 and not S[R + FIX_FOCUS] & M[u_focus(M, u)])
        and not are_apart(M, S, row, u)
    )


@compiled
def is_stuck(M: Ints, S: Ints, row: int, u: int) -> bool:
    """
    Whether the unit would need a further therapist that was sought in vain in this step, or not long ago.

    What was sought not long ago is sought again now and then: somebody may have come free.
    """
    plan, people = S[rows(S, row, PLAN)], S[rows(S, row, PEOPLE)]
    if M[p_minutes(M, plan, people + M[u_n(M, u)])] <= M[p_minutes(M, plan, people)]:
        return False
    since = S[STAMP] - S[stuck(S, row)]
    return since == 0 or (since < S[ALIVE_COUNT] and random_below(S, 8) != 0)


@compiled
def join_gain(M: Ints, S: Ints, row: int, u: int) -> int:
    """Points won if the unit joined, second therapists paid at their cheapest; load and gender wishes aside."""
    R = rows(S, row, 0)
    people = S[R + PEOPLE] + M[u_n(M, u)]
    small, moderate = S[R + SMALL] + M[u_wish(M, u, 0)], S[R + MODERATE] + M[u_wish(M, u, 1)]
    minutes = M[p_minutes(M, S[R + PLAN], people)]
    if minutes < S[R + MINUTES] and S[R + FIX_CO]:
        minutes = S[R + MINUTES]
    score = S[R + BASE] + M[u_base(M, u)] + pattern_points(M, u, S[R + PLAN], S[R + COMBO], S[R + START])
    score += size_points(M, people, small, moderate) - minutes * M[W_STAFF]
    if S[R + FOCUS] & M[u_focus(M, u)]:
        score += people * M[W_FOCUS]
    return score - S[R + SCORE]


@compiled
def sit(M: Ints, S: Ints, row: int, u: int) -> bool:
    """Seat the unit and give the cohort the staff it then needs; the row is as before when that cannot be."""
    if not touch(S, row):
        return False
    put(M, S, row, u)
    refresh(M, S, row)
    if needs_restaffing(M, S, row) and not restaff(M, S, row):
        take(M, S, row, u)
        refresh(M, S, row)
        S[stuck(S, row)] = S[STAMP]
        return False
    return True


@compiled
def leave(M: Ints, S: Ints, row: int, u: int) -> None:
    """Take the unit out; staff no longer needed go home, and a cohort too small ends. The row must be touched."""
    take(M, S, row, u)
    refresh(M, S, row)
    R = rows(S, row, 0)
    if S[R + PEOPLE] < M[LEAST] and not S[R + KEPT]:
        for k in range(S[R + UNITS]):
            pool_add(S, S[R + FIRST + k])
        clear_row(M, S, row)
    elif needs_restaffing(M, S, row):
        restaff(M, S, row)


@compiled
def best_join(M: Ints, S: Ints, u: int, noise: int) -> bool:
    """Seat a waiting unit where it wins most among the cohorts that fit it; at most three tries find staff."""
    alive = S[ALIVE_COUNT]
    if alive == 0:
        return False
    asked = M[u_states(M, u)] | np.int64(1) << (M[STATE_COUNT] + M[u_track(M, u)])
    langs, free = M[u_langs(M, u)], u_free(M, u, 0, 0)
    most = M[CAP] - M[u_n(M, u)]
    top0, top1, top2 = -1, -1, -1
    gain0, gain1, gain2 = np.int64(0), np.int64(0), np.int64(0)
    looked = 0
    # From a random place to the end, then from the beginning to that place.
    offset = random_below(S, alive)
    for part in range(2):
        begin, end = (offset, alive) if part == 0 else (0, offset)
        B = board(S, begin, 0)
        for k in range(begin, end):
            # One question without branches: most cohorts say no to one part of it or another.
            if (
                (asked & ~S[B] == 0)
                & (langs & S[B + 1] != 0)
                & (M[free + S[B + 2]] >> (S[B + 3] & 63) & 1 == 1)
                & (S[B + 3] >> 6 <= most)
            ):
                row = S[order(S, k)]
                if fits(M, S, row, u) and not is_stuck(M, S, row, u):
                    looked += 1
                    gain = join_gain(M, S, row, u) + random_below(S, noise)
                    if gain > gain0:
                        top0, top1, top2 = row, top0, top1
                        gain0, gain1, gain2 = gain, gain0, gain1
                    elif gain > gain1:
                        top1, top2 = row, top1
                        gain1, gain2 = gain, gain1
                    elif gain > gain2:
                        top2, gain2 = row, gain
                    if looked >= MOST_WEIGHED:
                        break
            B += 4
        if looked >= MOST_WEIGHED:
            break
    if top0 >= 0 and sit(M, S, top0, u):
        return True
    if top1 >= 0 and sit(M, S, top1, u):
        return True
    return top2 >= 0 and sit(M, S, top2, u)
