"""
The search's moves: join a cohort, open one around a person, merge two, change a pattern or a lead, tear down and rebuild.

Each move works on rows it has touched and may leave a mess: the step in `kernel.py` keeps it or takes it back whole.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_layout import *
from hearthside.placement.solver.kernel_state import *
from hearthside.placement.solver.model import SCALE, WORD


@compiled
def fits(M: Ints, S: Ints, row: int, u: int) -> bool:
    """Whether the unit could sit in this cohort, staff hours aside."""
    R = rows(S, row, 0)
    return (
        S[R + PEOPLE] + M[u_n(M, u)] <= M[CAP]
        and S[R + TRACK] == M[u_track(M, u)]
        and M[u_plans(M, u)] >> S[R + PLAN] & 1 == 1
        and S[R + LANGS] & M[u_langs(M, u)] != 0
        and M[u_states(M, u)] & ~S[R + STAFF_STATES] == 0
        and S[R + CLOSED] == 0
        and not (S[R + KEPT] and S[R + FIX_FOCUS] > 0 and not S[R + FIX_FOCUS] & M[u_focus(M, u)])
        and is_free(M, u_avail(M, u, S[R + PLAN], 0, 0), M[combo_days(M, S[R + COMBO])], S[R + START])
        and not are_apart(M, S, row, u)
    )


@compiled
def is_stuck(M: Ints, S: Ints, row: int, u: int) -> bool:
    """Whether the unit would need a further therapist that was already sought in vain in this step."""
    plan, people = S[rows(S, row, PLAN)], S[rows(S, row, PEOPLE)]
    return (
        S[stuck(S, row)] == S[STAMP] and M[p_minutes(M, plan, people + M[u_n(M, u)])] > M[p_minutes(M, plan, people)]
    )


@compiled
def join_gain(M: Ints, S: Ints, row: int, u: int) -> int:
    """Points won if the unit joined, second therapists paid at their cheapest; load and gender wishes aside."""
    R = rows(S, row, 0)
    people = S[R + PEOPLE] + M[u_n(M, u)]
    small, moderate = M[u_wish(M, u, 0)], M[u_wish(M, u, 1)]
    for k in range(S[R + UNITS]):
        v = S[R + FIRST + k]
        small += M[u_wish(M, v, 0)]
        moderate += M[u_wish(M, v, 1)]
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
def pool_add(S: Ints, u: int) -> None:
    n = S[POOL]
    if n < MOST_POOL and S[pooled(S, u)] != S[STAMP]:
        S[pooled(S, u)] = S[STAMP]
        S[pool(S, n)] = u
        S[POOL] = n + 1


@compiled
def shuffle_pool(S: Ints) -> None:
    for i in range(S[POOL] - 1, 0, -1):
        k = random_below(S, i + 1)
        S[pool(S, i)], S[pool(S, k)] = S[pool(S, k)], S[pool(S, i)]


@compiled
def lowest_bit(mask: int) -> int:
    for k in range(WORD):
        if mask >> k & 1:
            return k
    return 0


@compiled
def best_join(M: Ints, S: Ints, u: int, noise: int) -> bool:
    """Seat a waiting unit where it wins most among the cohorts near it; at most three tries find staff."""
    state = lowest_bit(M[u_states(M, u)])
    k = M[u_track(M, u)] * M[STATE_COUNT] + state
    at, size = M[index_at(M, k)], M[index_at(M, k + 1)] - M[index_at(M, k)]
    if size == 0:
        return False
    offset = random_below(S, size)
    top0, top1, top2 = -1, -1, -1
    gain0, gain1, gain2 = np.int64(0), np.int64(0), np.int64(0)
    looked = 0
    for i in range(size if size < 80 else 80):
        k = offset + i
        f = M[index(M, at + (k if k < size else k - size))]
        for j in range(S[f_count(S, f)]):
            row = S[f_rows(S, f, j)]
            if S[rows(S, row, LEAD)] != f:
                continue
            looked += 1
            if not fits(M, S, row, u) or is_stuck(M, S, row, u):
                continue
            gain = join_gain(M, S, row, u) + random_below(S, noise)
            if gain > gain0:
                top0, top1, top2 = row, top0, top1
                gain0, gain1, gain2 = gain, gain0, gain1
            elif gain > gain1:
                top1, top2 = row, top1
                gain1, gain2 = gain, gain1
            elif gain > gain2:
                top2, gain2 = row, gain
        if looked > 120:
            break
    if top0 >= 0 and sit(M, S, top0, u):
        return True
    if top1 >= 0 and sit(M, S, top1, u):
        return True
    return top2 >= 0 and sit(M, S, top2, u)


@compiled
def pool_waiting(M: Ints, S: Ints, u: int, most: int) -> None:
    """Add waiting units that might share a cohort with u: of its track, its state or one a candidate also covers."""
    track = M[u_track(M, u)]
    bucket = M[u_bucket(M, u)]
    n = S[candidates(S, 0)]
    pool_bucket(M, S, bucket, most // 2 if n else most)
    if n == 0:
        return
    covered = M[f_states(M, S[candidates(S, 1 + random_below(S, n))])]
    offset = random_below(S, M[STATE_COUNT])
    left = most - most // 2
    for i in range(M[STATE_COUNT]):
        state = (offset + i) % M[STATE_COUNT]
        other = M[bucket_of(M, track * M[STATE_COUNT] + state)]
        if other < 0 or other == bucket or not covered >> state & 1:
            continue
        part = left // 2 if left > 12 else left
        left -= pool_bucket(M, S, other, part)
        if left <= 0:
            return


@compiled
def pool_bucket(M: Ints, S: Ints, bucket: int, most: int) -> int:
    """Add up to `most` waiting units of a bucket, from a random place on."""
    n = S[waiting_count(S, bucket)]
    if n == 0:
        return 0
    offset = random_below(S, n)
    take_n = n if n < most else most
    for i in range(take_n):
        k = offset + i
        pool_add(S, S[waiting(S, M[bucket_at(M, bucket)] + (k if k < n else k - n))])
    return take_n


@compiled
def propose_staff(M: Ints, S: Ints, u: int, most: int) -> None:
    """Fill `candidates` with facilitators who may treat the unit, from a random place on; [0] is how many."""
    k = M[u_track(M, u)] * M[STATE_COUNT] + lowest_bit(M[u_states(M, u)])
    size = M[index_at(M, k + 1)] - M[index_at(M, k)]
    n = S[candidates(S, 0)]
    if size:
        offset = random_below(S, size)
        for i in range(size if size < 60 else 60):
            if n >= most:
                break
            j = offset + i
            f = M[index(M, M[index_at(M, k)] + (j if j < size else j - size))]
            if S[f_minutes(S, f)] + M[LEAST_LEAD] <= M[f_week(M, f)] and S[f_count(S, f)] < S[MOST_HELD]:
                n += 1
                S[candidates(S, n)] = f
    S[candidates(S, 0)] = n


@compiled
def likely(M: Ints, S: Ints, seed: int, f: int, focus: int) -> int:
    """Put the pool's waiting units that may share a cohort with the seed under f into `picked`; how many."""
    lang = M[u_langs(M, seed)] & M[f_langs(M, f)]
    n = 0
    for j in range(S[POOL]):
        e = S[pool(S, j)]
        if (
            S[cohort_of(S, e)] == -1
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
                    mask = common_starts(M, seed, f, plan, combo, word)
                    if mask == 0:
                        continue
                    open_starts = count_people(M, S, n, plan, combo, word, mask)
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
def common_starts(M: Ints, seed: int, f: int, plan: int, combo: int, word: int) -> int:
    days = M[combo_days(M, combo)]
    full = M[p_full(M, plan)]
    mask = M[combo_ok(M, combo, word)]
    for day in range(7):
        if days >> day & 1:
            mask &= M[f_avail(M, f, full, day, word)] & M[u_avail(M, seed, plan, day, word)]
    return mask


@compiled
def count_people(M: Ints, S: Ints, n: int, plan: int, combo: int, word: int, mask: int) -> int:
    """
    How many people of `picked` are free at each start in `mask`; starts with enough for a cohort are listed.

    All starts of a word are counted at once, in binary: c0 to c3 hold one digit of every start's count, up to 15.
    """
    days = M[combo_days(M, combo)]
    c0, c1, c2, c3 = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for i in range(n):
        e = S[picked(S, i)]
        if M[u_plans(M, e)] >> plan & 1 == 0:
            continue
        free = mask
        for day in range(7):
            if days >> day & 1:
                free &= M[u_avail(M, e, plan, day, word)]
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
def worth(M: Ints, S: Ints, n: int, plan: int, combo: int, start: int, people: int, goal: int) -> int:
    """About the points of a cohort of up to `goal` of the `picked` people free at this pattern."""
    days = M[combo_days(M, combo)]
    total, counted = np.int64(0), 0
    for i in range(n):
        e = S[picked(S, i)]
        if M[u_plans(M, e)] >> plan & 1 and is_free(M, u_avail(M, e, plan, 0, 0), days, start):
            total += M[u_base(M, e)] + pattern_points(M, e, plan, combo, start)
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
    raise_row(S, row)
    attach(M, S, f, row, M[p_full(M, plan)])


@compiled
def fill_new(
    M: Ints, S: Ints, seed: int, f: int, plan: int, combo: int, start: int, goal: int, focus: int
) -> int:
    """Open the chosen cohort: the seed first, then the most valuable per person, as long as staff are found."""
    row = free_row(S)
    if row < 0 or not touch(S, row):
        return -1
    days = M[combo_days(M, combo)]
    n = likely(M, S, seed, f, focus)
    kept = 0
    for i in range(n):
        e = S[picked(S, i)]
        if M[u_plans(M, e)] >> plan & 1 and is_free(M, u_avail(M, e, plan, 0, 0), days, start) and e != seed:
            S[picked(S, kept)] = e
            kept += 1
    for i in range(kept):
        # Points per person, a little shaken so that the same few are not always left over.
        e = S[picked(S, i)]
        worth = M[u_base(M, e)] + pattern_points(M, e, plan, combo, start)
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


@compiled
def repattern(M: Ints, S: Ints, row: int) -> bool:
    """Move a whole cohort to another pattern at which everybody is free; the row must be touched."""
    R = rows(S, row, 0)
    lead = S[R + LEAD]
    plans = np.int64(-1)
    for k in range(S[R + UNITS]):
        plans &= M[u_plans(M, S[R + FIRST + k])]
    found, plan_to, combo_to, start_to = 0, -1, -1, -1
    for plan in range(M[PLANS]):
        if plans >> plan & 1 == 0:
            continue
        for combo in range(M[p_combo_at(M, plan)], M[p_combo_at(M, plan + 1)]):
            days = M[combo_days(M, combo)]
            for word in range(M[WORDS]):
                mask = M[combo_ok(M, combo, word)]
                for day in range(7):
                    if days >> day & 1:
                        mask &= M[f_avail(M, lead, M[p_full(M, plan)], day, word)]
                        for k in range(S[R + UNITS]):
                            mask &= M[u_avail(M, S[R + FIRST + k], plan, day, word)]
                if mask == 0:
                    continue
                for bit in range(WORD):
                    start = word * WORD + bit
                    if mask >> bit & 1 and (combo != S[R + COMBO] or start != S[R + START]):
                        found += 1
                        if random_below(S, found) == 0:
                            plan_to, combo_to, start_to = plan, combo, start
    if found == 0:
        return False
    shed_cos(M, S, row)
    detach(M, S, lead, row, M[p_full(M, S[R + PLAN])])
    S[R + PLAN], S[R + COMBO], S[R + START] = plan_to, combo_to, start_to
    return relead(M, S, row, lead)


@compiled
def relead(M: Ints, S: Ints, row: int, f: int) -> bool:
    """Give the cohort this lead at its pattern, and the cos it needs. On False the row is unfit: take the step back."""
    R = rows(S, row, 0)
    days = M[combo_days(M, S[R + COMBO])]
    full = M[p_full(M, S[R + PLAN])]
    if not can_staff(M, S, f, full, days, S[R + START], M[p_days(M, S[R + PLAN])]):
        # Attached all the same: the step is taken back as a whole, and undo expects a complete row.
        S[R + LEAD] = f
        attach(M, S, f, row, full)
        return False
    S[R + LEAD] = f
    attach(M, S, f, row, full)
    refresh(M, S, row)
    if S[R + LANGS] == 0 or S[R + STATES] & ~S[R + STAFF_STATES]:
        return False
    return not needs_restaffing(M, S, row) or restaff(M, S, row)


@compiled
def change_lead(M: Ints, S: Ints, row: int) -> int:
    """Give the cohort another lead; the row must be touched. The lead who is free again, or -1 when nobody else fits."""
    R = rows(S, row, 0)
    before = S[R + LEAD]
    at, size = staff_index(M, S[R + TRACK], S[R + STATES])
    if size == 0:
        return -1
    days, full = M[combo_days(M, S[R + COMBO])], M[p_full(M, S[R + PLAN])]
    shed_cos(M, S, row)
    langs = np.int64(-1)
    for k in range(S[R + UNITS]):
        langs &= M[u_langs(M, S[R + FIRST + k])]
    offset = random_below(S, size)
    for i in range(size if size < 80 else 80):
        k = offset + i
        f = M[index(M, at + (k if k < size else k - size))]
        if f == before or S[R + STATES] & ~M[f_states(M, f)] or not langs & M[f_langs(M, f)]:
            continue
        if can_staff(M, S, f, full, days, S[R + START], M[p_days(M, S[R + PLAN])]):
            detach(M, S, before, row, full)
            if relead(M, S, row, f):
                return before
            return -1
    return -1
