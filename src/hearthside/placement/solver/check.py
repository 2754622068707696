"""
The independent check: is every rule of the program kept, is every figure true?

It looks at a finished week from scratch and shares nothing with the search but the problem itself. A week that names
things wrongly is answered with findings, never with an error.
"""

from collections.abc import Iterator

from hearthside.placement.solver import check_care, check_cohorts, check_time
from hearthside.placement.solver.check_figures import claimed_figures, number
from hearthside.placement.solver.check_form import form
from hearthside.placement.solver.check_kept import kept
from hearthside.placement.solver.check_lists import gaps, unplaced, warnings
from hearthside.placement.solver.check_view import Finding, View
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import Score, points, score
from hearthside.placement.solver.week import Week

__all__ = ["Finding", "check", "is_kept", "report"]

_RULES = {
    "H1": check_cohorts.h1,
    "H2": check_cohorts.h2,
    "H3": check_cohorts.h3,
    "H4": check_care.h4,
    "H5": check_care.h5,
    "H6": check_time.h6,
    "H7": check_time.h7,
    "H8": check_time.h8,
    "H9": check_cohorts.h9,
    "H10": check_cohorts.h10,
    "H11": check_cohorts.h11,
    "H12": check_time.h12,
    "H13": check_care.h13,
    "H14": check_care.h14,
}


def _placeable(view: View) -> int:
    """How many people could be placed at all, `current` ignored; whoever is placed could."""
    placed = {p.id for seen in view.cohorts for p in seen.members}
    return Reasons(view.problem).placeable(u for u in view.problem.units if placed.issuperset(u))


def _explained(view: View, score_of_week: Score, placeable: int | None) -> Iterator[Finding]:
    yield from unplaced(view)
    yield from gaps(view)
    yield from warnings(view)
    yield from claimed_figures(view, score_of_week, _placeable(view) if placeable is None else placeable)


def check(
    problem: Problem, week: Week, *, figures: bool = True, placeable: int | None = None, view: View | None = None
) -> dict[str, list[Finding]]:
    """
    Every rule H0 to H14 with what breaks it; an empty list for a rule that is kept.

    Without `figures` only cohorts and sessions are looked at: a current week, or one still in the making (whose new
    rows have no ids yet). `placeable` spares working that figure out again when the caller just did, and `view`
    looking this very week up.
    """
    view = view or View.of(problem, week)
    found = {"H0": form(view, numbered=figures)}
    if figures:
        found["H0"] += kept(view)
        found["H0"] += _explained(view, score(problem, week.cohorts, week.sessions), placeable)
    for rule, broken in _RULES.items():
        found[rule] = list(broken(view))
    return found


def is_kept(found: dict[str, list[Finding]]) -> bool:
    """Whether no rule is broken."""
    return not any(found.values())


def report(problem: Problem, week: Week) -> dict[str, object]:
    """What `check --json` prints: every rule with its findings, the score as it is and as the week claims it."""
    found = check(problem, week)
    claimed = week.figures.get("score")
    return {
        "rules": {rule: [{"where": f.where, "sentence": f.sentence} for f in list_] for rule, list_ in found.items()},
        "score": points(score(problem, week.cohorts, week.sessions).total),
        "score_claimed": claimed if number(claimed) is not None else None,
        "ok": is_kept(found),
    }
