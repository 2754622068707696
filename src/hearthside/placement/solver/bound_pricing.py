"""
The dearest cohort under given prices: for each lead, over every slate, size, focus and staff.

Prices (whole steps, never below zero) stand for what is scarce: each unit, each facilitator's minutes of the week and
of each day, and each facilitator's presence at points of time. A cohort's worth less the prices of all it uses is its
*profit*; prices under which no cohort has any profit prove a bound. Everything here is exact: integers, and for each
size the units worth most. Granted rather than known: licenses of a third and further co-facilitator, and who is kept
apart.
"""

from typing import Any, NamedTuple

import numpy as np

from hearthside.placement.solver.bound_ground import Arrays
from hearthside.placement.solver.bound_slates import Slates
from hearthside.placement.solver.bound_teams import (
    ALL_STATES,
    ANY_FOCUS,
    COUNT,
    MEN,
    MOST_SLOTS,
    NONE,
    TEAM_FIRST,
    TEAM_GENDERS,
    TEAM_PRICE,
    TEAM_SECOND,
    TEAM_STATES,
    WOMEN,
    cheapest_of_gender,
    fill_slots,
    list_teams,
    slots_of,
)
from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, SWEET_SPOT

# What is remembered of the dearest cohort of a slate.
SLATE, SIZE, FOCUS, GENDERS, FIRST_CO, SECOND_CO, EXTRA_WOMAN, EXTRA_MAN = range(8)
REMEMBERED = 8
_SMALL_FROM, _SMALL_TO = SMALL_SIZES.start, SMALL_SIZES.stop


class Desk(NamedTuple):
    """Room to work in: one slate's units spread out, its staff in classes, and lists of the dearest units."""

    points: Any
    unit: Any  # rows: worth before wishes that depend on the cohort, focus, people, states, at best
    packed: Any  # rows: worth, people, place of the units that may sit in the cohort looked at
    ok: Any
    one: Any  # rows: worth and place of the dearest single people
    two: Any  # rows: the same of couples
    sums: Any  # rows: the most that exactly k people are worth, and how many couples are among them
    classes: Any  # slot x class x (states, genders, price, whom, second price, second)
    teams: Any  # states, genders, price, first co, second co
    slots: Any
    facts: Any  # units, focus asked for, states, points for a woman, for a man


BASE, ASKED, PEOPLE, STATES, AT_BEST = range(5)


def desk(a: Arrays, s: Slates) -> Desk:
    """Room enough for the largest slate."""
    most = int(np.diff(s.at).max(initial=1))
    cap, staff = int(a.limits[1]), len(a.f_week)
    return Desk(
        points=np.zeros((most, 5), dtype=np.int64),
        unit=np.zeros((5, most), dtype=np.int64),
        packed=np.zeros((3, most), dtype=np.int64),
        ok=np.zeros(most, dtype=np.bool_),
        one=np.zeros((2, cap + 1), dtype=np.int64),
        two=np.zeros((2, cap + 1), dtype=np.int64),
        sums=np.zeros((2, cap + 1), dtype=np.int64),
        classes=np.zeros((2, staff + 1, 6), dtype=np.int64),
        teams=np.zeros(((staff + 1) ** 2, 5), dtype=np.int64),
        slots=np.zeros(MOST_SLOTS, dtype=np.int64),
        facts=np.zeros(5, dtype=np.int64),
    )


@compiled
def size_class(k: int) -> int:
    """0: a size nobody wishes for, 1: small, 2: moderate."""
    return 1 if _SMALL_FROM <= k < _SMALL_TO else 2 if k >= MODERATE_FROM else 0


@compiled
def _keep(best: Any, length: int, cap: int, worth: int, place: int) -> int:
    """Put a unit into a list of the dearest if it is dear enough; gives the new length."""
    if cap == 0 or (length == cap and best[0, cap - 1] >= worth):
        return length
    j = length if length < cap else cap - 1
    while j > 0 and best[0, j - 1] < worth:
        best[0, j], best[1, j] = best[0, j - 1], best[1, j - 1]
        j -= 1
    best[0, j], best[1, j] = worth, place
    return min(cap, length + 1)


@compiled
def rank(worth: Any, people: Any, count: int, cap: int, w: Any) -> None:
    """
    From the dearest single people and couples, the most that exactly k people are worth: w.sums[0, k], with
    w.sums[1, k] couples among them; the lists stay in w.one and w.two, dearest first.
    """
    singles = couples = 0
    for i in range(count):
        if people[i] == 1:
            singles = _keep(w.one, singles, cap, worth[i], i)
        else:
            couples = _keep(w.two, couples, cap // 2, worth[i], i)
    for k in range(cap + 1):
        w.sums[0, k] = NONE
    two = 0
    for c in range(couples + 1):
        total = two
        for j in range(min(singles, cap - 2 * c) + 1):
            if total > w.sums[0, 2 * c + j]:
                w.sums[0, 2 * c + j], w.sums[1, 2 * c + j] = total, c
            if j < singles:
                total += w.one[0, j]
        if c < couples:
            two += w.two[0, c]


@compiled
def spread_out(a: Any, s: Any, lam: Any, i: int, w: Any) -> None:
    """Look at a slate: its units' worth under the prices, what they ask for, and the most they could be worth."""
    count = s.at[i + 1] - s.at[i]
    asked = states = women = men = 0
    for j in range(count):
        u, p = s.unit[s.at[i] + j], w.points[j]
        for x in range(5):
            p[x] = a.u_points[u, x]
        base = p[0] + a.weights[0] * s.met[s.at[i] + j] - lam[u]
        best = base + max(p[1], p[2]) + p[3] + p[4] + (a.weights[1] * a.u_n[u] if a.u_focus[u] else 0)
        w.unit[BASE, j], w.unit[AT_BEST, j] = base, best
        w.unit[ASKED, j], w.unit[PEOPLE, j], w.unit[STATES, j] = a.u_focus[u], a.u_n[u], a.u_states[u]
        asked |= a.u_focus[u]
        states |= a.u_states[u]
        women += p[3]
        men += p[4]
    w.facts[COUNT], w.facts[ANY_FOCUS], w.facts[ALL_STATES], w.facts[WOMEN], w.facts[MEN] = (
        count,
        asked,
        states,
        women,
        men,
    )


@compiled
def promise_of(a: Any, s: Any, lam: Any, lead: Any, co: Any, i: int, w: Any, taken: Any) -> int:
    """No cohort of this slate has more profit than this: every wish granted, the cheapest staff."""
    spread_out(a, s, lam, i, w)
    cap, plan, scene = a.limits[1], s.scene_plan[s.scene[i]], s.scene[i]
    rank(w.unit[AT_BEST], w.unit[PEOPLE], w.facts[COUNT], cap, w)
    best = NONE
    count = -1
    cost = 0
    for k in range(a.limits[0], cap + 1):
        if w.sums[0, k] > NONE:
            before = count
            count = slots_of(a.need[plan, k], w.slots)
            if count != before:
                cost = fill_slots(s, co, scene * a.b_minutes.shape[1], w.slots, 0, count, s.lead[i], taken)
            if cost >= 0:
                best = max(best, w.sums[0, k] - a.weights[3] * max(0, SWEET_SPOT - k) - cost)
    return int(best - lead[i])


@compiled
def pack(w: Any, states: int, phi: int, size: int, genders: int, gain: int) -> int:
    """
    Pack the units that this team may face and who asked for the focus `phi` (-1: none), with all they are worth in a
    cohort of this size class whose staff has these genders; gives how many.
    """
    found = 0
    for j in range(w.facts[COUNT]):
        if w.unit[STATES, j] & ~states or (phi >= 0 and not w.unit[ASKED, j] >> phi & 1):
            continue
        v = w.unit[BASE, j]
        if phi >= 0:
            v += gain * w.unit[PEOPLE, j]
        if size > 0:
            v += w.points[j, size]
        if genders & 1:
            v += w.points[j, 3]
        if genders & 2:
            v += w.points[j, 4]
        w.packed[0, found], w.packed[1, found], w.packed[2, found] = v, w.unit[PEOPLE, j], j
        found += 1
    return found


@compiled
def _best_of_team(a: Any, i: int, t: int, sizes: Any, price: int, genders: int, cut: int, w: Any, made: Any) -> int:
    """The most profit above `cut` that a cohort of this team can have, over its sizes and focus, into `made`."""
    for phi in range(-1, 3):
        if phi >= 0 and not w.facts[ANY_FOCUS] >> phi & 1:
            continue
        before = -1
        for k in range(sizes[0], sizes[1] + 1):
            if size_class(k) != before:
                before = size_class(k)
                count = pack(w, w.teams[t, TEAM_STATES], phi, before, genders, a.weights[1])
                rank(w.packed[0], w.packed[1], count, a.limits[1], w)
            profit = w.sums[0, k] - a.weights[3] * max(0, SWEET_SPOT - k) - price
            if w.sums[0, k] > NONE and profit > cut:
                cut = profit
                made[SLATE], made[SIZE], made[FOCUS], made[GENDERS] = i, k, phi, genders
                made[FIRST_CO], made[SECOND_CO] = w.teams[t, TEAM_FIRST], w.teams[t, TEAM_SECOND]
                made[EXTRA_WOMAN] = made[EXTRA_MAN] = -1
    return cut


@compiled
def _best_of_sizes(
    a: Any,
    s: Any,
    lead: Any,
    co: Any,
    i: int,
    sizes: Any,
    extra: Any,
    at_best: Any,
    cut: int,
    w: Any,
    made: Any,
    taken: Any,
) -> int:
    """The most profit above `cut` of the slate's cohorts of these sizes, which all want the same staff."""
    promise = NONE
    for k in range(sizes[0], sizes[1] + 1):
        if at_best[k] > NONE:
            promise = max(promise, at_best[k] - a.weights[3] * max(0, SWEET_SPOT - k) - lead[i])
    wanted = slots_of(a.need[s.scene_plan[s.scene[i]], sizes[0]], w.slots)
    rest = fill_slots(s, co, s.scene[i] * a.b_minutes.shape[1], w.slots, 2, wanted, s.lead[i], taken)
    if rest < 0 or promise - rest <= cut:
        return cut
    for t in range(list_teams(a, s, co, i, wanted, w)):
        price = lead[i] + rest + w.teams[t, TEAM_PRICE]
        for mode in range(4):
            # Somebody beyond the staff needed, there only so that a wish for a woman or a man is met; where a third
            # slot is filled without looking at gender, that wish is granted.
            if mode & w.teams[t, TEAM_GENDERS] or (mode & 1 and extra[0] < 0) or (mode & 2 and extra[1] < 0):
                continue
            more = 0
            if wanted <= 2:
                more += co[extra[0]] if mode & 1 else 0
                more += co[extra[1]] if mode & 2 else 0
                if (mode & 1 and w.facts[WOMEN] <= co[extra[0]]) or (mode & 2 and w.facts[MEN] <= co[extra[1]]):
                    continue
            if promise + lead[i] - price - more <= cut:
                continue
            found = _best_of_team(a, i, t, sizes, price + more, w.teams[t, TEAM_GENDERS] | mode, cut, w, made)
            if found > cut:
                cut = found
                made[EXTRA_WOMAN] = extra[0] if mode & 1 and wanted <= 2 else -1
                made[EXTRA_MAN] = extra[1] if mode & 2 and wanted <= 2 else -1
    return cut


@compiled
def best_of_slate(a: Any, s: Any, lam: Any, lead: Any, co: Any, i: int, cut: int, w: Any, made: Any, taken: Any) -> int:
    """The most profit above `cut` of any cohort of this slate, or `cut`."""
    spread_out(a, s, lam, i, w)
    least, cap, plan = a.limits[0], a.limits[1], s.scene_plan[s.scene[i]]
    rank(w.unit[AT_BEST], w.unit[PEOPLE], w.facts[COUNT], cap, w)
    at_best = w.sums[0].copy()
    extra = np.full(2, -1, dtype=np.int64)
    if w.facts[WOMEN] > 0:
        extra[0] = cheapest_of_gender(a, s, co, i, 1)
    if w.facts[MEN] > 0:
        extra[1] = cheapest_of_gender(a, s, co, i, 2)
    sizes = np.empty(2, dtype=np.int64)
    k = least
    while k <= cap:
        sizes[0] = sizes[1] = k
        while sizes[1] < cap and np.array_equal(a.need[plan, sizes[1] + 1], a.need[plan, k]):
            sizes[1] += 1
        cut = _best_of_sizes(a, s, lead, co, i, sizes, extra, at_best, cut, w, made, taken)
        k = sizes[1] + 1
    return cut


@compiled
def dearest(a: Any, s: Any, lam: Any, lead: Any, co: Any, w: Any, begin: int, end: int, top: Any, top_of: Any) -> None:
    """
    Over the leads from `begin` to `end`, the dearest cohorts, one of a slate: top[f] their profits, best first (0 where
    there are no more), top_of[f] what they are made of. No cohort f may lead has more profit than top[f, 0], or than 0.
    """
    kept = top.shape[1]
    made, taken = np.empty(REMEMBERED, dtype=np.int64), np.empty(MOST_SLOTS, dtype=np.int64)
    for f in range(begin, end):
        top[f] = 0
        first = s.f_at[f]
        promise = np.empty(s.f_at[f + 1] - first, dtype=np.int64)
        for x in range(len(promise)):
            promise[x] = promise_of(a, s, lam, lead, co, first + x, w, taken)
        # The most promising first: then most of the others need not be looked at.
        for x in np.argsort(-promise):
            cut = top[f, kept - 1]
            if promise[x] <= cut:
                break
            found = best_of_slate(a, s, lam, lead, co, first + x, cut, w, made, taken)
            if found > cut:
                j = kept - 1
                while j > 0 and top[f, j - 1] < found:
                    top[f, j] = top[f, j - 1]
                    top_of[f, j] = top_of[f, j - 1]
                    j -= 1
                top[f, j] = found
                top_of[f, j] = made


@compiled
def members_of(a: Any, s: Any, lam: Any, co: Any, w: Any, made: Any, members: Any, cos: Any) -> Any:
    """Write down who a remembered cohort is made of: its units, and its cos' places; gives how many of each."""
    i, k = made[SLATE], made[SIZE]
    states = a.f_states[s.lead[i]]
    staff = 0
    for place in (FIRST_CO, SECOND_CO):
        if made[place] >= 0:
            states &= a.f_states[s.co[made[place]]]
            cos[staff] = made[place]
            staff += 1
    taken = np.empty(MOST_SLOTS, dtype=np.int64)
    wanted = slots_of(a.need[s.scene_plan[s.scene[i]], k], w.slots)
    fill_slots(s, co, s.scene[i] * a.b_minutes.shape[1], w.slots, 2, wanted, s.lead[i], taken)
    for j in range(2, wanted):
        cos[staff] = taken[j]
        staff += 1
    for place in (EXTRA_WOMAN, EXTRA_MAN):
        if made[place] >= 0:
            cos[staff] = made[place]
            staff += 1
    spread_out(a, s, lam, i, w)
    count = pack(w, states, made[FOCUS], size_class(k), made[GENDERS], a.weights[1])
    rank(w.packed[0], w.packed[1], count, a.limits[1], w)
    couples = w.sums[1, k]
    for j in range(couples):
        members[j] = s.unit[s.at[i] + w.packed[2, w.two[1, j]]]
    for j in range(k - 2 * couples):
        members[couples + j] = s.unit[s.at[i] + w.packed[2, w.one[1, j]]]
    return k - couples, staff
