"""
The search's moves: merge two cohorts, tear down related cohorts and rebuild.

Each works on rows it has touched and may leave a mess: the step in `kernel.py` keeps it or takes it back whole.
"""

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_join import best_join, leave
from hearthside.placement.solver.kernel_layout import (
    CAP,
    CO_AT,
    LEAST,
    POOL,
    STATE_COUNT,
    Ints,
    candidates,
    cohort_of,
    f_count,
    f_rows,
    pool,
    rows,
    staff,
    staff_at,
)
from hearthside.placement.solver.kernel_lead import change_lead, repattern
from hearthside.placement.solver.kernel_open import open_cohort
from hearthside.placement.solver.kernel_pool import (
    pool_add,
    pool_seated,
    pool_waiting,
    propose_staff,
    random_lead,
    random_row,
    random_state,
    random_waiting,
    shuffle_pool,
)
from hearthside.placement.solver.kernel_rows import (
    ALIVE,
    COS,
    FIRST,
    FIX_U,
    KEPT,
    LEAD,
    PEOPLE,
    STATES,
    TRACK,
    UNITS,
)
from hearthside.placement.solver.kernel_state import clear_row, random_below, touch
from hearthside.placement.solver.model import SCALE


@compiled
def near(M: Ints, S: Ints, row: int) -> int:
    """A cohort related to this one: led by somebody licensed where its people are, mostly of the same track; or -1."""
    R = rows(S, row, 0)
    pick = random_below(S, 100)
    if pick < 35:
        # Another cohort of somebody who staffs this one: their hours are what both compete for.
        f = S[R + LEAD]
        if S[R + COS] and random_below(S, 2):
            f = S[R + S[CO_AT] + random_below(S, S[R + COS])]
        if S[f_count(S, f)] > 1:
            other = S[f_rows(S, f, random_below(S, S[f_count(S, f)]))]
            if other != row:
                return other
    track = S[R + TRACK] if pick < 90 else random_below(S, 3)
    state = random_state(M, S, S[R + STATES])
    k = track * M[STATE_COUNT] + state
    size = S[staff_at(S, k + 1)] - S[staff_at(S, k)]
    for _ in range(6):
        if size == 0:
            return -1
        f = S[staff(S, S[staff_at(S, k)] + random_below(S, size))]
        if S[f_count(S, f)]:
            other = S[f_rows(S, f, random_below(S, S[f_count(S, f)]))]
            if other != row:
                return other
    return -1


@compiled
def tear_down(M: Ints, S: Ints, row: int) -> None:
    """End a cohort and put its units into the pool; of a kept one, only those who may move leave."""
    if not touch(S, row):
        return
    R = rows(S, row, 0)
    if S[R + KEPT]:
        while S[rows(S, row, UNITS)] > S[R + FIX_U]:
            u = S[R + FIRST + S[R + UNITS] - 1]
            pool_add(S, u)
            leave(M, S, row, u)
        return
    for k in range(S[R + UNITS]):
        pool_add(S, S[R + FIRST + k])
    n = S[candidates(S, 0)]
    if n < 6:
        S[candidates(S, 0)] = n + 1
        S[candidates(S, n + 1)] = S[R + LEAD]
    clear_row(M, S, row)


@compiled
def thin_out(M: Ints, S: Ints, row: int, most: int) -> None:
    """Take one or a few random units out of a cohort and put them into the pool."""
    if not touch(S, row):
        return
    times = 1 + random_below(S, most)
    for _ in range(times):
        R = rows(S, row, 0)
        if not S[R + ALIVE] or S[R + UNITS] <= S[R + FIX_U]:
            return
        u = S[R + FIRST + S[R + FIX_U] + random_below(S, S[R + UNITS] - S[R + FIX_U])]
        pool_add(S, u)
        leave(M, S, row, u)


@compiled
def rebuild(M: Ints, S: Ints, seeds: int, opens: int, join_first: bool, joins: int) -> None:
    """
    Seat the pool again: joins and new cohorts around its first `seeds` units, then joins for the thrown out who are
    left and for `joins` of the waiting.
    """
    noise = 1 + 40 * SCALE
    if join_first:
        for i in range(seeds):
            if S[cohort_of(S, S[pool(S, i)])] == -1:
                best_join(M, S, S[pool(S, i)], noise)
    first = S[candidates(S, 0)]
    for _ in range(opens):
        seed = -1
        if seeds:
            offset = random_below(S, seeds)
            for i in range(seeds):
                u = S[pool(S, (offset + i) % seeds)]
                if S[cohort_of(S, u)] == -1:
                    seed = u
                    break
        if seed < 0 and S[POOL]:
            u = S[pool(S, random_below(S, S[POOL]))]
            if S[cohort_of(S, u)] == -1:
                seed = u
        if seed < 0:
            break
        S[candidates(S, 0)] = first
        propose_staff(M, S, seed, first + 3)
        open_cohort(M, S, seed, draw_goal(M, S), 1 + 150 * SCALE)
    for i in range(min(S[POOL], seeds + joins)):
        if S[cohort_of(S, S[pool(S, i)])] == -1:
            best_join(M, S, S[pool(S, i)], noise)


@compiled
def draw_goal(M: Ints, S: Ints) -> int:
    """How many people a new cohort may take: often the cap, or a size after which one more needs more staff."""
    cap, least = M[CAP], M[LEAST]
    pick = random_below(S, 100)
    if pick < 35:
        return cap
    size = 8 if pick < 52 else 6 if pick < 70 else least + random_below(S, cap - least + 1)
    return min(max(size, least), cap)


@compiled
def start_afresh(M: Ints, S: Ints) -> None:
    """Open a cohort around somebody who waits, from waiting people alone."""
    u = random_waiting(M, S)
    if u < 0:
        return
    pool_add(S, u)
    if random_below(S, 2) and best_join(M, S, u, 1 + 40 * SCALE):
        return
    propose_staff(M, S, u, 3)
    pool_waiting(M, S, u, 150)
    open_cohort(M, S, u, draw_goal(M, S), 1 + 150 * SCALE)


@compiled
def gather(M: Ints, S: Ints) -> None:
    """Open a cohort around somebody who waits, also with people whom their cohorts can spare, and fill the gaps."""
    u = random_waiting(M, S)
    if u < 0:
        return
    pool_add(S, u)
    propose_staff(M, S, u, 3)
    pool_waiting(M, S, u, 60)
    pool_seated(M, S, u, 24)
    if open_cohort(M, S, u, draw_goal(M, S), 1 + 60 * SCALE) < 0:
        return
    pool_waiting(M, S, u, 24)
    rebuild(M, S, 0, 0, False, S[POOL])


@compiled
def make_room(M: Ints, S: Ints) -> None:
    """Free somebody who could lead a cohort for a person who waits of another one, and open it."""
    u = random_waiting(M, S)
    if u < 0:
        return
    f = random_lead(M, S, u)
    if f < 0 or S[f_count(S, f)] == 0:
        return
    row = S[f_rows(S, f, random_below(S, S[f_count(S, f)]))]
    if S[rows(S, row, KEPT)] or not touch(S, row):
        return
    pool_add(S, u)
    if S[rows(S, row, LEAD)] != f or random_below(S, 2) or change_lead(M, S, row) < 0:
        tear_down(M, S, row)
    thrown = S[POOL]
    S[candidates(S, 0)] = 1
    S[candidates(S, 1)] = f
    pool_waiting(M, S, u, 60)
    pool_seated(M, S, u, 24)
    if open_cohort(M, S, u, draw_goal(M, S), 1 + 60 * SCALE) < 0:
        return
    rebuild(M, S, thrown, 1, random_below(S, 2) == 0, 12)


@compiled
def ruin(M: Ints, S: Ints) -> None:
    """End one to three related cohorts and rebuild."""
    row = random_row(S)
    if row < 0:
        return
    times = 1 + (random_below(S, 100) < 65) + (random_below(S, 100) < 30)
    opens = times + random_below(S, 2)
    track_unit = S[rows(S, row, FIRST)]
    other = row
    for _ in range(times):
        if other >= 0 and S[rows(S, other, ALIVE)]:
            following = near(M, S, other)
            tear_down(M, S, other)
            other = following
    thrown = S[POOL]
    if thrown == 0:
        return
    shuffle_pool(S)
    pool_waiting(M, S, track_unit, 30)
    rebuild(M, S, thrown, opens, random_below(S, 100) < 35, 12)


@compiled
def reseat(M: Ints, S: Ints) -> None:
    """Take a few people out of related cohorts and seat everybody who waits nearby anew: swaps come about this way."""
    row = random_row(S)
    if row < 0:
        return
    track_unit = S[rows(S, row, FIRST)]
    times = 1 + random_below(S, 3)
    other = row
    for _ in range(times):
        if other >= 0 and S[rows(S, other, ALIVE)]:
            following = near(M, S, other)
            thin_out(M, S, other, 3)
            other = following
    thrown = S[POOL]
    pool_waiting(M, S, track_unit, 8)
    shuffle_pool(S)
    opens = 1 if thrown > 3 and random_below(S, 100) < 20 else 0
    rebuild(M, S, S[POOL], opens, True, 0)


@compiled
def merge(M: Ints, S: Ints) -> None:
    """End two cohorts of one track, small ones first, and open one around both."""
    row = random_row(S)
    for _ in range(3):
        other = random_row(S)
        if other >= 0 and S[rows(S, other, PEOPLE)] < S[rows(S, row, PEOPLE)]:
            row = other
    if row < 0 or S[rows(S, row, KEPT)]:
        return
    mate, mate_people = -1, 1 << 30
    for _ in range(5):
        other = near(M, S, row)
        if (
            other >= 0
            and S[rows(S, other, TRACK)] == S[rows(S, row, TRACK)]
            and not S[rows(S, other, KEPT)]
            and S[rows(S, other, PEOPLE)] < mate_people
        ):
            mate, mate_people = other, S[rows(S, other, PEOPLE)]
    if mate < 0:
        return
    seed = S[rows(S, row, FIRST + random_below(S, S[rows(S, row, UNITS)]))]
    tear_down(M, S, row)
    tear_down(M, S, mate)
    thrown = S[POOL]
    pool_waiting(M, S, seed, 16)
    first = S[candidates(S, 0)]
    propose_staff(M, S, seed, first + 3)
    open_cohort(M, S, seed, M[CAP], 1 + 60 * SCALE)
    S[candidates(S, 0)] = first
    rebuild(M, S, thrown, 1 if random_below(S, 2) else 0, True, 8)


@compiled
def alter(M: Ints, S: Ints) -> bool:
    """Change a cohort's pattern or lead in place, then let people who wait nearby join. False when it cannot be."""
    row = random_row(S)
    if row < 0 or S[rows(S, row, KEPT)] or not touch(S, row):
        return False
    seed = S[rows(S, row, FIRST)]
    opens = 0
    if random_below(S, 100) < 55:
        if not repattern(M, S, row):
            return False
    else:
        freed = change_lead(M, S, row)
        if freed < 0:
            return False
        S[candidates(S, 0)] = 1
        S[candidates(S, 1)] = freed
        opens = random_below(S, 2)
    pool_waiting(M, S, seed, 24)
    rebuild(M, S, 0, opens, True, 12)
    return True
