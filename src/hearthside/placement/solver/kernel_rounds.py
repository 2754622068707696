"""Rows that stand still for a round, and states made from rows: how halves of a search part and meet."""

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach
from hearthside.placement.solver.kernel_layout import (
    CO_AT,
    ROW_LENGTH,
    SETS_AT,
    Ints,
    cohort_of,
    f_minutes,
    f_week,
    p_full,
    rows,
)
from hearthside.placement.solver.kernel_rows import (
    ALIVE,
    CLOSED,
    COS,
    FIRST,
    FIX_CO,
    FIX_FOCUS,
    FIX_LANG,
    FIX_U,
    FOCUS,
    KEPT,
    LANGS,
    LEAD,
    LOCKED,
    PLAN,
    SCORE,
    UNITS,
    WAS_CLOSED,
    WAS_FIX_CO,
    WAS_FIX_U,
    WAS_FOCUS,
    WAS_KEPT,
    WAS_LANG,
)
from hearthside.placement.solver.kernel_staffing import refresh
from hearthside.placement.solver.kernel_state import post, raise_row, seat


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
        raise_row(M, S, row)
        for i in range(S[R + UNITS]):
            seat(M, S, S[R + FIRST + i], row)
        attach(M, S, S[R + LEAD], row, M[p_full(M, S[R + PLAN])])
        for i in range(S[R + COS]):
            attach(M, S, S[R + S[CO_AT] + i], row, S[R + S[SETS_AT] + i])
        refresh(M, S, row)
        if how[n] == 2:
            lock(S, row)
            post(M, S, row)
        row += 1
    for u in range(len(dealt)):
        if S[cohort_of(S, u)] == -1 and dealt[u] != side:
            seat(M, S, u, -2)
    for i in range(len(away)):
        f = away[i]
        # Full to the last minute: whoever is away can take nothing on.
        S[f_minutes(S, f)] = M[f_week(M, f)]
