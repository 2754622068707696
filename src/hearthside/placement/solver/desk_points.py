"""
What one more unit changes in the score, exactly, without scoring the whole week again.

Points here are whole numbers of the smallest step that the policy's weights and the load can make, because whole
numbers are many times quicker than fractions and just as exact.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from hearthside.base import localtime
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.desk import Seat
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.score import (
    LIGHT_LOAD,
    MODERATE_FROM,
    SMALL_SIZES,
    SWEET_SPOT,
    period_of,
    placed_points,
)
from hearthside.placement.solver.week import Session

_ROLE = {kind: role for role, kind in CARE_ROLES.items()}


class DeskPoints:
    """The points of section 3 as whole steps."""

    def __init__(self, problem: Problem):
        self.problem = problem
        weights = problem.policy.weights
        # Load is counted per minute of an hour, above a share of the limit: both must divide a step evenly.
        self.steps = 60 * LIGHT_LOAD.denominator * lcm(*(w.denominator for w in weights.values())) ** 2
        self.weight = {key: int(w * self.steps) for key, w in weights.items()}
        self._periods: dict[tuple[int, int, str], str] = {}
        self._places: dict[tuple[int, int], int] = {}

    def fraction(self, steps: int) -> Fraction:
        """These steps as points."""
        return Fraction(steps, self.steps)

    def load(self, clinician: Clinician, minutes: int) -> int:
        """The price of so many group minutes a week for this clinician; never above 0."""
        share = LIGHT_LOAD
        heavy = max(0, share.denominator * minutes - share.numerator * clinician.group_minutes)
        return -heavy * (self.weight["load_hour"] // (60 * share.denominator))

    def staffing(self, clinician: Clinician, had: int, more: int) -> int:
        """The price of `more` group minutes a week for somebody who has `had`."""
        return self.load(clinician, had + more) - self.load(clinician, had) - self.weight["staff_minute"] * more

    def _size(self, small: int, moderate: int, size: int) -> int:
        """Size wishes met among so many who wish for it, and the small part, at this size."""
        met = small if size in SMALL_SIZES else moderate if size >= MODERATE_FROM else 0
        return self.weight["size"] * met - self.weight["small"] * max(0, SWEET_SPOT - size)

    def _own(self, seat: Seat, person: Person) -> int:
        """Wishes other than size that one person has met in this cohort, by its staff as it stands."""
        met = 0
        if person.gender_wish in seat.genders:
            met += self.weight["gender"]
        if seat.cohort.focus and seat.cohort.focus in person.focus:
            met += self.weight["focus"]
        if person.time_wish and self._period(seat, person.zone) == person.time_wish:
            met += self.weight["time"]
        return met

    def _period(self, seat: Seat, zone: str) -> str:
        key = (min(seat.cohort.days), seat.cohort.start, zone)
        if key not in self._periods:
            first = self.problem.start_of(key[0], key[1])
            assert first is not None
            self._periods[key] = period_of(localtime.local_clock(self.problem.week, zone, first)[1])
        return self._periods[key]

    def joining(self, seat: Seat, come: Sequence[Person], go: Sequence[Person] = ()) -> int:
        """What changes in one cohort when some come and others go, new staff apart."""
        small = sum(p.size_wish == "small" for p in come) - sum(p.size_wish == "small" for p in go)
        moderate = sum(p.size_wish == "moderate" for p in come) - sum(p.size_wish == "moderate" for p in go)
        after = self._size(seat.wish_small + small, seat.wish_moderate + moderate, seat.size + len(come) - len(go))
        before = self._size(seat.wish_small, seat.wish_moderate, seat.size)
        return after - before + sum(self._own(seat, p) for p in come) - sum(self._own(seat, p) for p in go)

    def places(self, people: Sequence[Person], sessions: Sequence[Session]) -> int:
        """The places themselves, and the care team."""
        total = sum(self.weight[_ROLE[s.kind]] * len(s.people) for s in sessions)
        for p in people:
            key = (p.acuity, p.waiting_days)
            if key not in self._places:
                self._places[key] = int(placed_points(self.problem, p) * self.steps)
            total += self._places[key]
        return total
