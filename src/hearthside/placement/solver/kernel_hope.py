"""Who could be seated at all: asked once, so that the search never looks at anybody without hope."""

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.kernel_layout import (
    PLANS,
    STATE_COUNT,
    WORDS,
    Ints,
    f_day,
    f_langs,
    f_lead,
    f_states,
    f_week,
    index,
    index_at,
    p_combo_at,
    p_days,
    p_full,
    s_minutes,
    u_free,
    u_langs,
    u_plans,
    u_states,
    u_track,
)


@compiled
def has_lead(M: Ints, u: int) -> bool:
    """Whether some facilitator could lead some pattern for this unit if nobody else wanted either."""
    state = 0
    while not M[u_states(M, u)] >> state & 1:
        state += 1
    k = M[u_track(M, u)] * M[STATE_COUNT] + state
    for i in range(M[index_at(M, k)], M[index_at(M, k + 1)]):
        f = M[index(M, i)]
        if M[u_states(M, u)] & ~M[f_states(M, f)] or not M[u_langs(M, u)] & M[f_langs(M, f)]:
            continue
        for plan in range(M[PLANS]):
            minutes = M[s_minutes(M, M[p_full(M, plan)])]
            if (
                M[u_plans(M, u)] >> plan & 1 == 0
                or minutes > M[f_day(M, f)]
                or minutes * M[p_days(M, plan)] > M[f_week(M, f)]
            ):
                continue
            for combo in range(M[p_combo_at(M, plan)], M[p_combo_at(M, plan + 1)]):
                for word in range(M[WORDS]):
                    if M[f_lead(M, f, combo, word)] & M[u_free(M, u, combo, word)]:
                        return True
    return False


@compiled
def without_lead(M: Ints, units: int) -> Ints:
    """The units for whom nobody could ever lead a cohort."""
    found = np.empty(units, dtype=np.int64)
    n = 0
    for u in range(units):
        if not has_lead(M, u):
            found[n] = u
            n += 1
    return found[:n]
