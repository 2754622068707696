"""
The tight bound: prices under which hardly any cohort is worth its price.

A linear program over the cohorts found so far suggests prices for people and for facilitators' time; under them the
dearest cohorts of every lead are looked for, exactly, and handed to the program. Whatever the prices,

    all prices times what there is of each thing + for each lead, how many cohorts they can lead x the largest profit

is an upper bound: take any plan, and count its points as profits plus prices paid. The lowest one seen is returned.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from hearthside.placement.solver.bound_ground import POINT, Ground, Ints
from hearthside.placement.solver.bound_master import Column, Floats, Master, Prices, column_of
from hearthside.placement.solver.bound_naive import Naive, worth_of_minutes
from hearthside.placement.solver.bound_pricing import (
    FOCUS,
    GENDERS,
    REMEMBERED,
    SIZE,
    SLATE,
    dearest,
    desk,
    members_of,
    size_class,
)
from hearthside.placement.solver.bound_slates import Slates, list_slates
from hearthside.placement.solver.bound_teams import POINTS_OF_TIME, price_staff
from hearthside.placement.solver.score import SWEET_SPOT

Trace = Callable[[int, Fraction, float], None]


KEPT = 3  # cohorts offered to the program for each lead and round
MOST_ROUNDS = 1000
ZERO = Fraction(0)
SHARE_OF_BEST = 0.5
NEARLY = 0.02  # of the bound: from here on, cohorts that fit together teach nothing new
TAKEN = 10**12  # steps: nobody is worth that much
PATIENCE = 12  # rounds without progress, once near
_PROGRESS = 1 - Fraction(1, 20_000)
_NOTHING = 1e-6  # points
CLOSE_ENOUGH = 3e-4  # of the bound: what is left between it and the program's own value


class Pricing:
    """The cohorts of a problem under any prices."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.a = ground.arrays
        self.slates: Slates = list_slates(self.a)
        self.most_led = _most_led(self)
        staff = len(self.a.f_week)
        self.top = np.zeros((staff, KEPT), dtype=np.int64)
        self.top_of = np.zeros((staff, KEPT, REMEMBERED), dtype=np.int64)
        self.lead = np.zeros(len(self.slates.lead), dtype=np.int64)
        self.co = np.zeros(len(self.slates.co), dtype=np.int64)
        self.desk = desk(self.a, self.slates)

    def bound(self, prices: Prices) -> Fraction:
        """The exact bound these prices prove, in points; the dearest cohorts are kept for `columns`."""
        self.units, minutes, days, points = (
            _whole(p) for p in (prices.units, prices.minutes, prices.days, prices.points)
        )
        twice = np.concatenate([points, points], axis=1)
        cum = np.zeros((len(points), 2 * POINTS_OF_TIME + 1), dtype=np.int64)
        np.cumsum(twice, axis=1, out=cum[:, 1:])
        price_staff(self.a, self.slates, minutes, days, cum, self.lead, self.co)
        dearest(self.a, self.slates, self.units, self.lead, self.co, self.desk, 0, len(self.top), self.top, self.top_of)
        total = int(self.units.sum()) + int((days.sum(axis=1) * self.a.f_day).sum()) + int(points.sum())
        total += int((self.top[:, 0] * self.most_led).sum())
        worth = sum(
            (worth_of_minutes(self.ground, int(m), int(p)) for m, p in zip(self.a.f_week, minutes, strict=True)),
            ZERO,
        )
        return (total + worth) / POINT

    def columns(self) -> list[Column]:
        """The dearest cohorts of the prices last evaluated."""
        members, cos = np.zeros(int(self.a.limits[1]), dtype=np.int64), np.zeros(70, dtype=np.int64)
        found = []
        for f, j in np.argwhere(self.top > 0).tolist():
            made = self.top_of[f, j]
            units, staff = members_of(self.a, self.slates, self.units, self.co, self.desk, made, members, cos)
            # Profit and points differ by the prices; points are worked out again from what the column uses.
            found.append(self._column(made, members[:units].copy(), cos[:staff].copy()))
        return found

    def greedy(self, prices: Prices, first: int) -> list[Column]:
        """
        The dearest cohort of each lead in turn, from `first` on, with the people whom those before have left.

        Together they are nearly a plan, which teaches the program faster than cohorts that fight for the same people.
        """
        self.bound(prices)
        members, cos = np.zeros(int(self.a.limits[1]), dtype=np.int64), np.zeros(70, dtype=np.int64)
        a, s, found, staff = self.a, self.slates, [], len(self.top)
        left = [int(n) for n in self.most_led]
        for turn in range(2 * staff):
            f = (first + turn) % staff
            if left[f] == 0:
                continue
            left[f] -= 1
            dearest(a, s, self.units, self.lead, self.co, self.desk, f, f + 1, self.top, self.top_of)
            if self.top[f, 0] > 0:
                made = self.top_of[f, 0].copy()
                units, co = members_of(a, s, self.units, self.co, self.desk, made, members, cos)
                found.append(self._column(made, members[:units].copy(), cos[:co].copy()))
                self.units[members[:units]] = TAKEN
        return found

    def _column(self, made: Ints, units: Ints, cos: Ints) -> Column:
        return column_of(self.a, self.slates, made, self._points(made, units, cos), units, cos)

    def _points(self, made: Ints, units: Ints, cos: Ints) -> int:
        """What the cohort is worth without any prices, in steps."""
        a, s = self.a, self.slates
        i, size = int(made[SLATE]), int(made[SIZE])
        scene = int(s.scene[i])
        plan = int(s.scene_plan[scene])
        here = s.unit[s.at[i] : s.at[i + 1]]
        met = s.met[s.at[i] : s.at[i + 1]][np.searchsorted(here, np.sort(units))]
        points = a.u_points[units].sum(axis=0)
        total = int(points[0]) + int(a.weights[0]) * int(met.sum())
        total += int(points[size_class(size)]) if size_class(size) else 0
        total += int(points[3]) * int(made[GENDERS] & 1) + int(points[4]) * int(made[GENDERS] >> 1 & 1)
        total += int(a.weights[1]) * size if made[FOCUS] >= 0 else 0
        blocks = a.b_minutes.shape[1]
        block_of = np.searchsorted(s.co_at, cos, side="right") - 1 - scene * blocks
        minutes = (int(a.p_staffed[plan]) + int(a.b_minutes[plan, block_of].sum())) * int(a.p_days[plan])
        return total - int(a.weights[2]) * minutes - int(a.weights[3]) * max(0, SWEET_SPOT - size)


def _whole(prices: Floats) -> Ints:
    return np.maximum(0, np.rint(prices)).astype(np.int64)


def _most_led(pricing: Pricing) -> Ints:
    """How many cohorts each facilitator has the minutes to lead."""
    a, s = pricing.a, pricing.slates
    out = np.zeros(len(a.f_week), dtype=np.int64)
    for f in range(len(a.f_week)):
        plans = np.unique(s.scene_plan[s.scene[s.f_at[f] : s.f_at[f + 1]]])
        if len(plans):
            by_week = int(a.f_week[f]) // int((a.p_staffed * a.p_days)[plans].min())
            by_day = 7 * (int(a.f_day[f]) // int(a.p_staffed[plans].min())) // int(a.p_days[plans].min())
            out[f] = min(by_week, by_day)
    return out


def tight_bound(
    ground: Ground,
    naive: Naive,
    *,
    rounds: int | None = None,
    should_stop: Callable[[], bool] | None = None,
    floor: Fraction = ZERO,
    trace: Trace | None = None,
) -> Fraction:
    """The lowest bound found in so many rounds, or until it is as low as the program allows."""
    pricing = Pricing(ground)
    master = Master(ground, pricing.most_led)
    center = _start(pricing, naive)
    best = pricing.bound(center)
    for column in _first_columns(pricing, center):
        master.add(column)
    stuck = 0
    for number in range(rounds if rounds is not None else MOST_ROUNDS):
        answer = None if should_stop is not None and should_stop() else master.solve()
        if answer is None:
            break
        value, prices, shares = answer
        if trace:
            trace(number, best, value)
        if best <= floor:
            break
        left = 1 - value / float(best)
        broken = master.forbid_what_is_broken(shares)
        if not broken and left <= CLOSE_ENOUGH:
            break
        before = best
        best, center, columns = _step(pricing, master, best, center, prices)
        stuck = stuck + 1 if left < NEARLY and best > before * _PROGRESS else 0
        if stuck == PATIENCE or (not columns and not broken):
            break
        if left > NEARLY:
            columns += [c for c in pricing.greedy(prices, number * 7) if master.gain(c, prices) > _NOTHING]
        master.shrink(prices)
        master.add(columns)
    return best


def _first_columns(pricing: Pricing, prices: Prices) -> list[list[Column]]:
    """What a hand would make of it, four times over: the dearest cohort of each lead in turn, people for nothing."""
    free = replace(prices, units=prices.units * 0)
    staff = len(pricing.top)
    return [pricing.greedy(free, n * staff // 4) for n in range(4)]


def _step(
    pricing: Pricing, master: Master, best: Fraction, center: Prices, prices: Prices
) -> tuple[Fraction, Prices, list[Column]]:
    """
    Try prices between the best ones so far and those the program suggests, which by themselves swing wildly.

    Where that finds no cohort the program could use, closer to the suggestion, until it is followed to the letter.
    """
    share = SHARE_OF_BEST
    while True:
        tried = center.between(prices, share)
        bound = pricing.bound(tried)
        columns = [c for c in pricing.columns() if master.gain(c, prices) > _NOTHING]
        if bound < best:
            best, center = bound, tried
        if columns or share == 0:
            return best, center, columns
        share = share / 2 if share > 0.1 else 0.0


def _start(pricing: Pricing, naive: Naive) -> Prices:
    """The prices that prove the quick bound: one price for every minute, and what is left of each unit's worth."""
    staff = len(pricing.a.f_week)
    return Prices(
        units=naive.units.astype(np.float64),
        minutes=np.full(staff, float(naive.minute)),
        days=np.zeros((staff, 7)),
        points=np.zeros((staff, POINTS_OF_TIME)),
    )
