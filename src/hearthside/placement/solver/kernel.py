"""
Stage 1's search: tear down a few related cohorts, rebuild them better, and now and then accept a step back.

Simulated annealing over whole steps: the temperature falls from about a person's place to a fraction of a wish, so the
search first decides who sits where at all and then who gets which wish. Acceptance reads a table of logarithms, so
that no processor's floating point can change an answer.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_moves import *
from hearthside.placement.solver.kernel_layout import *
from hearthside.placement.solver.kernel_state import *
from hearthside.placement.solver.model import SCALE

# -ln((i + 0.5) / 1024) in 1/65536, as integers: made once here, the same everywhere.
ACCEPT = np.array([round(-np.log((i + 0.5) / 1024) * 65536) for i in range(1024)], dtype=np.int64)

MERGES = 1  # bit of `flags`: merging moves are allowed


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
    size = M[index_at(M, k + 1)] - M[index_at(M, k)]
    for _ in range(6):
        if size == 0:
            return -1
        f = M[index(M, M[index_at(M, k)] + random_below(S, size))]
        if S[f_count(S, f)]:
            other = S[f_rows(S, f, random_below(S, S[f_count(S, f)]))]
            if other != row:
                return other
    return -1


@compiled
def random_state(M: Ints, S: Ints, states: int) -> int:
    chosen, seen = 0, 0
    for state in range(M[STATE_COUNT]):
        if states >> state & 1:
            seen += 1
            if random_below(S, seen) == 0:
                chosen = state
    return chosen


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
    """How many people a new cohort may take: often the cap, else a size after which one more needs another therapist."""
    cap, least = M[CAP], M[LEAST]
    pick = random_below(S, 100)
    if pick < 40:
        return cap
    size = 8 if pick < 65 else 6 if pick < 90 else least + random_below(S, cap - least + 1)
    return min(max(size, least), cap)


@compiled
def random_row(S: Ints) -> int:
    n = S[ALIVE_COUNT]
    return S[order(S, random_below(S, n))] if n else -1


@compiled
def random_waiting(M: Ints, S: Ints) -> int:
    """A waiting unit, from a random bucket that has any; -1 when nobody waits."""
    buckets = M[BUCKETS]
    offset = random_below(S, S[UNITS_ALL])
    bucket = M[u_bucket(M, S[waiting(S, offset)])]
    for i in range(buckets):
        b = (bucket + i) % buckets
        if S[waiting_count(S, b)]:
            return S[waiting(S, M[bucket_at(M, b)] + random_below(S, S[waiting_count(S, b)]))]
    return -1


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
def resume(M: Ints, S: Ints, track: int, plan: int, combo: int, start: int, units: Ints, wanted: Ints) -> bool:
    """Form an existing cohort again with whoever of its people still fits, under one of its staff if possible."""
    langs, states = np.int64(-1), np.int64(0)
    for u in units:
        langs &= M[u_langs(M, u)]
        states |= M[u_states(M, u)]
    row = free_row(S)
    if row < 0:
        return False
    lead = -1
    at, size = staff_index(M, track, states)
    for i in range(len(wanted) + size):
        f = wanted[i] if i < len(wanted) else M[index(M, at + i - len(wanted))]
        if (
            f >= 0
            and M[f_tracks(M, f)] >> track & 1
            and not states & ~M[f_states(M, f)]
            and langs & M[f_langs(M, f)]
            and can_staff(M, S, f, M[p_full(M, plan)], M[combo_days(M, combo)], start, M[p_days(M, plan)])
        ):
            lead = f
            break
    if lead < 0 or not touch(S, row):
        return False
    blank(M, S, row, track, lead, plan, combo, start)
    refresh(M, S, row)
    R = rows(S, row, 0)
    for u in units:
        if S[cohort_of(S, u)] == -1 and fits(M, S, row, u):
            put(M, S, row, u)
            refresh(M, S, row)
    # Those who staffed it before are tried first when it is staffed again.
    for i in range(len(wanted)):
        f = wanted[i]
        if f >= 0 and f != lead and S[R + COS] < S[MOST_COS] and not S[R + STATES] & ~M[f_states(M, f)]:
            if S[R + LANGS] & M[f_langs(M, f)] and M[f_tracks(M, f)] >> track & 1:
                hold_for(M, S, row, f)
    refresh(M, S, row)
    while S[R + PEOPLE] >= M[LEAST]:
        if not needs_restaffing(M, S, row) or restaff(M, S, row):
            return True
        take(M, S, row, S[R + FIRST + S[R + UNITS] - 1])
        refresh(M, S, row)
    clear_row(M, S, row)
    return False


@compiled
def hold_for(M: Ints, S: Ints, row: int, f: int) -> None:
    """Enter f as a co in the blocks that need a second therapist, where f can."""
    R = rows(S, row, 0)
    plan = S[R + PLAN]
    mask = 0
    for b in range(M[p_blocks(M, plan)]):
        if M[p_need(M, plan, S[R + PEOPLE], b)] > 1:
            mask |= 1 << b
    if mask == 0 or M[s_of_mask(M, plan, mask)] < 0:
        return
    s = M[s_of_mask(M, plan, mask)]
    if can_staff(M, S, f, s, M[combo_days(M, S[R + COMBO])], S[R + START], M[p_days(M, plan)]):
        add_co(M, S, row, f, s)


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
        if S[ALIVE_COUNT] == 0 or pick < 8:
            start_afresh(M, S)
        elif pick < 32:
            ruin(M, S)
        elif pick < 48:
            reseat(M, S)
        elif pick < 58:
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
