"""
Changing one cohort in place: another pattern at which everybody is free, or another lead.

On False, or -1, the row may be unfit: the step in `kernel.py` takes it back whole.
"""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_hours import attach, can_staff, detach, staff_index
from hearthside.placement.solver.kernel_layout import (
    PLANS,
    WORDS,
    Ints,
    combo_days,
    f_langs,
    f_lead,
    f_states,
    p_combo_at,
    p_days,
    p_full,
    rows,
    staff,
    u_free,
    u_langs,
)
from hearthside.placement.solver.kernel_rows import (
    COMBO,
    FIRST,
    LANGS,
    LEAD,
    PLAN,
    STAFF_STATES,
    START,
    STATES,
    TRACK,
    UNITS,
)
from hearthside.placement.solver.kernel_staffing import needs_restaffing, refresh, restaff, shed_cos
from hearthside.placement.solver.kernel_state import random_below
from hearthside.placement.solver.model_clock import WORD


@compiled
def repattern(M: Ints, S: Ints, row: int) -> bool:
    """Move a whole cohort to another pattern at which everybody is free; the row must be touched."""
    R = rows(S, row, 0)
    lead = S[R + LEAD]
    found, plan_to, combo_to, start_to = 0, -1, -1, -1
    for plan in range(M[PLANS]):
        for combo in range(M[p_combo_at(M, plan)], M[p_combo_at(M, plan + 1)]):
            for word in range(M[WORDS]):
                mask = M[f_lead(M, lead, combo, word)]
                for k in range(S[R + UNITS]):
                    mask &= M[u_free(M, S[R + FIRST + k], combo, word)]
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
    """Give the cohort another lead; the row must be touched. Gives the lead who is free again, or -1."""
    R = rows(S, row, 0)
    before = S[R + LEAD]
    at, size = staff_index(M, S, S[R + TRACK], S[R + STATES])
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
        f = S[staff(S, at + (k if k < size else k - size))]
        if f == before or S[R + STATES] & ~M[f_states(M, f)] or not langs & M[f_langs(M, f)]:
            continue
        if can_staff(M, S, f, full, days, S[R + START], M[p_days(M, S[R + PLAN])]):
            detach(M, S, before, row, full)
            if relead(M, S, row, f):
                return before
            return -1
    return -1
