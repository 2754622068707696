"""
Whom to hire, and whose two hours more: each candidate tried by the planner, best first, with the people it would place.

A candidate is tried on a copy of today in which everybody keeps place and staff; so whoever it places had no place, and
would have one. The second is looked for with the first already there. Every answer passed the independent check.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

from hearthside.placement.solver.change import AddClinician
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.figures import counts
from hearthside.placement.solver.hire_candidates import Candidate, hires, hours_asked, two_hours_more
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import ShouldStop
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import points, score
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.whatif import Side, checked_plan, known_faults, roles_of, side
from hearthside.placement.solver.whatif_mending import Faults
from hearthside.placement.solver.whatif_standing import kept_as_current

MOST_CANDIDATES = 40
SHOWN = 5  # of each round
SETTLING = 4  # times the week of today is planned on until nobody more finds a place
TRIAL_EFFORT = 40  # thousands of steps for each candidate
_KINDS = {"hire": hires, "hours": two_hours_more}


@dataclass(frozen=True)
class Tried:
    """What the planner made of one candidate."""

    changes: Candidate
    places: tuple[str, ...]  # ids of people who wait today and would have a place
    roles: tuple[tuple[str, str], ...]  # person and role of the care team that would be filled, place held today
    placed: int
    roles_filled: int
    score: float

    @property
    def rank(self) -> tuple[object, ...]:
        """Best first: people placed, then roles filled, then score; of equals, who is asked for fewer hours."""
        hours = sum(hours_asked(c) for c in self.changes if isinstance(c, AddClinician))
        return -self.placed, -self.roles_filled, -self.score, hours, tuple(map(str, self.changes))


@dataclass(frozen=True)
class Round:
    """One question, first or second: how many candidates there were, how many were tried, and the best of them."""

    of: int
    tried: int
    best: tuple[Tried, ...]


@dataclass(frozen=True)
class Advice:
    """The best one, and the best beside it; `stopped` when somebody asked to stop before all were tried."""

    today: Side
    now: Week
    first: Round
    second: Round | None
    stopped: bool


# Which round, how many were tried, of how many, and the best so far.
Told = Callable[[int, int, int, Tried | None], None]


def whom_to_hire(
    problem: Problem,
    options: Options,
    *,
    kind: str = "hire",
    told: Told | None = None,
    should_stop: ShouldStop | None = None,
) -> Advice:
    """
    The one clinician (`hire`), or the two hours more of somebody here (`hours`), that would place the most people.

    Today is planned within `options`; each candidate is then tried with a short effort of its own, at most 40 in each
    round. Whoever asks to stop gets the best so far.
    """
    stop = should_stop or (lambda: False)
    problem = replace(problem, replan=False)
    trial = Options(seconds=None, effort=TRIAL_EFFORT, seed=options.seed, threads=options.threads, explain=False)
    known = known_faults(problem)
    week = plan(problem, options, should_stop=should_stop)
    today = Search(_settled(problem, week, trial, known, stop), trial, known, stop)
    first = today.round(_KINDS[kind], lambda *what: told(1, *what) if told else None)
    second = None
    if first.best and first.best[0].places and not stop():
        with_first = Search(_settled(today.with_(first.best[0].changes), None, trial, known, stop), trial, known, stop)
        second = with_first.round(_KINDS[kind], lambda *what: told(2, *what) if told else None)
    return Advice(side(today.problem, today.week), today.week, first, second, stop())


def _settled(problem: Problem, week: Week | None, trial: Options, known: Faults, stop: ShouldStop) -> Problem:
    """
    The problem with a week as `current` to which the planner adds nobody: what it finds later comes from a change.

    The week's lines (why somebody waits, what would help) are kept.
    """
    lines = week or Week()
    problem = kept_as_current(problem, week) if week is not None else problem
    for _ in range(SETTLING):
        assert problem.current is not None
        held = problem.current
        found = checked_plan(problem, trial, known, should_stop=stop)
        problem = kept_as_current(problem, found)
        if len(found.cohort_of()) == len(held.cohort_of()) and len(found.sessions) == len(held.sessions):
            break
    assert problem.current is not None
    seated = problem.current.cohort_of()
    unplaced = tuple(u for u in lines.unplaced if u.person_id not in seated)
    return replace(problem, current=replace(problem.current, unplaced=unplaced, gaps=lines.gaps))


def _best(found: list[Tried]) -> list[Tried]:
    """The best of them; of those who do the same for the same people the first alone."""
    unlike: dict[tuple[object, ...], Tried] = {}
    for one in sorted(found, key=lambda t: t.rank):
        unlike.setdefault((one.places, one.roles), one)
    return list(unlike.values())[:SHOWN]


class Search:
    """Tries candidates on one settled week."""

    def __init__(self, problem: Problem, trial: Options, known: Faults, stop: ShouldStop):
        assert problem.current is not None
        self.problem, self.week, self.trial, self.known, self.stop = problem, problem.current, trial, known, stop
        self.seated, self.roles = frozenset(self.week.cohort_of()), roles_of(self.week)

    def with_(self, changes: Candidate) -> Problem:
        """Today with this candidate."""
        return reduce(apply, changes, self.problem)

    def round(
        self,
        candidates: Callable[..., tuple[Candidate, ...]],
        told: Callable[[int, int, Tried | None], object],
    ) -> Round:
        """All candidates tried, for as long as nobody asks to stop; those that help somebody, best first."""
        found: list[Tried] = []
        chosen = candidates(self.problem, self.week, most=MOST_CANDIDATES) if not self.stop() else ()
        tried = 0
        for changes in chosen:
            if self.stop():
                break
            one = self.tried(changes)
            # A trial that was told to stop is not the plan that a reader would get.
            if self.stop():
                break
            tried += 1
            if one.places or one.roles:
                found = _best([*found, one])
            told(tried, len(chosen), found[0] if found else None)
        return Round(len(chosen), tried, tuple(found))

    def tried(self, changes: Candidate) -> Tried:
        """Planned with the candidate, checked, and held against today."""
        problem = self.with_(changes)
        week = checked_plan(problem, self.trial, self.known, should_stop=self.stop)
        count = counts(problem, week)
        return Tried(
            changes=changes,
            places=tuple(sorted(week.cohort_of().keys() - self.seated)),
            roles=tuple(sorted((who, role) for who, role in roles_of(week) - self.roles if who in self.seated)),
            placed=count.placed,
            roles_filled=count.roles_filled,
            score=points(score(problem, week.cohorts, week.sessions).total),
        )
