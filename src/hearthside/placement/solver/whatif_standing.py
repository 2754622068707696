"""
What of a week still stands once a scenario has taken something away, and whose place has fallen.

Everybody whose cohort still holds keeps it: a scenario shows what the change does, not what planning everything anew
would do. A cohort that lost staff keeps its hours where a substitute can be found; people above a tighter cap or ratio
leave it, least urgent first; a cohort that cannot hold ends. The planner then seats whoever lost a place before anybody
who waits.
"""

from dataclasses import dataclass, replace

from hearthside.placement.solver.fitting import Fitting
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.whatif_mending import Faults, Mending, faults


@dataclass(frozen=True)
class Standing:
    """The problem with what still stands as `current`, and the people whose place has fallen."""

    problem: Problem
    fallen: frozenset[str]


def kept_as_current(problem: Problem, week: Week) -> Problem:
    """The problem with this week published: everybody in it stays, and its new cohorts are open."""
    shut: frozenset[str] = frozenset()
    if problem.current is not None and problem.open_cohorts is not None:
        shut = frozenset(c.id for c in problem.current.cohorts) - problem.open_cohorts
    is_open = frozenset(c.id for c in week.cohorts) - shut if shut else None
    return replace(problem, current=Week(week.cohorts, week.sessions), open_cohorts=is_open, replan=False)


def standing(before: Problem, changed: Problem) -> Standing:
    """
    What of the published week holds under the changed problem as well as it does `before`.

    What breaks a rule already, as it runs, is not the scenario's doing and stays as it is.
    """
    week = changed.current
    assert week is not None
    known = faults(before, week)
    new = faults(changed, week) - known
    if not new:
        return Standing(changed, frozenset())
    seated = frozenset(week.cohort_of())
    week = _mended(changed, week, known, new)
    fallen = (seated & changed.person.keys()) - week.cohort_of().keys()
    return Standing(replace(changed, current=week, replan=False), fallen)


def _mended(problem: Problem, week: Week, known: Faults, new: Faults) -> Week:
    """The cohorts and sessions that nothing new is said of, word for word, and of the others what fits, made whole."""
    named = {where.partition(" ")[2] for _, where in new}
    touched = {
        c.id for c in week.cohorts if named & {c.id, *c.members} or any(row.clinician_id in named for row in c.staff)
    }
    loose = {s.id for s in week.sessions if named & {s.id, *s.people, *s.clinicians}}
    fitting = Fitting(problem).week(
        Week(
            tuple(c for c in week.cohorts if c.id in touched),
            tuple(s for s in week.sessions if s.id in loose),
        )
    )
    cohorts = (*(c for c in week.cohorts if c.id not in touched), *fitting.cohorts)
    sessions = (*(s for s in week.sessions if s.id not in loose), *fitting.sessions)
    return Mending(problem, Week(cohorts, sessions), known).week(touched)
