"""
Planning again from a published week: two answers, because neither is right for everyone.

In the first everybody who has a place keeps one, wherever a place for them still exists. The second only wants the
highest score, in which staying put counts but does not decide.
"""

from dataclasses import replace
from fractions import Fraction

from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import ShouldStop
from hearthside.placement.solver.planner import Progress, plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Week


def replan(
    problem: Problem,
    options: Options,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Week, Week | None]:
    """
    The week that keeps everybody's place, and the one with the highest score where that is another.

    `problem` is read for re-planning and has a `current` week. The seconds are shared by both; the effort is for each.
    """
    assert problem.current is not None
    assert problem.replan
    seated = frozenset(m for c in problem.current.cohorts for m in c.members if m in problem.person)
    each = replace(options, seconds=options.seconds / 2) if options.seconds is not None else options
    keep = plan(problem, each, progress=progress, should_stop=should_stop, must_stay=seated)
    most = plan(problem, each, progress=progress, should_stop=should_stop)
    if _total(problem, most) > _total(problem, keep):
        return keep, most
    return keep, None


def _total(problem: Problem, week: Week) -> Fraction:
    return score(problem, week.cohorts, week.sessions).total
