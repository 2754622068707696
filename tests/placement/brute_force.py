"""
The best cohorts of a tiny roster, by trying them all.

Slow and plain on purpose: it shares nothing with the planner but the problem itself, so that the two can be held
against each other. Up to about 9 units and 3 facilitators; the fewer windows people have, the faster.

It decides stage 1 alone: members, patterns and staff of cohorts, worth `cohort_score`. Sessions are left to the care
team; a day plan is open to somebody when sessions that are due to them can bring them to their weekly minimum.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import lcm

import numpy as np
import numpy.typing as npt

from hearthside.base.localtime import local_clock
from hearthside.base.spans import Span, clash, covers
from hearthside.placement.solver.problem import Clinician, DayPlan, Person, Problem
from hearthside.placement.solver.week import Cohort, Staff

Ints = npt.NDArray[np.int64]
NEVER = -(10**15)


@dataclass(frozen=True)
class Pattern:
    plan: DayPlan
    days: tuple[int, ...]
    start: int
    utc: tuple[int, ...]  # where each program day begins


@dataclass(frozen=True)
class Seat:
    """A cohort but for its members, with what each set of units (a bit mask) is worth in it."""

    cohort: Cohort
    week_minutes: dict[str, int]
    day_minutes: dict[tuple[str, int], int]
    stays: dict[str, tuple[Span, ...]]
    worth: Ints  # by exact set of units
    best: Ints  # by set of units to choose from


def best_cohorts(problem: Problem) -> tuple[Fraction, tuple[Cohort, ...]]:
    """The highest cohort_score any stage 1 answer can have, and cohorts that reach it. Ignores `current`."""
    return _Search(problem).run()


class _Search:
    def __init__(self, problem: Problem):
        self.problem = problem
        self.units = problem.units
        self.people = [[problem.person[i] for i in unit] for unit in self.units]
        self.count = len(self.units)
        self.everybody = (1 << self.count) - 1
        masks = np.arange(1 << self.count)
        self.bits = (masks[:, None] >> np.arange(self.count)[None, :]) & 1
        self.size = self.bits @ np.array([len(u) for u in self.people], dtype=np.int64)
        self.peaceful = np.array([self._keeps_apart(m) for m in masks.tolist()])
        # Whole steps of 1/scale of a point hold every sum exactly.
        weights = problem.policy.weights
        self.scale = 1200 * lcm(*(w.denominator for w in weights.values())) ** 2
        self.facilitators = [c for c in problem.clinicians if "facilitator" in c.roles]

    def run(self) -> tuple[Fraction, tuple[Cohort, ...]]:
        seats = sorted(self._seats(), key=lambda s: -int(s.best[-1]))
        self.seats = seats
        self.most = int(self.size[-1]) // self.problem.policy.cohort_min
        self.found, self.chosen = 0, ()
        self._extend(0, (), np.zeros(1 << self.count, dtype=np.int64))
        cohorts = self._with_members(self.chosen, self.everybody)[1]
        return Fraction(self.found, self.scale), cohorts

    def _extend(self, begin: int, chosen: tuple[Seat, ...], value: Ints) -> None:
        """Try every further seat after those chosen; `value` is what they are worth by set of units to choose from."""
        left = self.most - len(chosen)
        masks = np.arange(1 << self.count)
        for i in range(begin, len(self.seats)):
            seat = self.seats[i]
            if int(value[-1]) + left * int(seat.best[-1]) <= self.found:
                return
            upper = int((value[self.everybody ^ masks] + seat.best).max())
            if upper + (left - 1) * int(seat.best[-1]) <= self.found or not self._together(chosen, seat):
                continue
            total = upper - self._load((*chosen, seat))
            if total > self.found:
                self.found, self.chosen = total, (*chosen, seat)
            if left > 1:
                self._extend(i, (*chosen, seat), self._combined(value, seat.best))

    def _combined(self, value: Ints, best: Ints) -> Ints:
        out = np.empty_like(value)
        masks = np.arange(len(value))
        for mask in range(len(value)):
            subsets = masks[(masks & mask) == masks]
            out[mask] = (value[mask ^ subsets] + best[subsets]).max()
        return out

    def _with_members(self, seats: tuple[Seat, ...], among: int) -> tuple[int, tuple[Cohort, ...]]:
        if not seats:
            return 0, ()
        options: list[tuple[int, tuple[Cohort, ...]]] = [(NEVER, ())]
        first, rest = seats[0], seats[1:]
        for mask in np.flatnonzero(first.worth > NEVER).tolist():
            if mask & among == mask:
                value, others = self._with_members(rest, among ^ mask)
                members = tuple(sorted(i for u, unit in enumerate(self.units) if mask >> u & 1 for i in unit))
                cohort = replace(first.cohort, id=f"g{len(others) + 1}", members=members, size=len(members))
                options.append((value + int(first.worth[mask]), (*others, cohort)))
        return max(options, key=lambda o: o[0])

    def _keeps_apart(self, mask: int) -> bool:
        members = {i for u, unit in enumerate(self.units) if mask >> u & 1 for i in unit}
        return not any(self.problem.apart.get(i, frozenset()) & members for i in members)

    def _together(self, chosen: tuple[Seat, ...], seat: Seat) -> bool:
        """Whether clinicians can hold these cohorts at once: limits of minutes, no two places, the buffer between."""
        seats = (*chosen, seat)
        buffer = self.problem.policy.buffer_minutes
        for who in seat.stays:
            clinician = self.problem.clinician[who]
            if sum(s.week_minutes.get(who, 0) for s in seats) > clinician.group_minutes:
                return False
            if any(sum(s.day_minutes.get((who, d), 0) for s in seats) > clinician.day_minutes for d in range(7)):
                return False
            others = [span for s in chosen for span in s.stays.get(who, ())]
            if any(clash(a, b, buffer) for a in seat.stays[who] for b in others):
                return False
        return True

    def _load(self, seats: tuple[Seat, ...]) -> int:
        total = Fraction(0)
        for c in self.facilitators:
            used = sum(s.week_minutes.get(c.id, 0) for s in seats)
            over = max(Fraction(0), used - Fraction(85, 100) * c.group_minutes)
            total += self.problem.policy.weights["load_hour"] * over / 60
        return self._steps(total)

    def _steps(self, points: Fraction) -> int:
        assert (points * self.scale).denominator == 1
        return int(points * self.scale)

    def _seats(self) -> Iterator[Seat]:
        for pattern in self._patterns():
            day = pattern.plan.day_minutes
            free = [
                all(covers(p.reach, s, s + day) and self._may_join(p, pattern.plan) for p in unit for s in pattern.utc)
                for unit in self.people
            ]
            if sum(len(u) for u, ok in zip(self.people, free, strict=True) if ok) < self.problem.policy.cohort_min:
                continue
            for staff in self._staffings(pattern):
                yield from self._filled(pattern, staff, free)

    def _patterns(self) -> Iterator[Pattern]:
        buffer = self.problem.policy.buffer_minutes
        for plan in self.problem.programs:
            for days in combinations(sorted(plan.days_allowed), plan.days_per_week):
                for start in self.problem.grid:
                    begins = [self.problem.start_of(d, start) for d in days]
                    utc = tuple(b for b in begins if b is not None)
                    spans = [(b, b + plan.day_minutes) for b in utc]
                    if len(utc) == len(days) and not any(clash(a, b, buffer) for a, b in combinations(spans, 2)):
                        yield Pattern(plan, days, start, utc)

    def _may_join(self, person: Person, plan: DayPlan) -> bool:
        policy = self.problem.policy
        roles = {"individual": "individual", "counselor": "counseling", "couples": "couples"}
        sessions = [policy.session_minutes[roles[r]] for r in self.problem.roles_due(person.id)]
        sums = [sum(some) + plan.countable_week_minutes for n in range(4) for some in combinations(sessions, n)]
        least = max(person.minimum_minutes, policy.week_minimum_minutes)
        return plan.id in person.programs and any(least <= s <= policy.week_maximum_minutes for s in sums)

    def _staffings(self, pattern: Pattern) -> Iterator[tuple[Staff, ...]]:
        """Every lead with every set of co-facilitators in every block, as far as people's own time and limits allow."""
        blocks = [n for n, b in enumerate(pattern.plan.blocks, 1) if b.staffed]
        for lead in self.facilitators:
            others = [c for c in self.facilitators if c is not lead]
            sets = [some for n in range(len(others) + 1) for some in combinations(others, n)]
            for cos in product(sets, repeat=len(blocks)):
                staff = tuple(
                    s
                    for n, some in zip(blocks, cos, strict=True)
                    for s in (Staff(n, lead.id, "lead"), *(Staff(n, c.id, "co") for c in some))
                )
                if all(self._can_staff(c, pattern, staff) for c in self.facilitators):
                    yield staff

    def _can_staff(self, clinician: Clinician, pattern: Pattern, staff: tuple[Staff, ...]) -> bool:
        numbers = tuple(s.block for s in staff if s.clinician_id == clinician.id)
        if not numbers:
            return True
        start, end = pattern.plan.stay(numbers)
        minutes = sum(pattern.plan.blocks[n - 1].minutes for n in numbers)
        return (
            minutes <= clinician.day_minutes
            and minutes * len(pattern.days) <= clinician.group_minutes
            and all(covers(clinician.reach, s + start, s + end) for s in pattern.utc)
        )

    def _filled(self, pattern: Pattern, staff: tuple[Staff, ...], free: list[bool]) -> Iterator[Seat]:
        """Seats of this staff at this pattern, one for each track, language and focus that could be theirs."""
        who = sorted({s.clinician_id for s in staff})
        team = [self.problem.clinician[i] for i in who]
        tracks = set.intersection(*(set(c.tracks) for c in team))
        languages = set.intersection(*(set(c.languages) for c in team))
        licensed = [
            ok and all(p.state in c.states for p in unit for c in team)
            for ok, unit in zip(free, self.people, strict=True)
        ]
        focuses = {f for unit in self.people for p in unit for f in p.focus}
        for track, language, focus in product(sorted(tracks), sorted(languages), ["", *sorted(focuses)]):
            allowed = sum(
                1 << u
                for u, unit in enumerate(self.people)
                if licensed[u]
                and self.problem.unit_track(self.units[u]) == track
                and all(language in p.languages and (not focus or focus in p.focus) for p in unit)
            )
            cohort = Cohort("", pattern.plan.id, track, language, focus, pattern.days, pattern.start, staff, ())
            seat = self._seat(cohort, pattern, team, allowed)
            if int(seat.best[-1]) > 0:
                yield seat

    def _seat(self, cohort: Cohort, pattern: Pattern, team: list[Clinician], allowed: int) -> Seat:
        plan, policy = pattern.plan, self.problem.policy
        week, day, stays = {}, {}, {}
        for c in team:
            numbers = cohort.blocks_of(c.id)
            minutes = sum(plan.blocks[n - 1].minutes for n in numbers)
            week[c.id] = minutes * len(pattern.days)
            day.update({(c.id, d): minutes for d in pattern.days})
            start, end = plan.stay(numbers)
            stays[c.id] = tuple((s + start, s + end) for s in pattern.utc)
        seats = policy.cohort_cap
        for n, block in enumerate(plan.blocks, 1):
            there = sum(s.block == n for s in cohort.staff)
            seats = max(k for k in range(seats + 1) if plan.staff_needed(block, max(k, 1), policy) <= there)
        masks = np.arange(1 << self.count)
        fits = (masks & allowed == masks) & self.peaceful & (self.size >= policy.cohort_min) & (self.size <= seats)
        worth = np.where(fits, self._points(cohort, pattern, team), NEVER)
        worth -= self._steps(policy.weights["staff_minute"] * sum(week.values()))
        worth = np.where(fits, worth, NEVER)
        best = np.maximum(worth, NEVER)
        best[0] = max(0, int(best[0]))
        for u in range(self.count):
            best = np.where(self.bits[:, u] == 1, np.maximum(best, best[masks & ~(1 << u)]), best)
        return Seat(cohort, week, day, stays, worth, best)

    def _points(self, cohort: Cohort, pattern: Pattern, team: list[Clinician]) -> Ints:
        """Points of every set of units as members: places, wishes, and the price of a cohort under its sweet spot."""
        w = self.problem.policy.weights
        genders = {c.gender for c in team}
        acuity = {1: Fraction(1), 2: w["acuity2"], 3: w["acuity3"]}

        def alone(p: Person) -> Fraction:
            minute = local_clock(self.problem.week, p.zone, pattern.utc[0])[1]
            period = "morning" if minute < 720 else "afternoon" if minute < 1020 else "evening"
            return (
                w["placed"] * acuity[p.acuity]
                + w["waiting_day"] * p.waiting_days
                + w["time"] * (p.time_wish == period)
                + w["gender"] * (p.gender_wish in genders)
                + w["focus"] * bool(cohort.focus)
            )

        def steps(points: list[Fraction]) -> Ints:
            return self.bits @ np.array([self._steps(p) for p in points], dtype=np.int64)

        small = steps([w["size"] * sum(p.size_wish == "small" for p in unit) for unit in self.people])
        moderate = steps([w["size"] * sum(p.size_wish == "moderate" for p in unit) for unit in self.people])
        points = steps([sum((alone(p) for p in unit), Fraction(0)) for unit in self.people])
        points += np.where((self.size >= 6) & (self.size <= 8), small, 0) + np.where(self.size >= 9, moderate, 0)
        return points - self._steps(w["small"]) * np.maximum(0, 8 - self.size)
