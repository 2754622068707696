"""What the process of its own does for a scenario."""

import time
from collections.abc import Callable, Sequence

from hearthside.placement.solver.hire import Tried, whom_to_hire
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.whatif import what_if
from hearthside.placement.solver.whatif_changes import ScenarioChange
from hearthside.placement.whatif_values import Values, of_advice, of_comparison
from hearthside.placement.words import WHAT_IF

# By its name, for the process.
WORK = f"{__name__}:work"
Asked = tuple[str, Problem, Sequence[ScenarioChange], Options]


def work(asked: Asked, progress: Callable[..., None], should_stop: Callable[[], bool]) -> Values:
    """
    The result in plain values.

    Progress of a what-if is (plan, of how many, placed); of the others (round, tried, of how many, people whom the best
    so far would place).
    """
    kind, problem, changes, options = asked
    began = time.monotonic()

    def said(*numbers: int) -> None:
        progress(time.monotonic() - began, *numbers)

    if kind == WHAT_IF:
        return of_comparison(what_if(problem, changes, options, told=said, should_stop=should_stop))

    def told(number: int, tried: int, of: int, best: Tried | None) -> None:
        said(number, tried, of, len(best.places) if best else 0)

    return of_advice(whom_to_hire(problem, options, kind=kind, told=told, should_stop=should_stop))
