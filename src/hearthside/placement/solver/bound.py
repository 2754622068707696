"""
Proven upper bounds on the points that cohorts can earn.

No plan, however clever, scores higher in `cohort_score` than these numbers. Two of them: a quick one that looks at
each person alone, and a tight one that prices whole cohorts (`bound_columns.py`). Both end in exact integer arithmetic.
"""

from fractions import Fraction

import numpy as np

from hearthside.placement.solver.bound_ground import POINT, Ground, Ints, lay_out
from hearthside.placement.solver.bound_kernel import dearest_prices, reach
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import LIGHT_LOAD, MODERATE_FROM, SMALL_SIZES, SWEET_SPOT

SHARE = 2520  # divisible by every size up to 10, so that one person's share of the staff is a whole number of steps
_IMPOSSIBLE = -(10**15)


def naive_bound(problem: Problem) -> Fraction:
    """
    Everyone who could possibly be placed, at their best wishes and their cheapest share of staff.

    Where all facilitators together have too few minutes, only the people worth most per minute count.
    """
    if not problem.people or not problem.programs:
        return Fraction(0)
    return naive_of(lay_out(problem), problem)


def naive_of(ground: Ground, problem: Problem) -> Fraction:
    """The quick bound of a problem already laid out."""
    a = ground.arrays
    if not ground.facilitators:
        return Fraction(0)
    met = np.zeros((len(a.u_n), len(a.p_days)), dtype=np.int64)
    gender = np.zeros(len(a.u_n), dtype=np.int64)
    reach(a, met, gender)
    value, minutes = _worth(ground, problem, met, gender)

    # Any price of a minute gives a valid bound; the function is convex, so halving the interval finds the lowest.
    def at(price: int) -> Fraction:
        return (int(dearest_prices(value, minutes, price)) + _worth_of_minutes(ground, price)) / (POINT * SHARE)

    low, high = 0, 60 * POINT
    while high - low > 1000:
        third = (high - low) // 3
        if at(low + third) <= at(high - third):
            high -= third
        else:
            low += third
    return min(at(0), at(low), at(high), at((low + high) // 2))


def _worth(ground: Ground, problem: Problem, met: Ints, gender: Ints) -> tuple[Ints, Ints]:
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


def _worth_of_minutes(ground: Ground, price: int) -> Fraction:
    """The most all facilitators' minutes could be worth at this price, in steps of 1/SHARE."""
    return SHARE * worth_of_minutes(ground, int(ground.arrays.f_week.sum()), price)


def worth_of_minutes(ground: Ground, minutes: int, price: int) -> Fraction:
    """The most so many weekly group minutes are worth at a price (in steps) each, the cost of a heavy load taken off."""
    light = LIGHT_LOAD * minutes
    return price * light + max(Fraction(0), price - ground.load_cost * POINT) * (minutes - light)
