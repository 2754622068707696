"""
A scenario's changes applied to today: a problem in, a problem out, and a refusal in words where that cannot be.

What is published stays in `current` as it was, even where it can no longer hold; `whatif_standing` says what of it
still stands.
"""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES, without
from hearthside.base.words import DAYS
from hearthside.placement.solver.change import NotAChange
from hearthside.placement.solver.changed_problem import apply as apply_verb
from hearthside.placement.solver.problem import Clinician, Person, Policy, Problem
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CannotApply,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    ScenarioChange,
    TightenPolicy,
)

MOST_PERCENT = 500

# The limits that a scenario may tighten, and what each says; all are maximums.
LIMITS = {
    "cohort.cap": "people in a cohort",
    "ratio.process": "people for each staff member in a process group",
    "ratio.psychoeducation": "people for each staff member in education",
    "ratio.skills": "people for each staff member in a skills group",
    "ratio.couples_group": "people for each clinician in a couples group",
}


def apply_all(problem: Problem, changes: Iterable[ScenarioChange]) -> Problem:
    """
    The problem with every change made.

    Higher demand comes first, so that only people who wait today are copied; days are closed last, so that whoever is
    hired does not work on them either.

    Raises:
        CannotApply: one of them cannot be made; nothing is half done, since nothing here changes anything.
    """
    for change in sorted(changes, key=lambda c: isinstance(c, CloseDay) - isinstance(c, RaiseDemand)):
        problem = apply_one(problem, change)
    return problem


def apply_one(problem: Problem, change: ScenarioChange) -> Problem:
    """
    Raises:
        CannotApply: it names somebody the roster does not have, loosens a limit, or leaves nothing to plan with.
    """
    match change:
        case LoseClinician():
            return _without_clinician(problem, change)
        case AddCouple():
            return _more_couples(problem, change)
        case TightenPolicy():
            return replace(problem, policy=_tightened(problem.policy, change))
        case CloseDay():
            return _closed(problem, change)
        case RaiseDemand():
            return _more_demand(problem, change)
    try:
        return apply_verb(problem, change)
    except NotAChange as refusal:
        raise CannotApply(change, str(refusal)) from None


def _without_clinician(problem: Problem, change: LoseClinician) -> Problem:
    if change.clinician not in problem.clinician:
        raise CannotApply(change, f"There is no clinician {change.clinician} in this roster. Choose one who is.")
    if len(problem.clinicians) == 1:
        raise CannotApply(change, "Nobody would be left to treat anyone. Keep at least one clinician.")
    return replace(problem, clinicians=tuple(c for c in problem.clinicians if c.id != change.clinician))


def _tightened(policy: Policy, change: TightenPolicy) -> Policy:
    if change.key not in LIMITS:
        raise CannotApply(change, f"A scenario can tighten {', '.join(LIMITS)}; {change.key} is none of them.")
    cap = change.key == "cohort.cap"
    name = change.key.removeprefix("ratio.")
    held, least = (policy.cohort_cap, policy.cohort_min) if cap else (policy.ratio[name], 1)
    if change.value >= held:
        raise CannotApply(
            change,
            f"The limit in force is {held} {LIMITS[change.key]}; {change.value} would not be tighter. "
            f"Write {held - 1} or less.",
        )
    if change.value < least:
        why = f"the smallest cohort has {least}" if cap else "there is no fewer than one"
        raise CannotApply(change, f"{change.value} {LIMITS[change.key]} is too few: {why}. Write {least} or more.")
    effective = {**policy.effective, change.key: str(change.value)}
    if cap:
        return replace(policy, cohort_cap=change.value, effective=effective)
    return replace(policy, ratio={**policy.ratio, name: change.value}, effective=effective)


def _closed(problem: Problem, change: CloseDay) -> Problem:
    """No program day starts on it, and no clinician works on it: so nobody has a session either."""
    if not 0 <= change.day < len(DAYS):
        raise CannotApply(change, "A day of the week is Monday to Sunday.")
    plans = tuple(
        replace(plan, days_allowed=tuple(d for d in plan.days_allowed if d != change.day)) for plan in problem.programs
    )
    short = [p for p in plans if len(p.days_allowed) < p.days_per_week]
    if short:
        plan = short[0]
        raise CannotApply(
            change,
            f"{plan.title} ({plan.id}) meets on {plan.days_per_week} days and would have {len(plan.days_allowed)} to "
            "choose from. Close another day.",
        )
    zone = problem.policy.reference_zone
    span = (
        localtime.week_minute(problem.week, zone, change.day, 0),
        localtime.week_minute(problem.week, zone, change.day, DAY_MINUTES, ends=True),
    )

    def off(c: Clinician) -> Clinician:
        return replace(c, free=without(c.free, [span]))

    return replace(problem, programs=plans, clinicians=tuple(map(off, problem.clinicians)))


class _Ids:
    """Ids for copies, like `p17-1`, that nobody in the roster has."""

    def __init__(self, problem: Problem):
        self.taken = set(problem.person) | set(problem.clinician)

    def like(self, who: str) -> str:
        found = next(i for n in range(1, len(self.taken) + 2) if (i := f"{who}-{n}") not in self.taken)
        self.taken.add(found)
        return found


def _copies(problem: Problem, unit: tuple[str, ...], ids: _Ids) -> list[Person]:
    """The same people again under ids of their own: together where these are, kept apart from nobody."""
    named = {who: ids.like(who) for who in unit}
    return [
        replace(
            problem.person[who],
            id=named[who],
            partner_id=named.get(problem.partner.get(who, ""), ""),
            together=who in problem.partner,
            keep_apart=frozenset(),
        )
        for who in unit
    ]


def _with_people(problem: Problem, more: Iterable[Person]) -> Problem:
    return replace(problem, people=tuple(sorted((*problem.people, *more), key=lambda p: p.id)))


def _more_couples(problem: Problem, change: AddCouple) -> Problem:
    """Of somebody who is in no couple, both partners are copies."""
    like = problem.person.get(change.like)
    if like is None:
        raise CannotApply(change, f"There is nobody with the id {change.like} in this roster. Choose somebody who is.")
    if change.count < 1:
        raise CannotApply(change, "Add one couple or more.")
    ids, more = _Ids(problem), list[Person]()
    partner = problem.partner.get(like.id)
    for _ in range(change.count):
        if partner is not None:
            more += _copies(problem, (like.id, partner), ids)
            continue
        one, other = ids.like(like.id), ids.like(like.id)
        alike = replace(like, together=True, keep_apart=frozenset())
        more += [replace(alike, id=one, partner_id=other), replace(alike, id=other, partner_id=one)]
    return _with_people(problem, more)


def _more_demand(problem: Problem, change: RaiseDemand) -> Problem:
    """Couples are drawn whole, so one person more than asked for may come."""
    if not 1 <= change.percent <= MOST_PERCENT:
        raise CannotApply(change, f"Write how much higher the demand is: 1 to {MOST_PERCENT} percent.")
    seated = problem.current.cohort_of() if problem.current else {}
    waiting = [unit for unit in problem.units if unit[0] not in seated]
    if not waiting:
        raise CannotApply(change, "Nobody waits today, so there is nobody to copy. Add people by name instead.")
    wanted = -(-sum(map(len, waiting)) * change.percent // 100)
    dice, ids, more = Random(change.seed), _Ids(problem), list[Person]()
    while len(more) < wanted:
        more += _copies(problem, dice.choice(waiting), ids)
    return _with_people(problem, more)
