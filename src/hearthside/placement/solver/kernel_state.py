"""
The search's working state: cohorts as rows of integers, and undo.

Every change to a cohort goes `touch` (remember it), change, `refresh` (recompute its sums and score), so that a step
can always be taken back whole. All numbers are 64-bit integers: the answer is the same on every processor.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach, detach
from hearthside.placement.solver.kernel_layout import (
    ALIVE_COUNT,
    CAP,
    CO_AT,
    FIXED,
    MOST_COS,
    MOST_HELD,
    RANDOM,
    ROW_LENGTH,
    ROWS,
    SETS_AT,
    STAMP,
    STATE_COUNT,
    STATE_TABLES,
    TOTAL,
    TOUCHED,
    UNITS_ALL,
    WORDS,
    Ints,
    board,
    bucket_at,
    cohort_of,
    order,
    p_full,
    pack,
    place,
    rows,
    saved,
    saved_at,
    stamp,
    u_bucket,
    view,
    waiting,
    waiting_count,
    waiting_place,
)
from hearthside.placement.solver.kernel_rows import (
    ALIVE,
    CLOSED,
    COMBO,
    COS,
    FIRST,
    LANGS,
    LEAD,
    PEOPLE,
    PLAN,
    SCORE,
    STAFF_STATES,
    START,
    TRACK,
    UNITS,
)
from hearthside.placement.solver.model import Model
from hearthside.placement.solver.model_clock import WORD

MOST_TOUCHED = 96
MOST_POOL = 192


class State:
    """What changes while searching: the packed array `flat`, and some of its tables by name."""

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
            "board": (most_cohorts, 4),  # in the order of `order`: see `post`
            "f_minutes": (facilitators,),
            "f_daily": (facilitators, 7),
            "f_count": (facilitators,),
            "f_rows": (facilitators, most_held),
            "f_sets": (facilitators, most_held),
            "waiting": (units,),  # grouped by bucket, those who wait first
            "waiting_count": (len(m.bucket_at) - 1,),
            "waiting_place": (units,),
            "staff_at": m.index_at.shape,  # the facilitators by track and state who take part in this search
            "staff": m.index.shape,
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
        tables["staff_at"][:], tables["staff"][:] = m.index_at, m.index
        tables["stuck"][:] = -most_cohorts
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
        set_aside(model.flat, self.flat, model.hopeless)


@compiled
def random_below(S: Ints, n: int) -> int:
    """A whole number from 0 to n - 1; the same on every processor."""
    x = S[RANDOM] * 6364136223846793005 + 1442695040888963407
    S[RANDOM] = x
    return (((x >> 32) & 0x7FFFFFFF) * n) >> 31


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
def set_aside(M: Ints, S: Ints, units: Ints) -> None:
    """These units take no part in the search."""
    for u in units:
        seat(M, S, u, -2)


@compiled
def swap_waiting(S: Ints, u: int, to: int) -> None:
    at = S[waiting_place(S, u)]
    other = S[waiting(S, to)]
    S[waiting(S, to)] = u
    S[waiting(S, at)] = other
    S[waiting_place(S, u)] = to
    S[waiting_place(S, other)] = at


@compiled
def raise_row(M: Ints, S: Ints, row: int) -> None:
    """The row lives: it joins the front of `order`."""
    swap_order(S, row, S[ALIVE_COUNT])
    S[ALIVE_COUNT] += 1
    S[rows(S, row, ALIVE)] = 1
    post(M, S, row)


@compiled
def post(M: Ints, S: Ints, row: int) -> None:
    """
    Note on the board what whoever seeks a seat asks first, so that all cohorts can be looked over in one go.

    Staff's states with a bit for the track, languages (none when closed), which word of `u_free`, which bit and how
    many people.
    """
    R, B = rows(S, row, 0), board(S, S[place(S, row)], 0)
    S[B] = S[R + STAFF_STATES] | np.int64(1) << (M[STATE_COUNT] + S[R + TRACK])
    S[B + 1] = 0 if S[R + CLOSED] else S[R + LANGS]
    S[B + 2] = S[R + COMBO] * M[WORDS] + S[R + START] // WORD
    S[B + 3] = S[R + START] % WORD + 64 * S[R + PEOPLE]


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
    a, b = board(S, at, 0), board(S, to, 0)
    for k in range(4):
        S[a + k], S[b + k] = S[b + k], S[a + k]


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
            raise_row(M, S, row)
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
