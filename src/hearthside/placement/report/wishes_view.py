"""What somebody wished for, and whether their cohort has it; each partner's wishes are their own."""

from dataclasses import dataclass

from hearthside.placement.report import words
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.week import Cohort
from hearthside.placement.solver.why import wishes_of

TIMES = {"morning": "mornings", "afternoon": "afternoons", "evening": "evenings"}
SIZES = {"small": "a small group", "moderate": "a larger group"}
GENDERS = {"woman": "a woman who leads", "man": "a man who leads"}


@dataclass(frozen=True)
class WishView:
    """One wish in words, and whether it is met."""

    words: str
    met: bool


def wish_views(problem: Problem, person: Person, cohort: Cohort) -> tuple[WishView, ...]:
    """Every wish that this person has, by the rules by which the score counts them."""
    size = len(set(cohort.members))
    return tuple(
        WishView(_said(each["wish"], each["asked"]), each["met"]) for each in wishes_of(problem, person, cohort, size)
    )


def _said(wish: str, asked: str) -> str:
    if wish == "focus":
        return words.listed([words.FOCUSES[f] for f in asked.split(";")], "or")
    return {"time": TIMES, "gender": GENDERS, "size": SIZES}[wish][asked]
