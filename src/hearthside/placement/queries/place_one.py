"""
A place for one person, now: every cohort as it runs, best first, with what their coming does to each.

Asked of the copy in memory (`warm.py`), which holds everybody: who may be named in an answer is asked by whoever
shows it.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.placement.queries.warm import Warm, warm
from hearthside.placement.report import times
from hearthside.placement.report.cohort_view import CohortView, cohort_view
from hearthside.placement.report.wishes_view import WishView, wish_views
from hearthside.placement.solver.place import Option, with_option
from hearthside.placement.solver.sentences import unplaced_sentence
from hearthside.placement.solver.week import Cohort, Week
from hearthside.policy.queries import today


@dataclass(frozen=True)
class Choice:
    """One cohort they could join: as it is, as it would be, and what comes with it."""

    option: Option
    before: CohortView
    after: CohortView
    when: str  # on the clocks of the person asked about
    wishes: tuple[tuple[str, tuple[WishView, ...]], ...]  # of each of the unit who has any
    # Wishes of those who are there already that are met before and after, where that differs.
    others_met: tuple[int, int]

    @property
    def free(self) -> bool:
        """Whether nobody else has to move for it."""
        return not self.option.moves


@dataclass(frozen=True)
class Answer:
    """
    What the desk says about one person, and with whom they would be placed.

    `absent` where this week does not know them; `placed_in` where they have a place. Without choices `reason` is the
    first rule that leaves nothing, and `change` what would help, `none` if nothing small does.
    """

    week: date
    read_at: datetime
    read_seconds: float
    seconds: float
    unit: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    absent: bool = False
    placed_in: str = ""
    reason: str = ""
    sentence: str = ""
    change: str = "none"


def next_monday(program: Program) -> date:
    """The first day on which anybody placed now begins: nothing of this week moves."""
    day = today(program)
    return day + timedelta(days=7 - day.weekday())


def place_one(program: Program, patient: UUID, *, by: Actor) -> tuple[Answer, Warm]:
    """
    Where this person, with the partner they stay together with, could begin next Monday.

    Raises:
        RosterUnfit: something that is recorded cannot be planned with.
    """
    kept = warm(program, next_monday(program), by=by, desk=True)
    began = time.perf_counter()
    found = _answer(kept, str(patient))
    found = {"week": kept.snapshot.problem.week, "read_at": kept.read_at, "read_seconds": kept.seconds, **found}
    return Answer(seconds=time.perf_counter() - began, **found), kept  # type: ignore[arg-type]  # by their names


def _answer(kept: Warm, who: str) -> dict[str, object]:
    desk, problem = kept.desk, kept.snapshot.problem
    if who not in problem.person:
        return {"absent": True}
    if who in desk.desk.seat_of:
        return {"placed_in": desk.desk.seat_of[who].cohort.id}
    unit = desk.unit(who)
    options = desk.options(who)
    if options:
        return {"unit": unit, "choices": tuple(_choice(kept, who, unit, option) for option in options)}
    reason = kept.reasons.of(unit)
    return {
        "unit": unit,
        "reason": reason,
        "sentence": unplaced_sentence(kept.reasons, unit, reason),
        "change": kept.helps.of(unit),
    }


def _choice(kept: Warm, who: str, unit: tuple[str, ...], option: Option) -> Choice:
    problem = kept.snapshot.problem
    (before,) = (c for c in kept.week.cohorts if c.id == option.cohort_id)
    leaving = {m for move in option.moves for m in move.people}
    (after,) = with_option(Week((before,)), unit, option).cohorts
    zone = problem.person[who].zone
    stay = [m for m in before.members if m not in leaving]
    wishes = tuple((i, found) for i in unit if (found := wish_views(problem, problem.person[i], after)))
    return Choice(
        option=option,
        before=cohort_view(problem, before),
        after=cohort_view(problem, after),
        when=times.sentence(times.cohort_when(problem, after, zone), zone),
        wishes=wishes,
        others_met=(_met(kept, stay, before), _met(kept, stay, after)),
    )


def _met(kept: Warm, people: list[str], cohort: Cohort) -> int:
    problem = kept.snapshot.problem
    return sum(wish.met for m in people for wish in wish_views(problem, problem.person[m], cohort))
