"""
What a week changes against the one in force, and the two answers of a re-plan side by side.
"""

from dataclasses import dataclass

from hearthside.base.words import CARE_ROLES
from hearthside.placement.folder.schema import MOST_PLACED_FOLDER, PAGE_FILE
from hearthside.placement.report import times, words
from hearthside.placement.report.figures_view import number
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Week


@dataclass(frozen=True)
class Mover:
    """Somebody whose place changes; `before` and `after` are in words, in the reference zone."""

    id: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AnswerView:
    """
    One answer against the week in force. A place moves when day plan, days or start change.

    `page` is where the answer is shown whole, from here; empty when it is here.
    """

    title: str
    explanation: str
    page: str
    placed: int
    cohorts: int
    score: str
    roles: str
    loses: tuple[Mover, ...]
    gains: tuple[Mover, ...]
    moves: tuple[Mover, ...]
    other_clinician: tuple[Mover, ...]


def _place(problem: Problem, cohort: Cohort | None) -> str:
    if cohort is None:
        return "no place"
    zone = problem.policy.reference_zone
    return f"{cohort.id}: {times.sentence(times.cohort_when(problem, cohort, zone), zone)}"


def _team(problem: Problem, week: Week) -> dict[tuple[str, str], str]:
    """Who holds each role of each person, by name."""
    roles = {kind: role for role, kind in CARE_ROLES.items()}
    return {
        (who, roles[s.kind]): words.listed([problem.clinician[c].name for c in s.clinicians if c in problem.clinician])
        for s in week.sessions
        if s.kind in roles
        for who in s.people
    }


def _pattern(cohort: Cohort) -> tuple[str, tuple[int, ...], int]:
    return cohort.program_id, cohort.days, cohort.start


def answer_view(problem: Problem, week: Week, *, title: str, explanation: str, page: str = "") -> AnswerView:
    """What this week does to everybody, against `problem.current`."""
    assert problem.current is not None
    before, after = problem.current.cohort_of(), week.cohort_of()
    old_team, new_team = _team(problem, problem.current), _team(problem, week)

    def mover(who: str, was: str, now: str) -> Mover:
        return Mover(who, problem.person[who].name, was, now)

    def moved(who: str) -> Mover:
        return mover(who, _place(problem, before.get(who)), _place(problem, after.get(who)))

    people = sorted((who for who in {*before, *after} if who in problem.person), key=words.in_order)
    stays = [who for who in people if who in before and who in after]
    in_both = {key for key in old_team.keys() & new_team.keys() if key[0] in problem.person}
    switched = sorted(key for key in in_both if old_team[key] != new_team[key])
    score, filled = number(week.figures, "score"), number(week.figures, "roles_filled")
    return AnswerView(
        title=title,
        explanation=explanation,
        page=page,
        placed=len(after),
        cohorts=len(week.cohorts),
        score=words.points(score) if score is not None else "not scored",
        roles=f"{filled:,.0f}" if filled is not None else "not counted",
        loses=tuple(moved(w) for w in people if w in before and w not in after),
        gains=tuple(moved(w) for w in people if w not in before and w in after),
        moves=tuple(moved(w) for w in stays if _pattern(before[w]) != _pattern(after[w])),
        other_clinician=tuple(
            mover(w, f"{words.ROLES[role]} {old_team[w, role]}", new_team[w, role]) for w, role in switched
        ),
    )


def answer_views(problem: Problem, week: Week, other: Week | None) -> tuple[AnswerView, ...]:
    """The week against the one in force, and the other answer of the re-plan where there is one."""
    if problem.current is None:
        return ()
    if other is None:
        kept = "Everybody in the week in force keeps place and team."
        explanation = "What this week means for those who had a place." if problem.replan else kept
        return (answer_view(problem, week, title="This week", explanation=explanation),)
    return (
        answer_view(
            problem,
            week,
            title="Whoever can keeps a place",
            explanation="Nobody who has a place today loses it, unless it fits no rule any more. It is this page.",
        ),
        answer_view(
            problem,
            other,
            title="Most points",
            explanation="The highest score, even where somebody loses a place.",
            page=f"{MOST_PLACED_FOLDER}/{PAGE_FILE}",
        ),
    )
