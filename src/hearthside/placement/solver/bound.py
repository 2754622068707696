"""
Proven upper bounds on the points that cohorts can earn.

No plan, however clever, scores higher in `cohort_score` than these numbers. Two of them: a quick one that looks at
each person alone (`bound_naive.py`), and a tight one that prices whole cohorts (`bound_columns.py`). Both end in exact
integer arithmetic: what a linear program says is only ever a suggestion of prices.
"""

from collections.abc import Callable
from fractions import Fraction

from hearthside.placement.solver.bound_columns import Trace, tight_bound
from hearthside.placement.solver.bound_ground import lay_out
from hearthside.placement.solver.bound_naive import naive_of
from hearthside.placement.solver.problem import Problem


def naive_bound(problem: Problem) -> Fraction:
    """
    Everyone who could possibly be placed, at their best wishes and their cheapest share of staff.

    Where all facilitators together have too few minutes, only the people worth most per minute count.
    """
    return naive_of(lay_out(problem)).points


def lp_bound(
    problem: Problem,
    *,
    rounds: int | None = None,
    should_stop: Callable[[], bool] | None = None,
    floor: Fraction | None = None,
    trace: Trace | None = None,
) -> Fraction:
    """
    The tight bound, never above the naive one.

    It only falls while it works: `rounds` ends it after so many (the answer then depends on the problem alone),
    `should_stop` when it says so, `floor` (the score of a plan in hand) once that plan is proven best. `trace` is told
    the round, the bound, and the value below which this method cannot go.
    """
    ground = lay_out(problem)
    naive = naive_of(ground)
    # Placing nobody scores 0, so no bound need go lower.
    floor = max(floor or Fraction(0), Fraction(0))
    if naive.points <= floor or (should_stop is not None and should_stop()):
        return naive.points
    return min(
        naive.points, tight_bound(ground, naive, rounds=rounds, should_stop=should_stop, floor=floor, trace=trace)
    )
