"""When and how long a facilitator may staff a cohort, and their week's account of it."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_layout import (
    BUFFER,
    MOST_HELD,
    STATE_COUNT,
    TOTAL,
    W_LOAD,
    WORDS,
    Ints,
    combo_days,
    f_avail,
    f_count,
    f_daily,
    f_day,
    f_minutes,
    f_rows,
    f_sets,
    f_week,
    rows,
    s_from,
    s_length,
    s_minutes,
    staff_at,
    start_utc,
    u_free,
)
from hearthside.placement.solver.kernel_rows import COMBO, START
from hearthside.placement.solver.model_clock import WORD


@compiled
def may_come(M: Ints, u: int, combo: int, start: int) -> bool:
    """Whether the unit is free for the whole program day on every day of the pattern."""
    return M[u_free(M, u, combo, start // WORD)] >> start % WORD & 1 == 1


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
def staff_index(M: Ints, S: Ints, track: int, states: int) -> tuple[int, int]:
    """Where the facilitators of the track are listed for that one of these states that has the fewest."""
    best_at, best_size = 0, np.int64(1 << 40)
    for state in range(M[STATE_COUNT]):
        if states >> state & 1:
            k = track * M[STATE_COUNT] + state
            size = S[staff_at(S, k + 1)] - S[staff_at(S, k)]
            if size < best_size:
                best_at, best_size = S[staff_at(S, k)], size
    return best_at, (best_size if best_size < 1 << 40 else 0)
