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
from hearthside.placement.solver.desk import Guest, Seat, Unit
from hearthside.placement.solver.edit_tried import TAKEN_OUT
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import MODERATE_FROM, SMALL_SIZES, first_start, period_of
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Cohort, Session, Unplaced, Week

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
        self._starts = StartBits(self.problem)
        self._unit_of = {i: ids for ids in self.problem.units for i in ids}
        self._cohort_of = week.cohort_of()
        self._reasons: Reasons | None = None
        self._desk: _Choices | None = None
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
        shown = self._without_pairs().of(unit)
        if row.reason == TAKEN_OUT and shown in AFTER_THE_PAIR:
            shown = TAKEN_OUT
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
        if self._desk is None:
            self._desk = _Choices(self.problem, self.week, self._starts)
        return self._desk.of(unit, self._cohort_of[unit[0]].id)


class _WithoutPairs(Reasons):
    """The filters as they are where nobody is kept apart from anybody."""

    def apart_units(self, ids: Unit) -> frozenset[Unit]:
        return frozenset()


class _Choices(PlaceDesk):
    """A desk at which each placed unit is asked about as if it had no place yet; nobody else is asked to move."""

    def __init__(self, problem: Problem, week: Week, starts: StartBits):
        super().__init__(problem, week, starts, prepared=False)
        self._held: dict[str, list[Session]] = {}
        for session in week.sessions:
            for who in session.people:
                self._held.setdefault(who, []).append(session)

    def of(self, unit: Unit, own: str) -> list[tuple[Cohort, int, str]]:
        """Two cohorts but their own, each with its size then and what stands against it, if anything does."""
        # Whoever treats them would be free at those hours, had they no place; a couples group goes on without them.
        care = {s.id: s for who in unit for s in self._held.get(who, ()) if set(s.people) <= set(unit)}
        for session in care.values():
            self.desk.release(session)
        guest = self.desk.guest(unit)
        fits = sorted(self.joins(guest), key=lambda option: (-option.score_change, option.cohort_id))
        fits = [option for option in fits if option.cohort_id != own]
        seats = {seat.cohort.id: seat for seat in self.desk.seats if seat.cohort.id != own}
        found = [(seats[option.cohort_id].cohort, option.size_after, "") for option in fits[:CHOICES]]
        if len(found) < CHOICES:
            found += self._near(
                guest, [seat for which, seat in seats.items() if which not in {o.cohort_id for o in fits}]
            )
        for session in care.values():
            self.desk.hold(session)
        return found[:CHOICES]

    def _near(self, guest: Guest, seats: list[Seat]) -> list[tuple[Cohort, int, str]]:
        """Cohorts that they could not join, those first in which the least stood against it."""
        near = [(against, seat) for seat in seats if (against := self.against(guest, seat))]
        near.sort(key=lambda row: (-AGAINST.index(row[0]), row[1].cohort.id))
        return [(seat.cohort, seat.size + len(guest.ids), against) for against, seat in near]

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
