"""
The tight bound: prices under which hardly any cohort is worth its price.

A linear program over the cohorts found so far suggests prices for people and for facilitators' time; under them the
dearest cohorts of every lead are looked for, exactly, and handed to the program. Whatever the prices,

    all prices times what there is of each thing + for each lead, how many cohorts they can lead x the largest profit

is an upper bound: take any plan, and count its points as profits plus prices paid. The lowest one seen is returned.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from hearthside.placement.solver.bound_ground import POINT, Ground, Ints
from hearthside.placement.solver.bound_master import Column, Floats, Master, Prices, column_of
from hearthside.placement.solver.bound_naive import Naive, worth_of_minutes
from hearthside.placement.solver.bound_pricing import (
    FOCUS,
    GENDERS,
    POINTS_OF_TIME,
    REMEMBERED,
    SIZE,
    SLATE,
    dearest,
    members_of,
    price_staff,
    size_class,
)
from hearthside.placement.solver.bound_slates import Slates, list_slates
from hearthside.placement.solver.score import SWEET_SPOT

Trace = Callable[[int, float, float], None]

KEPT = 6  # cohorts offered to the program for each lead and round
MOST_ROUNDS = 1000
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
        self.plain, self.buffered = (np.zeros(len(self.slates.co), dtype=np.int64) for _ in range(2))

    def bound(self, prices: Prices) -> Fraction:
        """The exact bound these prices prove, in points; the dearest cohorts are kept for `columns`."""
        self.units, minutes, days, points = (
            _whole(p) for p in (prices.units, prices.minutes, prices.days, prices.points)
        )
        twice = np.concatenate([points, points], axis=1)
        cum = np.zeros((len(points), 2 * POINTS_OF_TIME + 1), dtype=np.int64)
        np.cumsum(twice, axis=1, out=cum[:, 1:])
        price_staff(self.a, self.slates, minutes, days, cum, self.lead, self.plain, self.buffered)
        dearest(self.a, self.slates, self.units, self.lead, self.plain, self.buffered, self.top, self.top_of)
        total = int(self.units.sum()) + int((days.sum(axis=1) * self.a.f_day).sum()) + int(points.sum())
        total += int((self.top[:, 0] * self.most_led).sum())
        worth = sum(
            (worth_of_minutes(self.ground, int(m), int(p)) for m, p in zip(self.a.f_week, minutes, strict=True)),
            Fraction(0),
        )
        return (total + worth) / POINT

    def columns(self) -> list[Column]:
        """The dearest cohorts of the prices last evaluated."""
        members, cos = np.zeros(int(self.a.limits[1]), dtype=np.int64), np.zeros(70, dtype=np.int64)
        found = []
        for f, j in np.argwhere(self.top > 0).tolist():
            made = self.top_of[f, j]
            units, staff = members_of(self.a, self.slates, self.units, self.plain, made, members, cos)
            # Profit and points differ by the prices; points are worked out again from what the column uses.
            found.append(self._column(made, members[:units].copy(), cos[:staff].copy()))
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
    floor: Fraction | None = None,
    trace: Trace | None = None,
) -> Fraction:
    """The lowest bound found in so many rounds, or until it is as low as the program allows."""
    pricing = Pricing(ground)
    master = Master(ground, pricing.most_led)
    center = _start(pricing, naive)
    best = pricing.bound(center)
    master.add(pricing.columns())
    share_of_center = 0.7
    for number in range(rounds if rounds is not None else MOST_ROUNDS):
        if should_stop is not None and should_stop():
            break
        answer = master.solve()
        if answer is None:
            break
        value, prices, shares = answer
        if trace:
            trace(number, float(best), value)
        broken = master.forbid_what_is_broken(shares)
        if broken:
            continue
        if float(best) - value <= CLOSE_ENOUGH * float(best) or (floor is not None and best <= floor):
            break
        share = share_of_center
        while True:
            tried = center.between(prices, share)
            bound = pricing.bound(tried)
            columns = [c for c in pricing.columns() if _gain(master, c, prices) > 1e-6]
            if bound < best:
                best, center = bound, tried
            if columns or share == 0:
                break
            share = share / 2 if share > 0.1 else 0.0
        if not columns:
            break
        master.add(columns)
    return best


def _start(pricing: Pricing, naive: Naive) -> Prices:
    """The prices that prove the quick bound: one price for every minute, and what is left of each unit's worth."""
    staff = len(pricing.a.f_week)
    return Prices(
        units=naive.units.astype(np.float64),
        minutes=np.full(staff, float(naive.minute)),
        days=np.zeros((staff, 7)),
        points=np.zeros((staff, POINTS_OF_TIME)),
    )


def _gain(master: Master, c: Column, prices: Prices) -> float:
    """What the program would gain by a little of this column, in points."""
    paid = prices.units[c.units].sum() + sum(prices.minutes[g] * m for g, m in c.minutes.items())
    paid += (prices.days.reshape(-1)[c.days] * c.day_minutes).sum() + prices.points.reshape(-1)[c.presence].sum()
    return c.points - float(paid + master.leading[c.lead]) / POINT
