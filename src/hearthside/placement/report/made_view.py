"""
How the week was made: engine, seed and effort, the points it got, and the policy it had to keep.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hearthside.placement.report import words
from hearthside.placement.report.figures_view import number
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week

_PARTS = {
    "placed": "People placed",
    "wishes": "Wishes met",
    "small": "Cohorts below the sweet spot",
    "staff": "Staff time in groups",
    "load": "Heavy weeks of clinicians",
    "roles": "Care-team roles filled",
    "stay": "Places and roles that changed",
}
_POLICY = {
    "reference_zone": "The zone in which days and starts are stated",
    "cohort.cap": "Most people in a cohort",
    "cohort.min": "Fewest people in a cohort",
    "ratio.process": "People for each clinician in a process group",
    "ratio.psychoeducation": "People for each clinician in education",
    "ratio.skills": "People for each clinician in skills",
    "ratio.couples_group": "People for each clinician in a couples group",
    "couples_group.max_couples": "Most couples in a couples group",
    "couples_group.min_couples": "Fewest couples in a couples group",
    "couples_session.max_couples": "Most couples in a couples session",
    "buffer.minutes": "Minutes a clinician has between two stays",
    "grid.minutes": "Starts are this many minutes apart",
    "week.minimum_minutes": "Fewest minutes of treatment a week",
    "week.maximum_minutes": "Most minutes of treatment a week",
    "minutes.individual": "Minutes of an individual session",
    "minutes.counseling": "Minutes of a counseling session",
    "minutes.couples": "Minutes of a couples session",
    "minutes.couples_group": "Minutes of a couples group",
    "weight.placed": "Points for a person placed",
    "weight.acuity2": "times that, at acuity 2",
    "weight.acuity3": "times that, at acuity 3",
    "weight.waiting_day": "Points for each day waited, up to 60",
    "weight.time": "Points for the time of day wished for",
    "weight.gender": "Points for a clinician of the gender wished for",
    "weight.focus": "Points for a focus asked for",
    "weight.size": "Points for the size wished for",
    "weight.small": "Points off for each person below 8",
    "weight.staff_minute": "Points off for each minute of staff",
    "weight.load_hour": "Points off for each hour of a heavy week",
    "weight.individual": "Points for an individual therapist",
    "weight.counselor": "Points for a counselor",
    "weight.couples": "Points for a couples therapist, each partner",
    "weight.couples_group": "Points for a couples group, each person",
    "weight.stay_place": "Points off for a place that moves",
    "weight.stay_role": "Points off for another clinician in a role",
}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    key: str = ""


def made_facts(week: Week) -> tuple[Fact, ...]:
    """Engine, seed and how long it searched; what is null in the summary (seconds with effort) is not mentioned."""
    figures = week.figures
    seconds, effort = number(figures, "seconds"), number(figures, "effort")
    facts = [Fact("Made by", str(figures.get("engine", "")))]
    facts += [Fact("Seed", str(figures["seed"]))] if figures.get("seed") is not None else []
    facts += [Fact("Searched", f"{effort * 1000:,.0f} steps")] if effort is not None else []
    facts += [Fact("Searched", f"up to {words.points(seconds)} seconds")] if seconds is not None else []
    for key, label in (("score", "Score"), ("cohort_score", "Score of the cohorts"), ("bound", "Proven upper bound")):
        value = number(figures, key)
        facts += [Fact(label, words.points(value))] if value is not None else []
    return tuple(fact for fact in facts if fact.value)


def score_parts(week: Week) -> tuple[Fact, ...]:
    """The signed parts of the score, in the order of the specification."""
    parts = week.figures.get("parts")
    if not isinstance(parts, Mapping):
        return ()
    return tuple(Fact(_PARTS.get(str(key), str(key)), words.points(value), str(key)) for key, value in parts.items())


def policy_facts(problem: Problem) -> tuple[Fact, ...]:
    """Every key in force; rules first, then the weights of wishes."""
    effective = problem.policy.effective
    order = [k for k in _POLICY if k in effective] + sorted(k for k in effective if k not in _POLICY)
    return tuple(Fact(_POLICY.get(key, key), effective[key], key) for key in order)
