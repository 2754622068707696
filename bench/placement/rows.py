"""One row of the benchmark's table: a roster, a planner, its time, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bench.placement.rosters import Case
from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.check import check
from hearthside.placement.solver.couples import form_couples_groups
from hearthside.placement.solver.numbering import numbered_cohorts, numbered_sessions
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import SWEET_SPOT, points, score
from hearthside.placement.solver.week import Cohort, Week

OURS, FIRST_COME, CP_SAT, TIMEFOLD = "hearthside", "first come", "CP-SAT", "Timefold"


@dataclass(frozen=True)
class Row:
    """What one planner made of one roster. Seconds asked (0: none) and used; memory in MB, 0 where not measured."""

    roster: str
    people: int
    planner: str
    asked: float
    score: float
    cohort_score: float
    bound: float
    bound_kind: str
    gap: float
    placed: int
    placeable: int
    cohorts: int
    mean_size: float
    in_sweet_spot: float
    roles_filled: int
    roles_due: int
    seconds: float
    peak_mb: float

    @property
    def placed_share(self) -> float:
        """Of those who could be placed if nobody else wanted the seat."""
        return self.placed / self.placeable if self.placeable else 0.0

    @property
    def roles_share(self) -> float:
        return self.roles_filled / self.roles_due if self.roles_due else 1.0


class BrokenRule(Exception):
    """An answer breaks a rule: the benchmark shows no such row, whoever's answer it is."""


@dataclass(frozen=True)
class Judged:
    """A roster with its proven bound and how many people could be placed, asked once for all planners."""

    case: Case
    problem: Problem
    bound: Fraction
    bound_kind: str
    placeable: int


def with_care(problem: Problem, cohorts: Sequence[Cohort]) -> Week:
    """The week of a peer's cohorts: care teams and couples groups by the same stages that ours go through."""
    sessions = assign_care(problem, cohorts, ())
    sessions = form_couples_groups(problem, cohorts, sessions)
    return Week(numbered_cohorts(cohorts), numbered_sessions(sessions))


def judge(judged: Judged, week: Week, planner: str, *, asked: float, seconds: float, peak_mb: float) -> Row:
    """
    The row of this answer, checked from scratch and scored exactly.

    Raises:
        BrokenRule: the answer breaks a rule.
    """
    problem = judged.problem
    for rule, findings in check(problem, week, figures=bool(week.figures)).items():
        if findings:
            raise BrokenRule(f"{planner} on {judged.case.name}: {rule}: {findings[0].sentence}")
    worth = score(problem, week.cohorts, week.sessions)
    members = [m for c in week.cohorts for m in c.members]
    due = sum(len(problem.roles_due(m)) for m in members)
    return Row(
        roster=judged.case.name,
        people=judged.case.people,
        planner=planner,
        asked=asked,
        score=points(worth.total),
        cohort_score=points(worth.cohort_score),
        bound=points(judged.bound),
        bound_kind=judged.bound_kind,
        gap=round(float((judged.bound - worth.cohort_score) / judged.bound), 6)
        if judged.bound > 0 and members
        else 0.0,
        placed=len(members),
        placeable=judged.placeable,
        cohorts=len(week.cohorts),
        mean_size=round(len(members) / len(week.cohorts), 2) if week.cohorts else 0.0,
        in_sweet_spot=round(sweet_share(week.cohorts), 4),
        roles_filled=sum(len(s.people) for s in week.sessions if s.kind != "couples_group"),
        roles_due=due,
        seconds=round(seconds, 2),
        peak_mb=round(peak_mb),
    )


def sweet_share(cohorts: Sequence[Cohort]) -> float:
    """Share of placed people who sit in a cohort of 8 to 10."""
    sizes = [len(c.members) for c in cohorts]
    return sum(s for s in sizes if s >= SWEET_SPOT) / sum(sizes) if sizes else 0.0


def row_from(cells: Mapping[str, str]) -> Row:
    """A row as `results.csv` has it."""
    kinds = Row.__dataclass_fields__
    number = {"int": int, "float": float, "str": str}
    return Row(**{name: number[str(getattr(f.type, "__name__", f.type))](cells[name]) for name, f in kinds.items()})
