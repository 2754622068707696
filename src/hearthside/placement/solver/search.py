"""
Stage 1 as a whole: how the compiled search is started, repeated and shared between threads.

Below `RESTARTS_BELOW` people the search runs several times from different seeds and the best answer wins, because one
long run is not reliably better than a short one. Above, one long run is.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from hearthside.placement.solver.cohorts import COLD, HOT, Search, enter_kept, enter_movable, read, run_steps, run_until
from hearthside.placement.solver.model import Model
from hearthside.placement.solver.patience import Patience
from hearthside.placement.solver.week import Cohort

RESTARTS_BELOW = 500
RESTARTS = 4
REPLAN_HOT = 40  # a re-plan begins near where it is: people should stay


@dataclass(frozen=True)
class _Run:
    search: Search
    kept_ids: list[str]
    hot: float


def search_cohorts(
    model: Model, patience: Patience, threads: ThreadPoolExecutor, report: Callable[[int], None]
) -> tuple[Cohort, ...]:
    """The best cohorts found within the patience; with effort, the same for any number of threads."""
    options = patience.options
    few = len(model.problem.people) < RESTARTS_BELOW
    repeats = RESTARTS if few else 1
    best_total: list[int] = []

    def one(number: int) -> _Run:
        run = _begin(model, options.seed * 1000 + number, patience)
        if options.effort is not None:
            steps = options.effort * 1000 // repeats
            run_steps(run.search, steps, hot=run.hot, should_stop=patience.asked, merges=options.merges)
        else:
            # Runs that share a thread share its time: those still to come divide what is left.
            waves_left = -(-(repeats - number) // max(1, options.threads))
            run_until(
                run.search,
                max(0.0, patience.left_until(Patience.COHORTS)) / waves_left,
                should_stop=patience.asked,
                report=lambda: report(max([run.search.total, *best_total])),
                hot=run.hot,
                cold=COLD,
                merges=options.merges,
            )
        best_total.append(run.search.total)
        return run

    if options.threads > 1:
        runs = list(threads.map(one, range(repeats)))
    else:
        runs = [one(n) for n in range(repeats)]
    best = max(runs, key=lambda r: r.search.total)
    return read(best.search, best.kept_ids)


def _begin(model: Model, seed: int, patience: Patience) -> _Run:
    problem = model.problem
    current = problem.current
    spare = len(current.cohorts) if current else 0
    search = Search.begin(model, seed, spare_rows=spare)
    kept_ids: list[str] = []
    hot = float(HOT)
    if current is not None and not problem.replan:
        kept_ids = enter_kept(search, current.cohorts, problem.open_cohorts)
    elif current is not None:
        enter_movable(search, current.cohorts)
        hot = REPLAN_HOT
    search.sweep(patience.asked)
    return _Run(search, kept_ids, hot)
