"""
The quick bound: each person alone, at their best.

Everyone who could possibly be placed is granted their best wishes at the cheapest possible share of a cohort's staff,
and facilitators' minutes are one common pot. Fast for the largest rosters, and where the tight bound starts from.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from hearthside.placement.solver.bound_ground import POINT, Ground, Ints
from hearthside.placement.solver.bound_kernel import dearest_prices, reach
from hearthside.placement.solver.score import LIGHT_LOAD, MODERATE_FROM, SMALL_SIZES, SWEET_SPOT

SHARE = 2520  # divisible by every size up to 10, so that one person's share of the staff is a whole number of steps
_IMPOSSIBLE = -(10**15)
_DEAREST_MINUTE = 60 * POINT


@dataclass(frozen=True)
class Naive:
    """The quick bound, with the prices (in steps) of a group minute and of each unit that prove it."""

    points: Fraction
    minute: int
    units: Ints


def naive_of(ground: Ground) -> Naive:
    """The quick bound of a problem already laid out."""
    a = ground.arrays
    if not ground.facilitators or not len(a.u_n) or not len(a.p_days):
        return Naive(Fraction(0), 0, np.zeros(len(a.u_n), dtype=np.int64))
    met = np.zeros((len(a.u_n), len(a.p_days)), dtype=np.int64)
    gender = np.zeros(len(a.u_n), dtype=np.int64)
    reach(a, met, gender)
    value, minutes = _worth(ground, met, gender)

    # Any price of a minute gives a valid bound; the function is convex, so narrowing the interval finds the lowest.
    def at(price: int) -> Fraction:
        pot = SHARE * worth_of_minutes(ground, int(a.f_week.sum()), price)
        return (int(dearest_prices(value, minutes, price)) + pot) / (POINT * SHARE)

    low, high = 0, _DEAREST_MINUTE
    while high - low > 1000:
        third = (high - low) // 3
        if at(low + third) <= at(high - third):
            high -= third
        else:
            low += third
    points, price = min((at(p), p) for p in (0, low, high))
    units = np.maximum(0, (value - price * minutes).max(axis=1)) // SHARE + 1
    return Naive(points, price, units)


def _worth(ground: Ground, met: Ints, gender: Ints) -> tuple[Ints, Ints]:
    """Points (in steps of 1/SHARE) and staff minutes (of 1/SHARE) of each unit, for each day plan and cohort size."""
    a = ground.arrays
    time, focus, staff, small = (int(w) for w in a.weights)
    base = a.u_points[:, 0] + focus * a.u_n * (a.u_focus != 0)
    base = base + a.u_points[:, 3] * (gender & 1) + a.u_points[:, 4] * (gender >> 1 & 1)
    values, minutes = [], []
    for p in range(len(a.p_days)):
        for k in range(int(a.limits[0]), int(a.limits[1]) + 1):
            size = a.u_points[:, 1] if k in SMALL_SIZES else a.u_points[:, 2] if k >= MODERATE_FROM else 0
            needed = int((a.need[p, k] * a.b_minutes[p]).sum() * a.p_days[p])
            cost = (staff * needed + small * max(0, SWEET_SPOT - k)) * SHARE // k
            value = (base + size + time * met[:, p]) * SHARE - cost * a.u_n
            values.append(np.where(met[:, p] >= 0, value, _IMPOSSIBLE))
            minutes.append(needed * SHARE // k * a.u_n)
    return np.stack(values, axis=1), np.stack(minutes, axis=1)


def worth_of_minutes(ground: Ground, minutes: int, price: int) -> Fraction:
    """The most so many weekly group minutes are worth at a price (in steps) each, less the cost of a heavy load."""
    light = LIGHT_LOAD * minutes
    return price * light + max(Fraction(0), price - ground.load_cost * POINT) * (minutes - light)
