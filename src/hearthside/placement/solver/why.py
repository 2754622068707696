"""
What decided about one person, as plain facts: why this cohort, what two others would have meant, why somebody waits.

A person reads these facts. Nothing in them comes from who is kept apart from whom: a cohort that only such a pair
stands against is not spoken of, and whoever waits because of one reads the reason that is left without it.
"""

from dataclasses import replace
from typing import Any

from hearthside.base.localtime import local_clock
from hearthside.base.words import DAYS, UNPLACED_REASONS
from hearthside.placement.solver.change import AddAvailability, AddPeople, parse
from hearthside.placement.solver.desk import Desk, Guest, Seat, Unit
from hearthside.placement.solver.desk_points import DeskPoints
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, first_start, period_of
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Cohort, Unplaced, Week

CHOICES = 2
# What may stand against a cohort, in the order in which it is asked; the later, the nearer it came.
AGAINST = ("track", "language", "license", "day_plan", "focus", "hours", "closed", "full", "minutes", "staff")
# Whether these hold may depend on a pair that is kept apart, and so may what would change them.
AFTER_THE_PAIR = UNPLACED_REASONS[UNPLACED_REASONS.index("keep_apart") :]


def wishes_of(problem: Problem, person: Person, cohort: Cohort, size: int) -> list[dict[str, Any]]:
    """Each wish of this person, and whether a cohort of this size meets it."""
    genders = {problem.clinician[s.clinician_id].gender for s in cohort.staff}
    begins = first_start(problem, cohort)
    found = []
    if person.time_wish:
        period = "" if begins is None else period_of(local_clock(problem.week, person.zone, begins)[1])
        found.append(("time", person.time_wish, period == person.time_wish))
    if person.gender_wish:
        found.append(("gender", person.gender_wish, person.gender_wish in genders))
    if person.focus:
        found.append(("focus", ";".join(person.focus), cohort.focus in person.focus))
    if person.size_wish:
        word = "small" if size in SMALL_SIZES else "moderate" if size >= MODERATE_FROM else ""
        found.append(("size", person.size_wish, word == person.size_wish))
    return [{"wish": wish, "asked": asked, "met": met} for wish, asked, met in found]


def _about(problem: Problem, person: Person, cohort: Cohort, size: int) -> dict[str, Any]:
    return {
        "cohort": cohort.id,
        "days": [DAYS[day] for day in cohort.days],
        "start": cohort.start,
        "minutes": problem.program[cohort.program_id].day_minutes,
        "size": size,
        "wishes": wishes_of(problem, person, cohort, size),
    }


class Why:
    """One problem and the week that was chosen for it, prepared once for everybody's facts."""

    def __init__(self, problem: Problem, week: Week):
        # What it cost to move somebody from another week is not part of this question.
        self.problem, self.week = replace(problem, replan=False), week
        self._starts, self._points = StartBits(self.problem), DeskPoints(self.problem)
        self._unit_of = {i: ids for ids in self.problem.units for i in ids}
        self._cohort_of = week.cohort_of()
        self._reasons: Reasons | None = None
        self._others: dict[Unit, list[tuple[Cohort, int, str]]] = {}

    def placed(self, person_id: str) -> dict[str, Any]:
        """Why this cohort: what it meets of theirs, and what two others would have meant."""
        person, cohort = self.problem.person[person_id], self._cohort_of[person_id]
        unit = self._unit_of[person_id]
        if unit not in self._others:
            self._others[unit] = self._choices(unit)
        return {
            **self._week(),
            **_about(self.problem, person, cohort, len(cohort.members)),
            "state": person.state,
            "language": cohort.language,
            "track": cohort.track,
            "with_partner": len(unit) > 1,
            "others": [
                {**_about(self.problem, person, other, size), "against": against}
                for other, size, against in self._others[unit]
            ],
        }

    def waiting(self, row: Unplaced) -> dict[str, Any]:
        """Why they still wait, without any pair, and what they could do about it."""
        unit = self._unit_of[row.person_id]
        person = self.problem.person[row.person_id]
        reasons = self._without_pairs()
        shown = reasons.of(unit)
        return {
            **self._week(),
            "reason": shown,
            "state": person.state,
            "languages": sorted(person.languages),
            "track": self.problem.unit_track(unit),
            "least": self.problem.policy.cohort_min,
            "couple": len(unit) > 1,
            "help": self._help(row, unit, shown),
        }

    def _week(self) -> dict[str, Any]:
        return {"week": self.problem.week.isoformat(), "zone": self.problem.policy.reference_zone}

    def _without_pairs(self) -> Reasons:
        if self._reasons is None:
            self._reasons = _WithoutPairs(self.problem, self._starts)
        return self._reasons

    def _help(self, row: Unplaced, unit: Unit, shown: str) -> dict[str, Any] | None:
        """What would help, as far as it is theirs to do or ours; nothing that a pair has to do with."""
        has_pair = any(self.problem.apart.get(who) for who in unit)
        if row.change == "none" or row.reason != shown or (has_pair and shown in AFTER_THE_PAIR):
            return None
        match parse(row.change):
            case AddAvailability(who, day, start, end):
                if row.person_id in who:
                    return {"kind": "hours", "days": [DAYS[d] for d in day], "start": start, "end": end}
                # What a partner could do is the partner's to read.
                return None if set(who) & set(unit) else {"kind": "staff"}
            case AddPeople():
                return {"kind": "people"}
        return {"kind": "staff"}

    def _choices(self, unit: Unit) -> list[tuple[Cohort, int, str]]:
        """Two other cohorts as they would have been: the best that fit, then those that came nearest."""
        desk = _Choices(self.problem, _without(self.week, unit), self._starts, self._points)
        guest = desk.desk.guest(unit)
        own = self._cohort_of[unit[0]].id
        seats = {seat.cohort.id: seat for seat in desk.desk.seats if seat.cohort.id != own}
        fits = desk.joining(guest, own)
        found = [(seats[which].cohort, size, "") for which, size in fits[:CHOICES]]
        there = {which for which, _ in fits}
        near = [
            (AGAINST.index(against), seat.cohort, seat.size + len(unit), against)
            for which, seat in seats.items()
            if which not in there and (against := desk.against(guest, seat))
        ]
        near.sort(key=lambda row: (-row[0], row[1].id))
        return (found + [(cohort, size, against) for _, cohort, size, against in near])[:CHOICES]


class _WithoutPairs(Reasons):
    """The filters as they are where nobody is kept apart from anybody."""

    def apart_units(self, ids: Unit) -> frozenset[Unit]:
        return frozenset()


class _Choices(PlaceDesk):
    """A desk for one unit alone: nothing prepared that this one does not ask, and nobody else asked to move."""

    def __init__(self, problem: Problem, week: Week, starts: StartBits, points: DeskPoints):
        self.problem, self.week, self.points = problem, week, points
        self.desk = Desk(problem, week, starts)

    def joining(self, guest: Guest, own: str) -> list[tuple[str, int]]:
        """The cohorts that they could join but their own, best first, each with its size then."""
        found = [
            option
            for seat in self.desk.fitting(guest)
            if seat.cohort.id != own and (option := self._join(guest, seat)) is not None
        ]
        found.sort(key=lambda option: (-option.score_change, option.cohort_id))
        return [(option.cohort_id, option.size_after) for option in found]

    def against(self, guest: Guest, seat: Seat) -> str:
        """The first rule that stands against this cohort; empty where only a pair that is kept apart does."""
        cohort = seat.cohort
        asked = (
            ("track", cohort.track == guest.track),
            ("language", cohort.language in guest.languages),
            ("license", self.desk.licensed(guest, seat)),
            ("day_plan", seat.plan.id in guest.free),
            ("focus", not cohort.focus or all(cohort.focus in p.focus for p in guest.people)),
            ("hours", seat.plan.id in guest.free and self.desk.on_time(guest, seat)),
            ("closed", not seat.closed),
            ("full", seat.size + len(guest.ids) <= self.problem.policy.cohort_cap),
            ("minutes", all(self._reaches(p, seat) for p in guest.people)),
        )
        for rule, holds in asked:
            if not holds:
                return rule
        return "" if self.desk.kept_apart(guest, seat) else "staff"

    def _reaches(self, person: Person, seat: Seat) -> bool:
        due = sum(
            self.problem.policy.session_minutes[kind]
            for role, kind in (("individual", "individual"), ("counselor", "counseling"), ("couples", "couples"))
            if role in self.problem.roles_due(person.id)
        )
        return seat.plan.countable_week_minutes + due >= person.minimum_minutes


def _without(week: Week, unit: Unit) -> Week:
    """The week as it would be had these people not been placed: without them, and without their own sessions."""
    gone = set(unit)
    cohorts = (
        replace(c, members=tuple(m for m in c.members if m not in gone), size=-1) if gone & set(c.members) else c
        for c in week.cohorts
    )
    sessions = (
        s if not gone & set(s.people) else replace(s, people=tuple(p for p in s.people if p not in gone))
        for s in week.sessions
    )
    return replace(week, cohorts=tuple(cohorts), sessions=tuple(s for s in sessions if s.people))
