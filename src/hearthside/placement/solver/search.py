"""
Stage 1 as a whole: how the compiled search is started, repeated and shared between threads.

Below `RESTARTS_BELOW` people the search runs several times from different seeds and the best answer wins, because one
long run is not reliably better than a short one. Above, one long run is, in parts on two cores.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from hearthside.placement.solver.cohorts import HOT, Search, enter_kept, enter_movable, heat, read, run_steps, run_until
from hearthside.placement.solver.model import Model
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.parts import join, split
from hearthside.placement.solver.patience import Patience
from hearthside.placement.solver.week import Cohort

RESTARTS_BELOW = 500
RESTARTS = 2
# The more people, the fewer steps for each: less time to wander. People below which, and points.
HOT_BELOW = ((500, float(HOT)), (2500, 600.0), (10_000, 200.0))
HOT_LARGE = 100.0


A = TypeVar("A")
B = TypeVar("B")

PEOPLE_OF_PART = 1500
ROUNDS = 24  # how often a large search comes together and splits anew
REPLAN_HOT = 40.0  # a re-plan begins near where it is: people should stay


@dataclass(frozen=True)
class _Run:
    search: Search
    kept_ids: list[str]
    hot: float


def search_cohorts(
    model: Model, patience: Patience, threads: ThreadPoolExecutor, report: Callable[[int], None]
) -> tuple[Cohort, ...]:
    """The best cohorts found within the patience; with effort, the same for any number of threads."""
    few = len(model.problem.people) < RESTARTS_BELOW
    best = (_restarts if few else _parts)(model, patience, threads, report)
    return read(best.search, best.kept_ids)


def _restarts(model: Model, patience: Patience, threads: ThreadPoolExecutor, report: Callable[[int], None]) -> _Run:
    """Several runs from different seeds; the best of them."""
    options = patience.options
    totals: list[int] = []

    def one(number: int) -> _Run:
        run = _begin(model, options.seed * 1000 + number, patience)
        # Runs that share a thread share its time: those still to come divide what is left.
        waves_left = -(-(RESTARTS - number) // max(1, options.threads))
        _cool(
            run.search,
            patience,
            steps=(options.effort or 0) * 1000 // RESTARTS,
            seconds=patience.left_until(patience.cohorts) / waves_left if patience.timed else 0.0,
            span=(0.0, 1.0),
            hot=run.hot,
            report=lambda: report(max([run.search.total, *totals])),
        )
        totals.append(run.search.total)
        return run

    return max(in_threads(threads, options, one, range(RESTARTS)), key=lambda r: r.search.total)


def _parts(model: Model, patience: Patience, threads: ThreadPoolExecutor, report: Callable[[int], None]) -> _Run:
    """One run whose parts are searched at the same time, cut elsewhere in each round."""
    run = _begin(model, patience.options.seed * 1000, patience)
    for number in range(ROUNDS):
        if patience.asked() or (patience.timed and patience.left_until(patience.cohorts) <= 0):
            break
        _round(run, number, patience, threads, report)
        report(run.search.total)
    return run


def _round(
    run: _Run, number: int, patience: Patience, threads: ThreadPoolExecutor, report: Callable[[int], None]
) -> None:
    """Split, search the parts, and join."""
    options = patience.options
    count = parts_of(len(run.search.model.problem.people), number)
    standing, parts = split(run.search, count, options.seed * 1000 + number)
    rest = run.search.total - sum(part.total for part in parts)
    seconds = patience.left_until(patience.cohorts) / (ROUNDS - number) if patience.timed else 0.0

    def one(part: Search) -> None:
        _cool(
            part,
            patience,
            steps=(options.effort or 0) * 1000 // (ROUNDS * count),
            seconds=seconds * max(1, options.threads) / count,
            span=(number / ROUNDS, (number + 1) / ROUNDS),
            hot=run.hot,
            report=lambda: report(rest + sum(p.total for p in parts)),
        )

    in_threads(threads, options, one, parts)
    join(run.search, standing, parts)


def parts_of(people: int, number: int) -> int:
    """How many parts a round has: an even number; every fourth round two, for those who are rarely alike."""
    return 2 if number % 4 == 3 else max(2, people // PEOPLE_OF_PART // 2 * 2)


def in_threads(threads: ThreadPoolExecutor, options: Options, work: Callable[[A], B], items: Iterable[A]) -> list[B]:
    """The results in the order of the items; side by side where there are threads for it."""
    return list(threads.map(work, items)) if options.threads > 1 else [work(i) for i in items]


def _cool(
    search: Search,
    patience: Patience,
    *,
    steps: int,
    seconds: float,
    span: tuple[float, float],
    hot: float,
    report: Callable[[], None],
) -> None:
    """One part of a cooling: from `span` of the way to its end, by steps or by the clock."""
    options = patience.options
    begin, end = heat(span[0], hot), heat(span[1], hot)
    if options.effort is not None:
        run_steps(search, steps, hot=begin, cold=end, should_stop=patience.asked, merges=options.merges)
    else:
        run_until(
            search,
            max(0.0, seconds),
            hot=begin,
            cold=end,
            should_stop=patience.asked,
            report=report,
            merges=options.merges,
        )


def _begin(model: Model, seed: int, patience: Patience) -> _Run:
    """A first answer to search from: what is published, and whoever can be seated at once."""
    problem = model.problem
    current = problem.current
    search = Search.begin(model, seed, spare_rows=len(current.cohorts) if current else 0)
    kept_ids: list[str] = []
    hot = next((points for people, points in HOT_BELOW if len(problem.people) < people), HOT_LARGE)
    if current is not None and not problem.replan:
        kept_ids = enter_kept(search, current.cohorts, problem.open_cohorts)
    elif current is not None:
        enter_movable(search, current.cohorts)
        hot = REPLAN_HOT
    search.sweep(_lone_lead_size(model), patience.asked)
    return _Run(search, kept_ids, hot)


def _lone_lead_size(model: Model) -> int:
    """The most people one therapist may lead alone: first answers with that size use the fewest staff per person."""
    m = model.arrays
    policy = model.problem.policy
    sizes = [n for n in range(policy.cohort_min, policy.cohort_cap + 1) if m.p_need[:, n, :].max(initial=1) <= 1]
    return max(sizes, default=policy.cohort_cap)
