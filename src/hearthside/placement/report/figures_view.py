"""
The headline and the figures under it, counted from the week itself; only bound and gap are what the planner proved.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.report.cohort_view import CohortView
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import SWEET_SPOT
from hearthside.placement.solver.week import Week


@dataclass(frozen=True)
class Figure:
    value: str
    label: str
    note: str = ""
    proven: bool = False  # what the planner proved, and did not count


@dataclass(frozen=True)
class Headline:
    title: str
    lead: str
    calm: bool  # whether every cohort is within size and ratio


def number(figures: Mapping[str, object], key: str) -> float | None:
    """A figure that is a number; None where it is absent or null."""
    value = figures.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def headline(problem: Problem, week: Week, cohorts: tuple[CohortView, ...]) -> Headline:
    placed, people = len(week.cohort_of()), len(problem.people)
    when = f"Week of {times.day_name(problem.week)}."
    if not placed:
        waits = "The one person on the list still waits" if people == 1 else f"All {people:,} people still wait"
        return Headline("Nobody can start this week yet", f"{when} {waits}. Why, and what would help, is below.", True)
    outside = sum(not c.within for c in cohorts)
    kept = "Every group within size and ratio."
    if outside:
        kept = f"{words.count(len(cohorts) - outside, 'cohort')} within size and ratio, {outside:,} not."
    # Where a week runs already most of them have started; what is new stands below.
    runs = problem.current is not None and bool(problem.current.cohorts)
    return Headline(
        f"{placed:,} of {words.count(people, 'person', 'people')} {'have a place' if runs else 'can start'}",
        f"{when} {kept}",
        not outside,
    )


def _best_possible(gap: float | None, bound: float | None) -> Figure | None:
    if gap is None or bound is None or bound <= 0:
        return None
    if gap <= 0:
        return Figure("The best", "possible, proven", "No week could score higher in its cohorts", True)
    return Figure(f"At most {words.percent(gap)}", "below the best possible", "A proven limit, perhaps less", True)


def _staffing(problem: Problem, week: Week, cohorts: tuple[CohortView, ...]) -> list[Figure]:
    """How many cohorts there are, how full, and how many care-team roles are filled."""
    placed, cap, missing = len(week.cohort_of()), problem.policy.cohort_cap, len(week.gaps)
    mean = f"{placed / len(cohorts):.1f}".removesuffix(".0")
    due = sum(len(problem.roles_due(who)) for who in week.cohort_of())
    still = f"{words.first_upper(words.spoken(missing, 'role'))} still open"
    return [
        Figure(f"{len(cohorts):,}", "cohort" if len(cohorts) == 1 else "cohorts", f"{mean} people in each, on average"),
        *_sweet(cohorts, placed, cap),
        Figure(
            f"{due - missing:,} of {due:,}",
            "care-team roles filled",
            still if missing else "Everybody has their whole team",
        ),
    ]


def _sweet(cohorts: tuple[CohortView, ...], placed: int, cap: int) -> list[Figure]:
    """How many people sit in cohorts of the best size; nothing where a tighter cap leaves none of it."""
    if cap < SWEET_SPOT:
        return []
    sweet = sum(c.size for c in cohorts if c.size >= SWEET_SPOT)
    best = f"{SWEET_SPOT}" if cap == SWEET_SPOT else f"{SWEET_SPOT} to {cap}"
    return [Figure(f"{sweet:,} of {placed:,}", "in the sweet spot", f"a cohort of {best} people")]


def figures(problem: Problem, week: Week, cohorts: tuple[CohortView, ...]) -> tuple[Figure, ...]:
    """The numbers of the week, most important first."""
    placed, people = len(week.cohort_of()), len(problem.people)
    shown: list[Figure] = []
    placeable = number(week.figures, "placeable")
    if placeable is not None:
        of_them = f"{placed:,} of them are placed" if placed else "as far as rules and times go"
        shown.append(Figure(f"{placeable:,.0f} of {people:,}", "could be placed", of_them))
    shown += _staffing(problem, week, cohorts) if cohorts else []
    if week.unplaced:
        reason, number_of = Counter(u.reason for u in week.unplaced).most_common(1)[0]
        note = f"{words.REASONS.get(reason, reason)}: {number_of:,}"
        shown.append(Figure(f"{len(week.unplaced):,}", "still waiting", note))
    best = _best_possible(number(week.figures, "gap"), number(week.figures, "bound")) if cohorts else None
    return (*shown, best) if best else tuple(shown)


def size_counts(cohorts: tuple[CohortView, ...]) -> dict[int, int]:
    """How many cohorts there are of each size."""
    return dict(sorted(Counter(c.size for c in cohorts).items()))
