"""Rows that stand still for a round, and states made from rows: how a search parts and comes together."""

from hearthside.base.words import TRACKS
from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach
from hearthside.placement.solver.kernel_layout import (
    CO_AT,
    ROW_LENGTH,
    SETS_AT,
    STATE_COUNT,
    Ints,
    cohort_of,
    f_minutes,
    f_week,
    p_full,
    rows,
    staff,
    staff_at,
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
)
from hearthside.placement.solver.kernel_staffing import refresh
from hearthside.placement.solver.kernel_state import post, raise_row, seat

TRACK_COUNT = len(TRACKS)


@compiled
def lock(M: Ints, S: Ints, row: int) -> None:
    """Have a cohort stand still in this state: nobody joins, leaves or staffs it."""
    R = rows(S, row, 0)
    S[R + LOCKED], S[R + CLOSED], S[R + KEPT] = 1, 1, 1
    S[R + FIX_LANG], S[R + FIX_FOCUS] = S[R + LANGS], S[R + FOCUS]
    S[R + FIX_U], S[R + FIX_CO] = S[R + UNITS], S[R + COS]
    post(M, S, row)


@compiled
def load_rows(M: Ints, S: Ints, source: Ints, how: Ints, dealt: Ints, part: int, part_of: Ints) -> None:
    """
    Fill an empty state from rows of another: 0 leaves a row and its people out, 1 takes it, 2 takes it standing still.

    Waiting units dealt to another part are out of this run, and so are facilitators whose `part_of` is another. A
    state made with `dealt` and `part_of` empty takes everybody.
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
            lock(M, S, row)
        row += 1
    for u in range(len(dealt)):
        if S[cohort_of(S, u)] == -1 and dealt[u] != part:
            seat(M, S, u, -2)
    if len(part_of):
        keep_staff(M, S, part, part_of)


@compiled
def keep_staff(M: Ints, S: Ints, part: int, part_of: Ints) -> None:
    """Facilitators of other parts can take nothing on, and nobody looks for them."""
    for f in range(len(part_of)):
        if part_of[f] != part:
            S[f_minutes(S, f)] = M[f_week(M, f)]
    lists = M[STATE_COUNT] * TRACK_COUNT
    begin, n = 0, 0
    for k in range(lists):
        end = S[staff_at(S, k + 1)]
        for i in range(begin, end):
            f = S[staff(S, i)]
            if part_of[f] == part:
                S[staff(S, n)] = f
                n += 1
        begin = end
        S[staff_at(S, k + 1)] = n
