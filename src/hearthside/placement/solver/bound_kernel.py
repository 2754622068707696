"""
The compiled inner loops of the bounds: who is free when, and what each person could at best be given.

Plain loops over flat integer arrays; no clock and no chance in them.
"""

from typing import Any

import numpy as np

from hearthside.placement.solver.kernel_cache import compiled

WORD = 63  # bits used of a 64-bit word: the sign bit stays free


@compiled
def fill_free(at: Any, spans: Any, times: Any, where: Any, offset: int, length: int, out: Any) -> None:
    """Set the bits of the starts at which [start + offset, + length) lies in one of the spans at[r]:at[r + 1]."""
    for r in range(len(at) - 1):
        for i in range(at[r], at[r + 1]):
            k = np.searchsorted(times, spans[i, 0] - offset)
            while k < len(times) and times[k] + offset + length <= spans[i, 1]:
                out[r, where[k, 0], where[k, 1] // WORD] |= np.int64(1) << (where[k, 1] % WORD)
                k += 1


@compiled
def starts_of_combos(a: Any, avail: Any, out: Any) -> None:
    """Starts (C x W) at which whoever is free as in `avail` (P x 7 x W) is free on all days of a combination."""
    for plan in range(len(a.p_days)):
        for combo in range(a.combo_at[plan], a.combo_at[plan + 1]):
            for word in range(avail.shape[2]):
                bits = a.combo_ok[combo, word]
                for j in range(a.p_days[plan]):
                    bits &= avail[plan, a.combo_days[combo, j], word]
                out[combo, word] = bits


@compiled
def wishes_of_time_met(wished: Any, zone: Any, period: Any, day: int, start: int) -> int:
    """How many of a unit's people start at their wished part of the day."""
    met = 0
    for j in range(2):
        if wished[j] >= 0 and wished[j] == period[zone[j], day, start]:
            met += 1
    return met


@compiled
def _starts_by_wishes(a: Any, u: int, own: Any, by_met: Any) -> None:
    """Split the unit's own starts (C x W) by how many time wishes they meet at least: none, one, two."""
    by_met[0] = own
    by_met[1:] = 0
    wished, zone = a.u_time[u], a.u_zone[u]
    if wished[0] < 0 and wished[1] < 0:
        return
    for combo in range(own.shape[0]):
        for word in range(own.shape[1]):
            if own[combo, word]:
                for s in range(WORD):
                    if own[combo, word] >> s & 1:
                        met = wishes_of_time_met(wished, zone, a.period, a.combo_days[combo, 0], word * WORD + s)
                        for m in range(1, met + 1):
                            by_met[m, combo, word] |= np.int64(1) << s


@compiled
def share_a_start(some: Any, others: Any, begin: int, end: int) -> bool:
    """Whether two sets of starts (C x W) meet in one of these day combinations."""
    for combo in range(begin, end):
        for word in range(some.shape[1]):
            if some[combo, word] & others[combo, word]:
                return True
    return False


@compiled
def reach(a: Any, met: Any, gender: Any) -> None:
    """
    What each unit could at best be given by any one facilitator.

    met[u, plan]: time wishes met, -1 where no facilitator who may treat them is free with them; gender[u]: bits of the
    genders among those who may treat them.
    """
    combos, words = a.combo_ok.shape
    theirs = np.zeros((len(a.f_week), combos, words), dtype=np.int64)
    for f in range(len(a.f_week)):
        starts_of_combos(a, a.f_avail[f], theirs[f])
    own = np.zeros((combos, words), dtype=np.int64)
    by_met = np.zeros((3, combos, words), dtype=np.int64)
    most = np.empty(len(a.p_days), dtype=np.int64)
    f_states, f_tracks, f_langs, f_gender = a.f_states, a.f_tracks, a.f_langs, a.f_gender
    for u in range(len(a.u_n)):
        starts_of_combos(a, a.u_avail[u], own)
        _starts_by_wishes(a, u, own, by_met)
        for plan in range(len(a.p_days)):
            met[u, plan] = most[plan] = -1
            for m in range(3):
                if share_a_start(by_met[m], by_met[m], a.combo_at[plan], a.combo_at[plan + 1]):
                    most[plan] = m
        states, track, langs = a.u_states[u], a.u_track[u], a.u_langs[u]
        for f in range(len(f_states)):
            # Written out, not called: this line runs for every unit and facilitator of the largest rosters.
            if states & ~f_states[f] or not f_tracks[f] >> track & 1 or not f_langs[f] & langs:
                continue
            gender[u] |= f_gender[f]
            for plan in range(len(a.p_days)):
                if a.p_staffed[plan] > a.f_day[f] or a.p_staffed[plan] * a.p_days[plan] > a.f_week[f]:
                    continue
                begin, end = a.combo_at[plan], a.combo_at[plan + 1]
                while met[u, plan] < most[plan] and share_a_start(by_met[met[u, plan] + 1], theirs[f], begin, end):
                    met[u, plan] += 1


@compiled
def dearest_prices(value: Any, minutes: Any, price: int) -> int:
    """What is left to gain when a group minute costs `price`: for every unit its best choice, nothing below zero."""
    total = 0
    for u in range(value.shape[0]):
        best = 0
        for j in range(value.shape[1]):
            best = max(best, value[u, j] - price * minutes[u, j])
        total += best
    return total
