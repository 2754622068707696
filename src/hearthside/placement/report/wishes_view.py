"""What somebody wished for, and whether their cohort has it; each partner's wishes are their own."""

from dataclasses import dataclass

from hearthside.base import localtime
from hearthside.placement.report import words
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, first_start, period_of
from hearthside.placement.solver.week import Cohort

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
    found = []
    if person.time_wish:
        begins = first_start(problem, cohort)
        local = None if begins is None else period_of(localtime.local_clock(problem.week, person.zone, begins)[1])
        found.append(WishView(TIMES[person.time_wish], local == person.time_wish))
    if person.gender_wish:
        genders = {problem.clinician[s.clinician_id].gender for s in cohort.staff}
        found.append(WishView(GENDERS[person.gender_wish], person.gender_wish in genders))
    if person.focus:
        asked = words.listed([words.FOCUSES[f] for f in person.focus], "or")
        found.append(WishView(asked, bool(cohort.focus) and cohort.focus in person.focus))
    if person.size_wish:
        met = size in SMALL_SIZES if person.size_wish == "small" else size >= MODERATE_FROM
        found.append(WishView(SIZES[person.size_wish], met))
    return tuple(found)
