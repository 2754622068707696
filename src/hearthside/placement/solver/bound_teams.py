"""
What staff cost under given prices, and the cheapest teams of a slate: who co-leads which blocks.
"""

from typing import Any

from hearthside.base.spans import WEEK_MINUTES
from hearthside.placement.solver.kernel_cache import compiled

POINT_MINUTES = 30  # how far apart the points of time are at which presence is priced
POINTS_OF_TIME = WEEK_MINUTES // POINT_MINUTES
NONE = -(1 << 60)
MOST_SLOTS = 64
# Facts of a slate.
COUNT, ANY_FOCUS, ALL_STATES, WOMEN, MEN = range(5)
CLASS_STATES, CLASS_GENDERS, CLASS_PRICE, CLASS_WHOM, CLASS_NEXT_PRICE, CLASS_NEXT = range(6)
TEAM_STATES, TEAM_GENDERS, TEAM_PRICE, TEAM_FIRST, TEAM_SECOND = range(5)


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
def cheapest(s: Any, price: Any, at: int, without: int, how_many: int, taken: Any) -> int:
    """The price of the cheapest `how_many` co-facilitators in one block, without the lead; -1 if there are too few."""
    total = 0
    for t in range(how_many):
        best = -1
        for i in range(s.co_at[at], s.co_at[at + 1]):
            if s.co[i] == without or (best >= 0 and price[i] >= price[best]):
                continue
            used = False
            for j in range(t):
                used = used or taken[j] == i
            if not used:
                best = i
        if best < 0:
            return -1
        taken[t] = best
        total += price[best]
    return total


@compiled
def fill_slots(s: Any, price: Any, first: int, slots: Any, begin: int, count: int, f: int, taken: Any) -> int:
    """The least price of the slots from `begin` on, each block on its own; -1 if they cannot be filled."""
    total = 0
    i = begin
    while i < count:
        j = i
        while j < count and slots[j] == slots[i]:
            j += 1
        cost = cheapest(s, price, first + slots[i], f, j - i, taken[i:j])
        if cost < 0:
            return -1
        total += cost
        i = j
    return total


@compiled
def _classes(a: Any, s: Any, price: Any, at: int, f: int, states: int, out: Any) -> int:
    """
    Whoever could fill a slot, by what matters of them: which of the slate's states and which gender. Of each class the
    two cheapest; gives how many classes.
    """
    count = 0
    for i in range(s.co_at[at], s.co_at[at + 1]):
        g = s.co[i]
        if g == f:
            continue
        theirs, gender = a.f_states[g] & states, a.f_gender[g]
        c = 0
        while c < count and (out[c, CLASS_STATES] != theirs or out[c, CLASS_GENDERS] != gender):
            c += 1
        if c == count:
            count += 1
            out[c, CLASS_STATES], out[c, CLASS_GENDERS] = theirs, gender
            out[c, CLASS_WHOM] = out[c, CLASS_NEXT] = -1
        if out[c, CLASS_WHOM] < 0 or price[i] < out[c, CLASS_PRICE]:
            out[c, CLASS_NEXT_PRICE], out[c, CLASS_NEXT] = out[c, CLASS_PRICE], out[c, CLASS_WHOM]
            out[c, CLASS_PRICE], out[c, CLASS_WHOM] = price[i], i
        elif out[c, CLASS_NEXT] < 0 or price[i] < out[c, CLASS_NEXT_PRICE]:
            out[c, CLASS_NEXT_PRICE], out[c, CLASS_NEXT] = price[i], i
    return count


@compiled
def _add_team(w: Any, count: int, states: int, genders: int, price: int, first: int, second: int) -> int:
    """Remember a team, or that it is cheaper than another that does the same; gives how many teams."""
    t = 0
    while t < count and (w.teams[t, TEAM_STATES] != states or w.teams[t, TEAM_GENDERS] != genders):
        t += 1
    if t == count or price < w.teams[t, TEAM_PRICE]:
        w.teams[t, TEAM_STATES], w.teams[t, TEAM_GENDERS], w.teams[t, TEAM_PRICE] = states, genders, price
        w.teams[t, TEAM_FIRST], w.teams[t, TEAM_SECOND] = first, second
    return int(max(count, t + 1))


@compiled
def list_teams(a: Any, s: Any, co: Any, i: int, wanted: int, w: Any) -> int:
    """The cheapest of all teams that do the same, for the first two slots beside the lead; gives how many."""
    f, first = s.lead[i], s.scene[i] * a.b_minutes.shape[1]
    states, gender = w.facts[ALL_STATES], a.f_gender[f]
    if wanted == 0:
        return int(_add_team(w, 0, states, gender, 0, -1, -1))
    some = _classes(a, s, co, first + w.slots[0], f, states, w.classes[0])
    count = 0
    if wanted == 1:
        for x in w.classes[0, :some]:
            count = _add_team(w, count, x[CLASS_STATES], gender | x[CLASS_GENDERS], x[CLASS_PRICE], x[CLASS_WHOM], -1)
        return count
    others = _classes(a, s, co, first + w.slots[1], f, states, w.classes[1])
    for j in range(some):
        for k in range(others):
            x, y = w.classes[0, j], w.classes[1, k]
            price, whom = y[CLASS_PRICE], y[CLASS_WHOM]
            if w.slots[0] == w.slots[1] and j == k:
                price, whom = y[CLASS_NEXT_PRICE], y[CLASS_NEXT]
            if whom >= 0:
                both, genders = x[CLASS_STATES] & y[CLASS_STATES], gender | x[CLASS_GENDERS] | y[CLASS_GENDERS]
                count = _add_team(w, count, both, genders, x[CLASS_PRICE] + price, x[CLASS_WHOM], whom)
    return count


@compiled
def cheapest_of_gender(a: Any, s: Any, price: Any, i: int, bit: int) -> int:
    """Where the cheapest co of this gender in any block of the slate stands, or -1."""
    blocks = a.b_minutes.shape[1]
    best = -1
    for j in range(s.co_at[s.scene[i] * blocks], s.co_at[(s.scene[i] + 1) * blocks]):
        if s.co[j] != s.lead[i] and a.f_gender[s.co[j]] == bit and (best < 0 or price[j] < price[best]):
            best = j
    return best


@compiled
def presence(cum: Any, begin: int, length: int) -> int:
    """The price of being present over [begin, begin + length): the points of time in it, on the circle of the week."""
    begin %= WEEK_MINUTES
    return int(cum[-(-(begin + length) // POINT_MINUTES)] - cum[-(-begin // POINT_MINUTES)])


@compiled
def price_staff(a: Any, s: Any, mu: Any, delta: Any, cum: Any, lead: Any, co: Any) -> None:
    """
    Prices of each slate's lead and of each possible co-facilitator.

    The buffer is counted for the lead alone: whoever co-leads two blocks in a row would pay twice for the time between.
    """
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
                total = minutes * a.p_days[p] * (staff + mu[g])
                for j in range(a.p_days[p]):
                    day = combo_days[combo, j]
                    total += minutes * delta[g, day] + presence(cum[g], utc[day, start] + offset, stay)
                co[i] = total
