"""Forming a published cohort again when its roster has changed."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import can_staff, staff_index
from hearthside.placement.solver.kernel_join import fits
from hearthside.placement.solver.kernel_layout import (
    LEAST,
    MOST_COS,
    Ints,
    cohort_of,
    combo_days,
    f_langs,
    f_states,
    f_tracks,
    p_blocks,
    p_days,
    p_full,
    p_need,
    rows,
    s_of_mask,
    staff,
    u_langs,
    u_states,
)
from hearthside.placement.solver.kernel_open import blank, free_row
from hearthside.placement.solver.kernel_rows import COMBO, COS, FIRST, LANGS, PEOPLE, PLAN, START, STATES, UNITS
from hearthside.placement.solver.kernel_staffing import add_co, needs_restaffing, put, refresh, restaff, take
from hearthside.placement.solver.kernel_state import clear_row, touch


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
    at, size = staff_index(M, S, track, states)
    for i in range(len(wanted) + size):
        f = wanted[i] if i < len(wanted) else S[staff(S, at + i - len(wanted))]
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
