"""
The figures of a week: what `summary.json` holds, each worked out from the week itself.

Points have three decimals and shares six, a half away from zero. The gap is worked out from the two figures as printed,
so that a reader with a pocket calculator gets the same.
"""

from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import Score, points, rounded, score
from hearthside.placement.solver.week import Week

PARTS = ("placed", "wishes", "small", "staff", "load", "roles", "stay")
SWEET_SIZES = range(8, 11)
ENGINE = "hearthside"
SHARE_DECIMALS = 6


@dataclass(frozen=True)
class Counts:
    """What can be counted in a week: people, cohorts, roles."""

    people: int
    placed: int
    cohorts: int
    in_sweet_spot: Fraction  # share of placed people in cohorts of 8 to 10
    mean_size: Fraction
    roles_due: int
    roles_filled: int


def roles_open(problem: Problem, week: Week) -> dict[tuple[str, str], bool]:
    """Every care-team role due to a placed person, and whether nobody fills it."""
    held = {(s.kind, who) for s in week.sessions for who in s.people}
    seated = {m for c in week.cohorts for m in c.members}
    return {
        (person.id, role): (CARE_ROLES[role], person.id) not in held
        for person in problem.people
        if person.id in seated
        for role in problem.roles_due(person.id)
    }


def counts(problem: Problem, week: Week) -> Counts:
    """Count a week. Whoever is not in the roster is not counted."""
    sizes = [len({m for m in c.members if m in problem.person}) for c in week.cohorts]
    placed = len({m for c in week.cohorts for m in c.members if m in problem.person})
    sweet = len(
        {m for c, size in zip(week.cohorts, sizes, strict=True) if size in SWEET_SIZES for m in c.members}
        & problem.person.keys()
    )
    roles = roles_open(problem, week)
    return Counts(
        people=len(problem.people),
        placed=placed,
        cohorts=len(week.cohorts),
        in_sweet_spot=Fraction(sweet, placed) if placed else Fraction(0),
        mean_size=Fraction(sum(sizes), len(sizes)) if sizes else Fraction(0),
        roles_due=len(roles),
        roles_filled=sum(not is_open for is_open in roles.values()),
    )


def gap(cohort_score: Fraction, bound: Fraction, placed: int) -> Fraction:
    """How far below the proven bound the cohorts are, as a share of it; 0 when there is nothing to compare."""
    if bound <= 0 or not placed:
        return Fraction(0)
    return (bound - cohort_score) / bound


def parts_of(points_of_week: Score) -> dict[str, Fraction]:
    return {part: getattr(points_of_week, part) for part in PARTS}


def share(value: Fraction) -> float:
    """A share or mean as it is written."""
    return float(rounded(value, SHARE_DECIMALS))


def engine() -> str:
    """This planner's name and version, as it signs its weeks."""
    try:
        return f"{ENGINE} {version('hearthside')}"
    except PackageNotFoundError:
        return ENGINE


def figures(
    problem: Problem,
    week: Week,
    *,
    bound: Fraction,
    placeable: int,
    seconds: float | None,
    effort: int | None,
    seed: int,
    change_effort: int,
) -> dict[str, object]:
    """The content of `summary.json`, in the order in which it is written."""
    value = score(problem, week.cohorts, week.sessions)
    count = counts(problem, week)
    printed, printed_bound = rounded(value.cohort_score, 3), rounded(bound, 3)
    return {
        "score": points(value.total),
        "cohort_score": points(value.cohort_score),
        "parts": {part: points(number) for part, number in parts_of(value).items()},
        "bound": points(bound),
        "gap": share(gap(printed, printed_bound, count.placed)),
        "people": count.people,
        "placed": count.placed,
        "placeable": placeable,
        "cohorts": count.cohorts,
        "mean_size": share(count.mean_size),
        "in_sweet_spot": share(count.in_sweet_spot),
        "roles_due": count.roles_due,
        "roles_filled": count.roles_filled,
        "seconds": seconds,
        "effort": effort,
        "seed": seed,
        "replan": problem.replan,
        "change_effort": change_effort,
        "engine": engine(),
        "policy": dict(problem.policy.effective),
        "week": problem.week.isoformat(),
    }
