"""
Every way to hold a cohort but for its members: who could lead it, when, and who could sit in it.

A *scene* is a day plan at a pattern with a track and a language; a *slate* is a scene with a lead, and all the units
that lead may treat who are free then. Who is kept apart is forgotten here, or a cohort would hide behind the rule.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hearthside.base.words import TRACKS
from hearthside.placement.solver.bound_ground import MOST_LANGUAGES, Arrays, Ints
from hearthside.placement.solver.bound_kernel import WORD, starts_of_combos, wishes_of_time_met
from hearthside.placement.solver.kernel_cache import compiled


class Slates(NamedTuple):
    """Lists one behind the other: slate i has the units at[i]:at[i + 1]; slates are grouped by lead."""

    lead: npt.NDArray[np.int32]
    scene: npt.NDArray[np.int32]
    at: Ints
    unit: npt.NDArray[np.int32]
    met: npt.NDArray[np.int8]  # wishes for the part of the day that this unit sees met
    scene_plan: Ints
    scene_combo: Ints
    scene_start: Ints
    scene_lang: Ints
    co_at: Ints  # scene x block + 1
    co: npt.NDArray[np.int32]  # facilitators who could staff that block
    f_at: Ints  # F + 1: slates of each lead


@compiled
def _list_slates(
    a: Any, dense: Any, sizes: Any, lead: Any, scene: Any, at: Any, unit: Any, met: Any, fill: bool
) -> None:
    """
    Go through all slates: count them, or, when `fill`, write them down. sizes: slates, their units, scenes.

    `dense` numbers the scenes (combination x start x track x language) in the order in which they are first met.
    """
    combos, words = a.combo_ok.shape
    least = a.limits[0]
    u_combo = np.zeros((len(a.u_n), combos, words), dtype=np.int64)
    for u in range(len(a.u_n)):
        starts_of_combos(a, a.u_avail[u], u_combo[u])
    f_combo = np.zeros((combos, words), dtype=np.int64)
    here = np.empty(len(a.u_n), dtype=np.int64)
    free = np.empty(len(a.u_n), dtype=np.int64)
    u_n, u_langs, u_time, u_zone, period = a.u_n, a.u_langs, a.u_time, a.u_zone, a.period
    slates = entries = scenes = 0
    for f in range(len(a.f_week)):
        starts_of_combos(a, a.f_avail[f], f_combo)
        for track in range(3):
            if not a.f_tracks[f] >> track & 1:
                continue
            count = 0
            for u in range(len(u_n)):
                if a.u_track[u] == track and not a.u_states[u] & ~a.f_states[f] and u_langs[u] & a.f_langs[f]:
                    here[count] = u
                    count += 1
            for plan in range(len(a.p_days)):
                if a.p_staffed[plan] > a.f_day[f] or a.p_staffed[plan] * a.p_days[plan] > a.f_week[f]:
                    continue
                for combo in range(a.combo_at[plan], a.combo_at[plan + 1]):
                    for bit in range(words * WORD):
                        word, step = bit // WORD, np.int64(1) << (bit % WORD)
                        if not f_combo[combo, word] & step:
                            continue
                        found = people = 0
                        for i in range(count):
                            if u_combo[here[i], combo, word] & step:
                                free[found] = here[i]
                                found += 1
                                people += u_n[here[i]]
                        if people < least:
                            continue
                        for lang in range(MOST_LANGUAGES):
                            if not a.f_langs[f] >> lang & 1:
                                continue
                            people = 0
                            for i in range(found):
                                if u_langs[free[i]] >> lang & 1:
                                    people += u_n[free[i]]
                            if people < least:
                                continue
                            if dense[combo, bit, track, lang] < 0:
                                dense[combo, bit, track, lang] = scenes
                                scenes += 1
                            if fill:
                                lead[slates], scene[slates] = f, dense[combo, bit, track, lang]
                            for i in range(found):
                                u = free[i]
                                if u_langs[u] >> lang & 1:
                                    if fill:
                                        unit[entries] = u
                                        met[entries] = wishes_of_time_met(
                                            u_time[u], u_zone[u], period, a.combo_days[combo, 0], bit
                                        )
                                    entries += 1
                            slates += 1
                            if fill:
                                at[slates] = entries
    sizes[0], sizes[1], sizes[2] = slates, entries, scenes


@compiled
def _list_cos(a: Any, plan: Any, combo: Any, start: Any, track: Any, lang: Any, at: Any, co: Any, fill: bool) -> int:
    """Go through the facilitators who could staff each block of each scene: count them, or write them down."""
    blocks = a.b_minutes.shape[1]
    f_tracks, f_langs, f_block, combo_days = a.f_tracks, a.f_langs, a.f_block, a.combo_days
    f_week, f_day = a.f_week, a.f_day
    total = 0
    for s in range(len(plan)):
        p = plan[s]
        word, shift = start[s] // WORD, start[s] % WORD
        for b in range(blocks):
            minutes = a.b_minutes[p, b]
            if minutes > 0:
                for g in range(len(f_tracks)):
                    if not f_tracks[g] >> track[s] & 1 or not f_langs[g] >> lang[s] & 1:
                        continue
                    if minutes > f_day[g] or minutes * a.p_days[p] > f_week[g]:
                        continue
                    free = True
                    for j in range(a.p_days[p]):
                        if not f_block[g, p, b, combo_days[combo[s], j], word] >> shift & 1:
                            free = False
                            break
                    if free:
                        if fill:
                            co[total] = g
                        total += 1
            if fill:
                at[s * blocks + b + 1] = total
    return total


def list_slates(a: Arrays) -> Slates:
    """All slates with enough people for a cohort."""
    dense = np.full((len(a.combo_ok), a.combo_ok.shape[1] * WORD, len(TRACKS), MOST_LANGUAGES), -1, dtype=np.int32)
    sizes, none = np.zeros(3, dtype=np.int64), np.zeros(1, dtype=np.int32)
    few = np.zeros(1, dtype=np.int8)
    _list_slates(a, dense, sizes, none, none, sizes, none, few, False)
    slates, entries, scenes = (int(n) for n in sizes)
    lead, scene = np.zeros(slates, dtype=np.int32), np.zeros(slates, dtype=np.int32)
    at = np.zeros(slates + 1, dtype=np.int64)
    unit, met = np.zeros(entries, dtype=np.int32), np.zeros(entries, dtype=np.int8)
    dense[:] = -1
    _list_slates(a, dense, sizes, lead, scene, at, unit, met, True)
    where = np.argwhere(dense >= 0)
    where = where[np.argsort(dense[dense >= 0], kind="stable")]
    combo, start, track, lang = (np.ascontiguousarray(where[:, j]).astype(np.int64) for j in range(4))
    plan = np.searchsorted(a.combo_at, combo, side="right") - 1
    co_at = np.zeros(scenes * a.b_minutes.shape[1] + 1, dtype=np.int64)
    total = int(_list_cos(a, plan, combo, start, track, lang, co_at, none, False))
    co = np.zeros(total, dtype=np.int32)
    _list_cos(a, plan, combo, start, track, lang, co_at, co, True)
    f_at = np.searchsorted(lead, np.arange(len(a.f_week) + 1))
    return Slates(lead, scene, at, unit, met, plan, combo, start, lang, co_at, co, f_at)
