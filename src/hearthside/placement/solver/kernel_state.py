"""
The search's working state: cohorts as rows of integers, and the few operations that keep it consistent.

Every change to a cohort goes `touch` (remember it for undo), change, `refresh` (recompute its sums and score), so that
a step can always be taken back whole. All numbers are 64-bit integers: the answer is the same on every processor.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_layout import *
from hearthside.placement.solver.model import SCALE, WORD, Model

# Columns of a cohort's row. FIX_U and FIX_CO: how many units and co rows at the front may not be moved (a kept cohort).
ALIVE, PLAN, COMBO, START, TRACK, PEOPLE, UNITS, LEAD, COS = range(9)
LANGS, STATES, FOCUS, STAFF_STATES, GENDER, BASE, SCORE, MINUTES = range(9, 17)
FIX_U, FIX_CO, CLOSED, FIX_LANG, FIX_FOCUS, KEPT = range(17, 23)
LOCKED, WAS_FIX_U, WAS_FIX_CO, WAS_CLOSED, WAS_KEPT, WAS_LANG, WAS_FOCUS = range(23, 30)  # standing still for a round
KEPT_AS = 30  # number, from 1, of the published cohort this is
FIRST = 31

MOST_TOUCHED = 96
MOST_POOL = 192


class State:
    """What changes while searching: the packed array `flat`, and its tables by name. C rows, U units, F facilitators."""

    def __init__(self, model: Model, most_cohorts: int, seed: int):
        """Everybody waits."""
        m = model.arrays
        units, facilitators = len(m.u_n), len(m.f_week)
        cap = int(m.limits[CAP])
        most_cos = max(1, int((np.maximum(m.p_need[:, cap, :] - 1, 0)).sum(axis=1).max(initial=1)))
        least_week = int(m.s_minutes.min(initial=10080))
        most_held = int(min(160, max(1, m.f_week.max(initial=1) // max(1, least_week)))) + 2
        row_length = FIRST + cap + 2 * most_cos
        shapes: dict[str, tuple[int, ...]] = {
            "rows": (most_cohorts, row_length),
            "cohort_of": (units,),
            "order": (most_cohorts,),
            "place": (most_cohorts,),
            "f_minutes": (facilitators,),
            "f_daily": (facilitators, 7),
            "f_count": (facilitators,),
            "f_rows": (facilitators, most_held),
            "f_sets": (facilitators, most_held),
            "waiting": (units,),  # grouped by bucket, those who wait first
            "waiting_count": (len(m.bucket_at) - 1,),
            "waiting_place": (units,),
            "saved": (MOST_TOUCHED, row_length),  # rows as they were before this step
            "saved_at": (MOST_TOUCHED,),
            "stamp": (most_cohorts,),  # the step that last touched the row
            "stuck": (most_cohorts,),  # the step in which no further staff was found for the row
            "pooled": (units,),  # the step in which the unit came into the pool
            "pool": (MOST_POOL,),
            "picked": (MOST_POOL,),
            "keys": (MOST_POOL,),
            "candidates": (16,),
            "count": (WORD + 1,),
            "starts": (WORD + 1,),
            "scratch": (2 * most_cos + 8,),
        }
        tables = {name: np.zeros(shape, dtype=np.int64) for name, shape in shapes.items()}
        tables["cohort_of"][:] = -1
        tables["order"][:] = tables["place"][:] = np.arange(most_cohorts)
        tables["waiting"][:] = m.bucket_units[:units]
        tables["waiting_place"][m.bucket_units[:units]] = np.arange(units)
        tables["waiting_count"][:] = np.diff(m.bucket_at)
        fixed = [0] * FIXED
        fixed[RANDOM] = (seed * 2 + 1) * 0x5DEECE66D + 11
        fixed[ROWS], fixed[UNITS_ALL], fixed[MOST_HELD] = most_cohorts, units, most_held
        fixed[CO_AT], fixed[SETS_AT], fixed[MOST_COS] = FIRST + cap, FIRST + cap + most_cos, most_cos
        fixed[ROW_LENGTH] = row_length
        self.flat = pack(STATE_TABLES, fixed, tables)
        self.rows = view(STATE_TABLES, self.flat, "rows", shapes["rows"])
        self.cohort_of = view(STATE_TABLES, self.flat, "cohort_of", shapes["cohort_of"])
        self.f_minutes = view(STATE_TABLES, self.flat, "f_minutes", shapes["f_minutes"])


@compiled
def random_below(S: Ints, n: int) -> int:
    """A whole number from 0 to n - 1; the same on every processor."""
    x = S[RANDOM] * 6364136223846793005 + 1442695040888963407
    S[RANDOM] = x
    return (((x >> 32) & 0x7FFFFFFF) * n) >> 31


@compiled
def is_free(M: Ints, avail: int, days: int, start: int) -> bool:
    """Whether the start is open on every one of the days; `avail` is the place of a 7 x words table of start bits."""
    words = M[WORDS]
    at, bit = avail + start // WORD, start % WORD
    for day in range(7):
        if days >> day & 1 and not M[at + day * words] >> bit & 1:
            return False
    return True


@compiled
def load_points(M: Ints, f: int, minutes: int) -> int:
    """What a facilitator's group minutes above 85 % of their limit cost."""
    over = 100 * minutes - 85 * M[f_week(M, f)]
    return over * M[W_LOAD] if over > 0 else 0


@compiled
def clashes(M: Ints, S: Ints, f: int, s: int, days: int, start: int, but: int) -> bool:
    """Whether a stay (blockset s) at this pattern comes too near another stay of f; row `but` does not count."""
    buffer = M[BUFFER]
    length = M[s_length(M, s)]
    for i in range(S[f_count(S, f)]):
        row = S[f_rows(S, f, i)]
        if row == but:
            continue
        other = S[f_sets(S, f, i)]
        other_length = M[s_length(M, other)]
        other_days = M[combo_days(M, S[rows(S, row, COMBO)])]
        other_start = S[rows(S, row, START)]
        for a in range(7):
            if not days >> a & 1:
                continue
            begin = M[start_utc(M, a, start)] + M[s_from(M, s)]
            for b in range(7):
                if not other_days >> b & 1:
                    continue
                after = (M[start_utc(M, b, other_start)] + M[s_from(M, other)] - begin) % 10080
                if after < length + buffer or 10080 - after < other_length + buffer:
                    return True
    return False


@compiled
def can_staff(M: Ints, S: Ints, f: int, s: int, days: int, start: int, n_days: int) -> bool:
    """Whether f has the hours, the time and no other stay in the way for blockset s at this pattern."""
    minutes = M[s_minutes(M, s)]
    if S[f_minutes(S, f)] + minutes * n_days > M[f_week(M, f)] or S[f_count(S, f)] >= S[MOST_HELD]:
        return False
    if not is_free(M, f_avail(M, f, s, 0, 0), days, start):
        return False
    for day in range(7):
        if days >> day & 1 and S[f_daily(S, f, day)] + minutes > M[f_day(M, f)]:
            return False
    return not clashes(M, S, f, s, days, start, -1)


@compiled
def attach(M: Ints, S: Ints, f: int, row: int, s: int) -> None:
    """Enter a stay into the facilitator's week and pay for their load."""
    days = M[combo_days(M, S[rows(S, row, COMBO)])]
    minutes = M[s_minutes(M, s)]
    S[TOTAL] += load_points(M, f, S[f_minutes(S, f)])
    for day in range(7):
        if days >> day & 1:
            S[f_daily(S, f, day)] += minutes
            S[f_minutes(S, f)] += minutes
    S[TOTAL] -= load_points(M, f, S[f_minutes(S, f)])
    at = S[f_count(S, f)]
    S[f_rows(S, f, at)] = row
    S[f_sets(S, f, at)] = s
    S[f_count(S, f)] = at + 1


@compiled
def detach(M: Ints, S: Ints, f: int, row: int, s: int) -> None:
    days = M[combo_days(M, S[rows(S, row, COMBO)])]
    minutes = M[s_minutes(M, s)]
    S[TOTAL] += load_points(M, f, S[f_minutes(S, f)])
    for day in range(7):
        if days >> day & 1:
            S[f_daily(S, f, day)] -= minutes
            S[f_minutes(S, f)] -= minutes
    S[TOTAL] -= load_points(M, f, S[f_minutes(S, f)])
    for i in range(S[f_count(S, f)]):
        if S[f_rows(S, f, i)] == row and S[f_sets(S, f, i)] == s:
            last = S[f_count(S, f)] - 1
            S[f_rows(S, f, i)] = S[f_rows(S, f, last)]
            S[f_sets(S, f, i)] = S[f_sets(S, f, last)]
            S[f_count(S, f)] = last
            return


@compiled
def wait(M: Ints, S: Ints, u: int) -> None:
    """The unit waits again."""
    bucket = M[u_bucket(M, u)]
    S[cohort_of(S, u)] = -1
    swap_waiting(S, u, M[bucket_at(M, bucket)] + S[waiting_count(S, bucket)])
    S[waiting_count(S, bucket)] += 1


@compiled
def seat(M: Ints, S: Ints, u: int, row: int) -> None:
    """The unit no longer waits: it sits in this cohort."""
    bucket = M[u_bucket(M, u)]
    S[waiting_count(S, bucket)] -= 1
    swap_waiting(S, u, M[bucket_at(M, bucket)] + S[waiting_count(S, bucket)])
    S[cohort_of(S, u)] = row


@compiled
def swap_waiting(S: Ints, u: int, to: int) -> None:
    at = S[waiting_place(S, u)]
    other = S[waiting(S, to)]
    S[waiting(S, to)] = u
    S[waiting(S, at)] = other
    S[waiting_place(S, u)] = to
    S[waiting_place(S, other)] = at


@compiled
def raise_row(S: Ints, row: int) -> None:
    """The row lives: it joins the front of `order`."""
    swap_order(S, row, S[ALIVE_COUNT])
    S[ALIVE_COUNT] += 1
    S[rows(S, row, ALIVE)] = 1


@compiled
def drop_row(S: Ints, row: int) -> None:
    S[ALIVE_COUNT] -= 1
    swap_order(S, row, S[ALIVE_COUNT])
    S[rows(S, row, ALIVE)] = 0


@compiled
def swap_order(S: Ints, row: int, to: int) -> None:
    at = S[place(S, row)]
    other = S[order(S, to)]
    S[order(S, to)] = row
    S[order(S, at)] = other
    S[place(S, row)] = to
    S[place(S, other)] = at


@compiled
def touch(S: Ints, row: int) -> bool:
    """Remember a row before its first change in this step; False when the step has grown too wide."""
    if S[stamp(S, row)] == S[STAMP]:
        return True
    n = S[TOUCHED]
    if n >= MOST_TOUCHED:
        return False
    S[stamp(S, row)] = S[STAMP]
    from_row, to_row = rows(S, row, 0), saved(S, n, 0)
    for k in range(S[ROW_LENGTH]):
        S[to_row + k] = S[from_row + k]
    S[saved_at(S, n)] = row
    S[TOUCHED] = n + 1
    return True


@compiled
def begin_step(S: Ints) -> None:
    S[STAMP] += 1
    S[TOUCHED] = 0


@compiled
def take_back(M: Ints, S: Ints, total: int) -> None:
    """Undo everything since `begin_step`."""
    co, sets = S[CO_AT], S[SETS_AT]
    for i in range(S[TOUCHED]):
        row = S[saved_at(S, i)]
        if S[rows(S, row, ALIVE)]:
            clear_row(M, S, row)
    for i in range(S[TOUCHED]):
        row = S[saved_at(S, i)]
        from_row, to_row = saved(S, i, 0), rows(S, row, 0)
        for k in range(S[ROW_LENGTH]):
            S[to_row + k] = S[from_row + k]
        if S[rows(S, row, ALIVE)]:
            S[rows(S, row, ALIVE)] = 0
            raise_row(S, row)
            for k in range(S[rows(S, row, UNITS)]):
                seat(M, S, S[rows(S, row, FIRST + k)], row)
            attach(M, S, S[rows(S, row, LEAD)], row, M[p_full(M, S[rows(S, row, PLAN)])])
            for k in range(S[rows(S, row, COS)]):
                attach(M, S, S[rows(S, row, co + k)], row, S[rows(S, row, sets + k)])
    S[TOTAL] = total
    S[TOUCHED] = 0


@compiled
def clear_row(M: Ints, S: Ints, row: int) -> None:
    """End a cohort: its units wait, its staff are free."""
    co, sets = S[CO_AT], S[SETS_AT]
    for k in range(S[rows(S, row, UNITS)]):
        wait(M, S, S[rows(S, row, FIRST + k)])
    detach(M, S, S[rows(S, row, LEAD)], row, M[p_full(M, S[rows(S, row, PLAN)])])
    for k in range(S[rows(S, row, COS)]):
        detach(M, S, S[rows(S, row, co + k)], row, S[rows(S, row, sets + k)])
    S[TOTAL] -= S[rows(S, row, SCORE)]
    S[rows(S, row, SCORE)] = 0
    S[rows(S, row, UNITS)] = 0
    S[rows(S, row, COS)] = 0
    drop_row(S, row)


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
    S[R + LANGS], S[R + STATES], S[R + FOCUS], S[R + STAFF_STATES], S[R + GENDER] = langs, states, focus, staff_states, gender


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
    at, size = staff_index(M, S[R + TRACK], S[R + STATES])
    if size == 0:
        return -1
    offset = random_below(S, size)
    best, best_value, seen = -1, np.int64(-(1 << 62)), 0
    look = size if size < 120 else 120
    for i in range(look):
        k = offset + i
        f = M[index(M, at + (k if k < size else k - size))]
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
def staff_index(M: Ints, track: int, states: int) -> tuple[int, int]:
    """Where the facilitators of the track are listed for that one of these states that has the fewest."""
    best_at, best_size = 0, np.int64(1 << 40)
    for state in range(M[STATE_COUNT]):
        if states >> state & 1:
            k = track * M[STATE_COUNT] + state
            size = M[index_at(M, k + 1)] - M[index_at(M, k)]
            if size < best_size:
                best_at, best_size = M[index_at(M, k)], size
    return best_at, (best_size if best_size < 1 << 40 else 0)


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


@compiled
def lock(S: Ints, row: int) -> None:
    """Have a cohort stand still: nobody joins, leaves or staffs it until `unlock`."""
    R = rows(S, row, 0)
    S[R + WAS_FIX_U], S[R + WAS_FIX_CO] = S[R + FIX_U], S[R + FIX_CO]
    S[R + WAS_CLOSED], S[R + WAS_KEPT] = S[R + CLOSED], S[R + KEPT]
    S[R + WAS_LANG], S[R + WAS_FOCUS] = S[R + FIX_LANG], S[R + FIX_FOCUS]
    if not S[R + KEPT]:
        S[R + FIX_LANG], S[R + FIX_FOCUS] = S[R + LANGS], S[R + FOCUS]
    S[R + LOCKED], S[R + CLOSED], S[R + KEPT] = 1, 1, 1
    S[R + FIX_U], S[R + FIX_CO] = S[R + UNITS], S[R + COS]


def unlock(row: Ints) -> None:
    """The row moves again as it did before `lock`."""
    row[LOCKED] = 0
    row[FIX_U], row[FIX_CO] = row[WAS_FIX_U], row[WAS_FIX_CO]
    row[CLOSED], row[KEPT] = row[WAS_CLOSED], row[WAS_KEPT]
    row[FIX_LANG], row[FIX_FOCUS] = row[WAS_LANG], row[WAS_FOCUS]


@compiled
def load_rows(M: Ints, S: Ints, source: Ints, how: Ints, dealt: Ints, side: int, away: Ints) -> None:
    """
    Fill an empty state from rows of another: 0 leaves a row and its people out, 1 takes it, 2 takes it standing still.

    Waiting units dealt to the other side are out of this run, and so are the facilitators in `away`. A state made with
    `dealt` empty takes everybody.
    """
    length = S[ROW_LENGTH]
    units_at = FIRST
    row = 0
    for n in range(len(how)):
        begin = n * length
        if source[begin + ALIVE] == 0:
            continue
        if how[n] == 0:
            for i in range(source[begin + UNITS]):
                seat(M, S, source[begin + units_at + i], -2)
            continue
        R = rows(S, row, 0)
        for i in range(length):
            S[R + i] = source[begin + i]
        S[R + ALIVE] = 0
        S[R + SCORE] = 0
        raise_row(S, row)
        for i in range(S[R + UNITS]):
            seat(M, S, S[R + FIRST + i], row)
        attach(M, S, S[R + LEAD], row, M[p_full(M, S[R + PLAN])])
        for i in range(S[R + COS]):
            attach(M, S, S[R + S[CO_AT] + i], row, S[R + S[SETS_AT] + i])
        refresh(M, S, row)
        if how[n] == 2:
            lock(S, row)
        row += 1
    for u in range(len(dealt)):
        if S[cohort_of(S, u)] == -1 and dealt[u] != side:
            seat(M, S, u, -2)
    for i in range(len(away)):
        f = away[i]
        # Full to the last minute: whoever is away can take nothing on.
        S[f_minutes(S, f)] = M[f_week(M, f)]
