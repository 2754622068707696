"""
A whole plan: cohorts, care teams, couples groups, polish, and why whoever waits still waits.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from fractions import Fraction

from hearthside.placement.solver import bound as bounds
from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.couples import form_couples_groups
from hearthside.placement.solver.enough_minutes import first_to_give_back, short_of_minutes, without_people
from hearthside.placement.solver.explain import explain
from hearthside.placement.solver.figures import figures
from hearthside.placement.solver.model import SCALE, build
from hearthside.placement.solver.numbering import numbered_cohorts, numbered_sessions
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import TRIAL_SECONDS_PER_PERSON, Patience, ShouldStop
from hearthside.placement.solver.polish import polish
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.search import search_cohorts
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.warnings_ahead import warnings_ahead
from hearthside.placement.solver.week import Cohort, Session, Week

Progress = Callable[[float, Fraction, Fraction | None], None]

LIVE_BOUND_PEOPLE = 240  # up to here the linear-programming bound is computed beside the search
BOUND_ROUNDS = 60
CARE_ROUNDS = 12
CARE_ON_CANCEL_PEOPLE = 2000  # above, whoever asked to stop would wait for the care teams


def change_effort(problem: Problem, placed: int) -> int:
    """Thousands of steps with which a single change is tried: enough to seat one more person among those waiting."""
    return 2 + (len(problem.people) - placed) // 100


def plan(
    problem: Problem,
    options: Options,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
    must_stay: frozenset[str] = frozenset(),
) -> Week:
    """
    The best week found within `options`, explained and numbered. When asked to stop, the best so far.

    With `problem.current` and no re-plan, everybody there keeps cohort, staff and sessions. `must_stay` are people who
    keep a place before anything else counts (re-planning).
    """
    patience = Patience(options, should_stop, len(problem.people))
    # The bound has a thread of its own: the runs of the search must not queue behind it.
    bound = _Bound(problem, patience)
    starts = StartBits(problem)
    reasons = _reasons_aside(problem, starts) if options.explain else None
    model = build(problem, base_bonus=_bonus(problem, must_stay), starts=starts)
    with ThreadPoolExecutor(max_workers=max(1, options.threads)) as threads:

        def report(total: int) -> None:
            if progress:
                progress(patience.passed(), Fraction(total, SCALE), bound.value)

        cohorts = search_cohorts(model, patience, threads, report)
    cohorts, sessions = _care(problem, cohorts, patience, options.seed)
    week = Week(numbered_cohorts(cohorts), numbered_sessions(sessions))
    return _finish(problem, week, options, patience, bound, reasons.result()) if reasons else week


def _bonus(problem: Problem, must_stay: frozenset[str]) -> dict[tuple[str, ...], int]:
    """Points, beyond anything else, for units that may not lose their place."""
    return {unit: 10**6 * SCALE * len(unit) for unit in problem.units if must_stay.intersection(unit)}


class _Bound:
    """The proven bound, worked out beside everything else; the tight one where the roster is small enough."""

    def __init__(self, problem: Problem, patience: Patience):
        self.value: Fraction | None = None
        self.patience = patience
        if not patience.options.explain:
            return
        aside = ThreadPoolExecutor(1)
        self.naive = aside.submit(bounds.naive_bound, problem)
        self.naive.add_done_callback(lambda found: self._lower(found.result()))
        self.tight: Future[Fraction] | None = None
        if len(problem.people) <= LIVE_BOUND_PEOPLE and problem.people:
            stop = patience.until(patience.explain) if patience.timed else patience.asked
            rounds = None if patience.timed else BOUND_ROUNDS
            self.tight = aside.submit(
                bounds.lp_bound, problem, rounds=rounds, should_stop=stop, trace=lambda _, best, __: self._lower(best)
            )
        aside.shutdown(wait=False)

    def _lower(self, bound: Fraction) -> None:
        self.value = bound if self.value is None else min(self.value, bound)

    def settled(self) -> Fraction:
        """The bound in the end. With seconds, or when asked to stop, what has been proven by then."""
        self._lower(self.naive.result())
        if self.tight is not None:
            over = self.patience.until(self.patience.explain)
            while not over() and not self.tight.done():
                wait([self.tight], timeout=0.05)
            # One that has not begun by now never will: nothing works on behind a week that is finished.
            if not self.tight.cancel() and self.tight.done():
                self._lower(self.tight.result())
        assert self.value is not None
        return self.value


def _reasons_aside(problem: Problem, starts: StartBits) -> Future[Reasons]:
    """
    Everybody's reason, worked out beside the search: it hangs on the roster alone, and whoever asks the search to stop
    would have to wait for it.
    """
    aside = ThreadPoolExecutor(1)

    def ask() -> Reasons:
        reasons = Reasons(problem, starts)
        reasons.placeable(())
        return reasons

    found = aside.submit(ask)
    aside.shutdown(wait=False)
    return found


def _kept(problem: Problem) -> tuple[frozenset[str], tuple[Session, ...]]:
    if problem.current is None or problem.replan:
        return frozenset(), ()
    return frozenset(c.id for c in problem.current.cohorts), problem.current.sessions


def _care(
    problem: Problem, cohorts: tuple[Cohort, ...], patience: Patience, seed: int
) -> tuple[tuple[Cohort, ...], tuple[Session, ...]]:
    """Care teams for these cohorts; people whose weekly minimum cannot be reached give their place back."""
    frozen, kept = _kept(problem)
    stop = patience.until(patience.care)
    for _ in range(CARE_ROUNDS):
        if patience.asked() and len(problem.people) > CARE_ON_CANCEL_PEOPLE:
            sessions = kept
        else:
            sessions = assign_care(problem, cohorts, kept, seed=seed, should_stop=stop)
        short = short_of_minutes(problem, cohorts, sessions)
        if not short:
            break
        cohorts = without_people(problem, cohorts, first_to_give_back(cohorts, short), frozen)
    while short := short_of_minutes(problem, cohorts, sessions):
        cohorts = without_people(problem, cohorts, short, frozen)
        placed = {m for c in cohorts for m in c.members}
        sessions = tuple(s for s in sessions if placed.issuperset(s.people))
    if not stop():
        cohorts, sessions = polish(problem, cohorts, sessions, seed=seed, should_stop=stop, frozen=frozen)
    if not stop():
        sessions = form_couples_groups(problem, cohorts, sessions, seed=seed, should_stop=stop)
    return cohorts, sessions


def _finish(
    problem: Problem, week: Week, options: Options, patience: Patience, bound: _Bound, reasons: Reasons
) -> Week:
    """Explanations, warnings and figures."""
    placed = week.cohort_of()
    steps = change_effort(problem, len(placed))
    trial = Options(seconds=None, effort=steps, seed=options.seed, threads=options.threads, explain=False)
    stop = patience.until(patience.explain)
    week = explain(
        problem,
        week,
        # Over the time a trial ends early: then it proves nothing, and `explain` drops it.
        try_change=lambda changed: plan(changed, trial, should_stop=stop),
        should_stop=patience.until(patience.explain, len(problem.people) * TRIAL_SECONDS_PER_PERSON),
        most=None if patience.timed else most_trials(problem),
        reasons=reasons,
    )
    week = replace(week, warnings=warnings_ahead(problem, week.cohorts, week.sessions))
    return replace(
        week,
        figures=figures(
            problem,
            week,
            bound=bound.settled(),
            placeable=reasons.placeable(u for u in problem.units if u[0] in placed),
            seconds=options.seconds,
            effort=options.effort,
            seed=options.seed,
            change_effort=steps,
        ),
    )


def most_trials(problem: Problem) -> int:
    """How many changes are tried when effort, not time, is given: fewer for large rosters, where each takes longer."""
    return max(3, min(60, 60_000 // max(1, len(problem.people))))
