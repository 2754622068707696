"""
What one more unit changes in the score, exactly, without scoring the whole week again.
"""

from collections.abc import Sequence
from fractions import Fraction

from hearthside.base import localtime
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.desk import Seat
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, SWEET_SPOT, period_of, placed_points
from hearthside.placement.solver.week import Session

_ROLE = {kind: role for role, kind in CARE_ROLES.items()}


def seat_points(problem: Problem, seat: Seat, people: Sequence[Person]) -> Fraction:
    """The small part, and the wishes that these people would have met here by the staff as it stands."""
    weights = problem.policy.weights
    genders = {problem.clinician[c].gender for c in seat.staff}
    size = len(people)
    word = "small" if size in SMALL_SIZES else "moderate" if size >= MODERATE_FROM else None
    met = {"gender": 0, "focus": 0, "size": 0, "time": 0}
    for p in people:
        met["gender"] += p.gender_wish in genders
        met["focus"] += bool(seat.cohort.focus) and seat.cohort.focus in p.focus
        met["size"] += p.size_wish == word
        met["time"] += bool(p.time_wish) and _period(problem, seat, p.zone) == p.time_wish
    wishes = sum((weights[wish] * count for wish, count in met.items()), Fraction(0))
    return wishes - weights["small"] * max(0, SWEET_SPOT - size)


def _period(problem: Problem, seat: Seat, zone: str) -> str:
    first = problem.start_of(min(seat.cohort.days), seat.cohort.start)
    assert first is not None
    return period_of(localtime.local_clock(problem.week, zone, first)[1])


def joining_points(problem: Problem, seat: Seat, before: Sequence[Person], after: Sequence[Person]) -> Fraction:
    """What changes in one cohort when its people change from `before` to `after`, staff apart."""
    return seat_points(problem, seat, after) - seat_points(problem, seat, before)


def place_points(problem: Problem, people: Sequence[Person], sessions: Sequence[Session]) -> Fraction:
    """The places themselves, and the care team."""
    weights = problem.policy.weights
    places = sum((placed_points(problem, p) for p in people), Fraction(0))
    return places + sum((weights[_ROLE[s.kind]] * len(s.people) for s in sessions), Fraction(0))
