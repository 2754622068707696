"""
The dearest cohort under given prices: for each lead, over every slate, size, focus and staff.

Prices (whole steps, never below zero) stand for what is scarce: each unit, each facilitator's minutes of the week and
of each day, and each facilitator's presence at points of time. A cohort's worth less the prices of all it uses is its
*profit*; prices under which no cohort has any profit prove a bound. Everything here is exact: integers, and for each
size the units worth most. Granted rather than known: licenses of a third and further co-facilitator, and who is kept
apart.
"""

from typing import Any

import numpy as np

from hearthside.base.spans import WEEK_MINUTES
from hearthside.placement.solver.kernel_cache import compiled
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, SWEET_SPOT

POINT_MINUTES = 10  # how far apart the points of time are at which presence is priced
POINTS_OF_TIME = WEEK_MINUTES // POINT_MINUTES
NONE = -(1 << 60)
# What is remembered of the dearest cohort of a slate.
SLATE, SIZE, FOCUS, GENDERS, FIRST_CO, SECOND_CO, EXTRA_WOMAN, EXTRA_MAN = range(8)
REMEMBERED = 8
_SMALL_FROM, _SMALL_TO = SMALL_SIZES.start, SMALL_SIZES.stop


@compiled
def presence(cum: Any, begin: int, length: int) -> int:
    """The price of being present over [begin, begin + length): the points of time in it, on the circle of the week."""
    begin %= WEEK_MINUTES
    return int(cum[-(-(begin + length) // POINT_MINUTES)] - cum[-(-begin // POINT_MINUTES)])


@compiled
def price_staff(a: Any, s: Any, mu: Any, delta: Any, cum: Any, lead: Any, plain: Any, buffered: Any) -> None:
    """Prices of each slate's lead and of each possible co, the latter without and with the buffer after the stay."""
    staff, buffer = a.weights[2], a.limits[2]
    blocks = a.b_minutes.shape[1]
    utc, combo_days = a.utc, a.combo_days
    for i in range(len(s.lead)):
        f, scene = s.lead[i], s.scene[i]
        p, combo, start = s.scene_plan[scene], s.scene_combo[scene], s.scene_start[scene]
        total = a.p_staffed[p] * a.p_days[p] * (staff + mu[f])
        for j in range(a.p_days[p]):
            day = combo_days[combo, j]
            total += a.p_staffed[p] * delta[f, day] + presence(cum[f], utc[day, start], a.p_length[p] + buffer)
        lead[i] = total
    for scene in range(len(s.scene_plan)):
        p, combo, start = s.scene_plan[scene], s.scene_combo[scene], s.scene_start[scene]
        for b in range(blocks):
            minutes, offset, stay = a.b_minutes[p, b], a.b_from[p, b], a.b_stay[p, b]
            for i in range(s.co_at[scene * blocks + b], s.co_at[scene * blocks + b + 1]):
                g = s.co[i]
                total = more = minutes * a.p_days[p] * (staff + mu[g])
                for j in range(a.p_days[p]):
                    day = combo_days[combo, j]
                    total += minutes * delta[g, day] + presence(cum[g], utc[day, start] + offset, stay)
                    more += minutes * delta[g, day] + presence(cum[g], utc[day, start] + offset, stay + buffer)
                plain[i], buffered[i] = total, more


@compiled
def size_class(k: int) -> int:
    """0: a size nobody wishes for, 1: small, 2: moderate."""
    return 1 if _SMALL_FROM <= k < _SMALL_TO else 2 if k >= MODERATE_FROM else 0


@compiled
def rank(worth: Any, n: Any, count: int, cap: int, ones: Any, one_at: Any, twos: Any, two_at: Any) -> Any:
    """Keep the `cap` dearest single people and cap // 2 dearest couples, dearest first; gives how many of each."""
    singles = couples = 0
    for i in range(count):
        v = worth[i]
        if n[i] == 1:
            j = singles
            if singles < cap:
                singles += 1
            elif ones[cap - 1] >= v:
                continue
            else:
                j = cap - 1
            while j > 0 and ones[j - 1] < v:
                ones[j], one_at[j] = ones[j - 1], one_at[j - 1]
                j -= 1
            ones[j], one_at[j] = v, i
        else:
            j = couples
            if couples < cap // 2:
                couples += 1
            elif cap < 2 or twos[cap // 2 - 1] >= v:
                continue
            else:
                j = cap // 2 - 1
            while j > 0 and twos[j - 1] < v:
                twos[j], two_at[j] = twos[j - 1], two_at[j - 1]
                j -= 1
            twos[j], two_at[j] = v, i
    return singles, couples


@compiled
def best_sums(singles: int, couples: int, ones: Any, twos: Any, cap: int, sums: Any, with_couples: Any) -> None:
    """sums[k]: the most that exactly k people are worth; with_couples[k]: how many couples are among them."""
    one = np.zeros(cap + 1, dtype=np.int64)
    for j in range(singles):
        one[j + 1] = one[j] + ones[j]
    for k in range(cap + 1):
        sums[k], with_couples[k] = NONE, 0
        two = 0
        for c in range(couples + 1):
            if c > 0:
                two += twos[c - 1]
            if 2 * c > k:
                break
            if k - 2 * c <= singles and two + one[k - 2 * c] > sums[k]:
                sums[k], with_couples[k] = two + one[k - 2 * c], c


@compiled
def fill_worth(
    points: Any,
    base: Any,
    focus: Any,
    n: Any,
    count: int,
    wanted: int,
    size: int,
    genders: int,
    gain: int,
    ok: Any,
    worth: Any,
    m: Any,
    at: Any,
) -> int:
    """Worth of the units that may sit here (`ok`, and who asked for the wanted focus), packed; gives how many."""
    found = 0
    for i in range(count):
        if not ok[i] or (wanted >= 0 and not focus[i] >> wanted & 1):
            continue
        v = base[i]
        if wanted >= 0:
            v += gain * n[i]
        if size == 1:
            v += points[i, 1]
        elif size == 2:
            v += points[i, 2]
        if genders & 1:
            v += points[i, 3]
        if genders & 2:
            v += points[i, 4]
        worth[found], m[found], at[found] = v, n[i], i
        found += 1
    return found


@compiled
def slots_of(need: Any, slots: Any) -> int:
    """The blocks, in order, that want one more staff member beside the lead, once for each; gives how many."""
    count = 0
    for b in range(len(need)):
        for _ in range(need[b] - 1):
            if count < len(slots):
                slots[count] = b
                count += 1
    return count


@compiled
def cheapest(co_at: Any, co: Any, price: Any, at: int, without: int, how_many: int, taken: Any) -> int:
    """The price of the cheapest `how_many` co-facilitators in one block, without the lead; -1 if there are too few."""
    total = 0
    for t in range(how_many):
        best, best_at = 0, -1
        for i in range(co_at[at], co_at[at + 1]):
            if co[i] == without or (best_at >= 0 and price[i] >= best):
                continue
            used = False
            for j in range(t):
                used = used or taken[j] == i
            if not used:
                best, best_at = price[i], i
        if best_at < 0:
            return -1
        taken[t] = best_at
        total += best
    return total


@compiled
def rest_of_slots(co_at: Any, co: Any, price: Any, first: int, slots: Any, count: int, f: int, taken: Any) -> int:
    """The least price of the slots after the second, each block on its own; -1 if they cannot be filled."""
    total = 0
    i = 2
    while i < count:
        j = i
        while j < count and slots[j] == slots[i]:
            j += 1
        cost = cheapest(co_at, co, price, first + slots[i], f, j - i, taken[i:j])
        if cost < 0:
            return -1
        total += cost
        i = j
    return total


@compiled
def cheapest_of_gender(co_at: Any, co: Any, price: Any, gender: Any, first: int, blocks: int, f: int, bit: int) -> int:
    """Where the cheapest co of this gender in any block stands, or -1."""
    best = -1
    for i in range(co_at[first], co_at[first + blocks]):
        if co[i] != f and gender[co[i]] == bit and (best < 0 or price[i] < price[best]):
            best = i
    return best


@compiled
def dearest(a: Any, s: Any, lam: Any, lead: Any, plain: Any, buffered: Any, top: Any, top_of: Any) -> None:
    """
    For each lead the dearest cohorts, one of a slate: top[f] their profits, best first (0 where there are no more),
    top_of[f] what they are made of. top[f, 0] is exact: no cohort f may lead has more profit than that, or than 0.
    """
    least, cap = a.limits[0], a.limits[1]
    gain, small = a.weights[1], a.weights[3]
    blocks = a.b_minutes.shape[1]
    most = 1
    for i in range(len(s.lead)):
        most = max(most, s.at[i + 1] - s.at[i])
    points = np.empty((most, 5), dtype=np.int64)
    base, focus, n = (np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64))
    states, best_case = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    worth, m, where = (np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64))
    ok, everyone = np.empty(most, dtype=np.bool_), np.ones(most, dtype=np.bool_)
    ones, one_at = np.empty(cap, dtype=np.int64), np.empty(cap, dtype=np.int64)
    twos, two_at = np.empty(cap, dtype=np.int64), np.empty(cap, dtype=np.int64)
    sums, at_most = np.empty(cap + 1, dtype=np.int64), np.empty(cap + 1, dtype=np.int64)
    couples_in = np.empty(cap + 1, dtype=np.int64)
    slots, taken = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)
    made = np.empty(REMEMBERED, dtype=np.int64)
    u_n, u_points, u_focus, u_states = a.u_n, a.u_points, a.u_focus, a.u_states
    f_states, f_gender = a.f_states, a.f_gender
    co_at, co = s.co_at, s.co
    kept = top.shape[1]
    top[:] = 0
    for i in range(len(s.lead)):
        f, scene, plan = s.lead[i], s.scene[i], s.scene_plan[s.scene[i]]
        cut = top[f, kept - 1]
        count = s.at[i + 1] - s.at[i]
        asked = states_here = 0
        women = men = 0
        for j in range(count):
            u = s.unit[s.at[i] + j]
            points[j] = u_points[u]
            base[j] = u_points[u, 0] + a.weights[0] * s.met[s.at[i] + j] - lam[u]
            focus[j], n[j], states[j] = u_focus[u], u_n[u], u_states[u]
            best_case[j] = base[j] + max(points[j, 1], points[j, 2]) + points[j, 3] + points[j, 4]
            if u_focus[u]:
                best_case[j] += gain * n[j]
            asked |= u_focus[u]
            states_here |= u_states[u]
            women += points[j, 3]
            men += points[j, 4]
        singles, couples = rank(best_case, n, count, cap, ones, one_at, twos, two_at)
        best_sums(singles, couples, ones, twos, cap, at_most, couples_in)
        first = scene * blocks
        extra_w = cheapest_of_gender(co_at, co, plain, f_gender, first, blocks, f, 1) if women > 0 else -1
        extra_m = cheapest_of_gender(co_at, co, plain, f_gender, first, blocks, f, 2) if men > 0 else -1
        found = 0
        k = least
        while k <= cap:
            last = k  # sizes k..last want the same staff
            while last < cap and np.array_equal(a.need[plan, last + 1], a.need[plan, k]):
                last += 1
            promise = NONE
            for z in range(k, last + 1):
                if at_most[z] > NONE:
                    promise = max(promise, at_most[z] - small * max(0, SWEET_SPOT - z) - lead[i])
            wanted = slots_of(a.need[plan, k], slots)
            rest = rest_of_slots(co_at, co, plain, first, slots, wanted, f, taken)
            if promise - max(0, rest) <= cut or rest < 0:
                k = last + 1
                continue
            price = plain if wanted > 2 else buffered
            begin1, end1 = (co_at[first + slots[0]], co_at[first + slots[0] + 1]) if wanted > 0 else (-1, 0)
            for i1 in range(begin1, end1):
                if i1 >= 0 and co[i1] == f:
                    continue
                cost1 = rest + (price[i1] if i1 >= 0 else 0)
                if promise - rest - (plain[i1] if i1 >= 0 else 0) <= cut:
                    continue
                same = wanted > 1 and slots[1] == slots[0]
                begin2, end2 = (co_at[first + slots[1]], co_at[first + slots[1] + 1]) if wanted > 1 else (-1, 0)
                if same:
                    begin2 = i1 + 1
                for i2 in range(begin2, end2):
                    cost = cost1
                    if i2 >= 0:
                        if co[i2] == f:
                            continue
                        if co[i2] == co[i1]:
                            # One stay, not two: the buffer after its first part would be counted twice.
                            cost += plain[i1] - price[i1]
                        cost += price[i2]
                    if promise - cost <= cut:
                        continue
                    licensed = f_states[f]
                    genders = f_gender[f]
                    if i1 >= 0:
                        licensed &= f_states[co[i1]]
                        genders |= f_gender[co[i1]]
                    if i2 >= 0:
                        licensed &= f_states[co[i2]]
                        genders |= f_gender[co[i2]]
                    allowed = everyone
                    if states_here & ~licensed:
                        allowed = ok
                        for j in range(count):
                            ok[j] = states[j] & ~licensed == 0
                    for mode in range(4):
                        if mode & genders or (mode & 1 and extra_w < 0) or (mode & 2 and extra_m < 0):
                            continue
                        more = 0
                        if wanted <= 2:
                            # Somebody beyond the staff needed, there only so that a wish for a woman or a man is met.
                            more += plain[extra_w] if mode & 1 else 0
                            more += plain[extra_m] if mode & 2 else 0
                            if (mode & 1 and women <= plain[extra_w]) or (mode & 2 and men <= plain[extra_m]):
                                continue
                        if promise - cost - more <= cut:
                            continue
                        for phi in range(-1, 3):
                            if phi >= 0 and not asked >> phi & 1:
                                continue
                            before = -1
                            for z in range(k, last + 1):
                                if size_class(z) != before:
                                    before = size_class(z)
                                    here = fill_worth(
                                        points,
                                        base,
                                        focus,
                                        n,
                                        count,
                                        phi,
                                        before,
                                        genders | mode,
                                        gain,
                                        allowed,
                                        worth,
                                        m,
                                        where,
                                    )
                                    singles, couples = rank(worth, m, here, cap, ones, one_at, twos, two_at)
                                    best_sums(singles, couples, ones, twos, cap, sums, couples_in)
                                if sums[z] == NONE:
                                    continue
                                profit = sums[z] - small * max(0, SWEET_SPOT - z) - lead[i] - cost - more
                                if profit > cut:
                                    cut = found = profit
                                    made[SLATE], made[SIZE], made[FOCUS], made[GENDERS] = i, z, phi, genders | mode
                                    made[FIRST_CO], made[SECOND_CO] = i1, i2
                                    made[EXTRA_WOMAN] = extra_w if mode & 1 and wanted <= 2 else -1
                                    made[EXTRA_MAN] = extra_m if mode & 2 and wanted <= 2 else -1
            k = last + 1
        if found > 0:
            j = kept - 1
            while j > 0 and top[f, j - 1] < found:
                top[f, j] = top[f, j - 1]
                top_of[f, j] = top_of[f, j - 1]
                j -= 1
            top[f, j] = found
            top_of[f, j] = made


@compiled
def members_of(a: Any, s: Any, lam: Any, plain: Any, made: Any, members: Any, cos: Any) -> Any:
    """Write down who a remembered cohort is made of: its units, and its cos' places; gives how many of each."""
    cap = a.limits[1]
    i, z = made[SLATE], made[SIZE]
    f, scene, plan = s.lead[i], s.scene[i], s.scene_plan[s.scene[i]]
    blocks = a.b_minutes.shape[1]
    licensed = a.f_states[f]
    staff = 0
    for place in (FIRST_CO, SECOND_CO):
        if made[place] >= 0:
            licensed &= a.f_states[s.co[made[place]]]
            cos[staff] = made[place]
            staff += 1
    slots, taken = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)
    wanted = slots_of(a.need[plan, z], slots)
    rest_of_slots(s.co_at, s.co, plain, scene * blocks, slots, wanted, f, taken)
    for j in range(2, wanted):
        cos[staff] = taken[j]
        staff += 1
    for place in (EXTRA_WOMAN, EXTRA_MAN):
        if made[place] >= 0:
            cos[staff] = made[place]
            staff += 1
    count = s.at[i + 1] - s.at[i]
    units = s.unit[s.at[i] : s.at[i + 1]].astype(np.int64)
    points, focus, n = a.u_points[units], a.u_focus[units], a.u_n[units]
    base = points[:, 0] + a.weights[0] * s.met[s.at[i] : s.at[i + 1]].astype(np.int64) - lam[units]
    ok = a.u_states[units] & ~licensed == 0
    worth, m, where = (
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
    )
    gain, size = a.weights[1], size_class(z)
    here = fill_worth(points, base, focus, n, count, made[FOCUS], size, made[GENDERS], gain, ok, worth, m, where)
    ones, one_at = np.empty(cap, dtype=np.int64), np.empty(cap, dtype=np.int64)
    twos, two_at = np.empty(cap, dtype=np.int64), np.empty(cap, dtype=np.int64)
    sums, couples_in = np.empty(cap + 1, dtype=np.int64), np.empty(cap + 1, dtype=np.int64)
    singles, couples = rank(worth, m, here, cap, ones, one_at, twos, two_at)
    best_sums(singles, couples, ones, twos, cap, sums, couples_in)
    found = 0
    for j in range(couples_in[z]):
        members[found] = units[where[two_at[j]]]
        found += 1
    for j in range(z - 2 * couples_in[z]):
        members[found] = units[where[one_at[j]]]
        found += 1
    return found, staff
