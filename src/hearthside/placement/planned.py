"""What the process of its own does for a proposal."""

from collections.abc import Callable

from hearthside.placement.solver.answers import Answer, answers
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.problem import Problem

# By its name, for the process.
WORK = f"{__name__}:plan"


def plan(
    asked: tuple[Problem, Options], progress: Callable[..., None], should_stop: Callable[[], bool]
) -> tuple[Answer, ...]:
    """The checked answers to a problem."""
    problem, options = asked
    return answers(problem, options, progress=progress, should_stop=should_stop)
