"""The answers to one question, each checked: a plan has one, planning again has two where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hearthside.placement.solver.as_today import as_today
from hearthside.placement.solver.check import Finding, check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import ShouldStop
from hearthside.placement.solver.planner import Progress, plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.replan import replan
from hearthside.placement.solver.week import Week

ONLY, KEEP, MOST = "only", "keep", "most"


@dataclass(frozen=True)
class Answer:
    """A week, and what the independent check finds broken in it, by rule."""

    which: str
    week: Week
    found: Mapping[str, Sequence[Finding]]


def answers(
    problem: Problem, options: Options, *, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> tuple[Answer, ...]:
    """Plan, or plan again; with what `check` says of each week."""
    if problem.replan and problem.current is not None:
        keep, most = replan(problem, options, progress=progress, should_stop=should_stop)
        weeks = {KEEP: keep} if most is None else {KEEP: keep, MOST: most}
        weeks = {which: as_today(problem, problem.current, week) for which, week in weeks.items()}
    else:
        weeks = {ONLY: plan(problem, options, progress=progress, should_stop=should_stop)}
    return tuple(_checked(problem, which, week, options) for which, week in weeks.items())


def _checked(problem: Problem, which: str, week: Week, options: Options) -> Answer:
    # A re-plan shares its seconds between two weeks; what was asked for is what is said.
    week = replace(week, figures={**week.figures, "seconds": options.seconds})
    placeable = week.figures["placeable"]
    assert isinstance(placeable, int), "the planner counts people"
    return Answer(which, week, check(problem, week, placeable=placeable))
