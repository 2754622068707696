"""
Cohorts that lost somebody, made whole again: other staff at the same hours, fewer people, or an end.
"""

from collections.abc import Iterable
from dataclasses import replace

from hearthside.base.spans import covers
from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.check import check
from hearthside.placement.solver.enough_minutes import short_of_minutes
from hearthside.placement.solver.numbering import numbered_sessions
from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.score import placed_points
from hearthside.placement.solver.week import Cohort, Session, Staff, Week

_STAFFED_BY = ("H4", "H5", "H6", "H7", "H8")  # what a clinician's own rows can break

Faults = frozenset[tuple[str, str]]  # a rule, and where it is broken


def faults(problem: Problem, week: Week) -> Faults:
    """What of cohorts and sessions breaks which rule."""
    return frozenset((rule, f.where) for rule, found in check(problem, week, figures=False).items() for f in found)


class Mending:
    """Makes whole what fits by itself and lacks company."""

    def __init__(self, problem: Problem, fitting: Week, known: Faults):
        self.problem, self.known = replace(problem, current=None), known
        self.cohorts = {c.id: replace(c, size=len(c.members)) for c in fitting.cohorts}
        self.sessions = fitting.sessions

    def week(self, touched: Iterable[str]) -> Week:
        """The cohorts that hold, each with enough staff, and the sessions of the people in them."""
        for id in sorted(self.cohorts.keys() & set(touched)):
            self._mend(id)
        self._end_sessions()
        self._reach_minimum()
        cohorts = tuple(self.cohorts[i] for i in sorted(self.cohorts))
        week = Week(cohorts, tuple(sorted(self.sessions, key=lambda s: s.id)))
        return week if self._holds(week) else self._what_holds(week)

    def _holds(self, week: Week) -> bool:
        return faults(self.problem, week) <= self.known

    def _mend(self, id: str) -> None:
        """Few enough people, enough staff, enough people; or the cohort ends."""
        policy = self.problem.policy
        while len(self.cohorts[id].members) > policy.cohort_cap:
            self._leave(id, self._least_urgent(id))
        while len(self.cohorts[id].members) >= policy.cohort_min:
            mended = self._staffed(self.cohorts[id])
            if mended is not None:
                self.cohorts[id] = mended
                return
            if not any(s.part == "lead" for s in self.cohorts[id].staff):
                break  # nobody can lead it, however few they are
            self._leave(id, self._least_urgent(id))
        del self.cohorts[id]

    def _least_urgent(self, id: str) -> tuple[str, ...]:
        """The unit whose place is worth the fewest points, a couple by each of its partners."""
        members, partner = self.cohorts[id].members, self.problem.partner
        units = {tuple(sorted((m, partner[m]))) if partner.get(m) in members else (m,) for m in members}

        def worth(unit: tuple[str, ...]) -> tuple[object, ...]:
            return sum(placed_points(self.problem, self.problem.person[i]) for i in unit) / len(unit), unit

        return min(units, key=worth)

    def _leave(self, id: str, unit: tuple[str, ...]) -> None:
        cohort = self.cohorts[id]
        left = tuple(m for m in cohort.members if m not in unit)
        self.cohorts[id] = replace(cohort, members=left, size=len(left))

    def _staffed(self, cohort: Cohort) -> Cohort | None:
        """The cohort with a lead, and with seconds in every block that needs them; None where nobody is free."""
        plan = self.problem.program[cohort.program_id]
        blocks = tuple(n for n, block in enumerate(plan.blocks, 1) if block.staffed)
        lead = next((s.clinician_id for s in cohort.staff if s.part == "lead"), None)
        if lead is None:
            led = self._first_able(cohort, blocks, "lead")
            if led is None:
                return None
            cohort = led
        size = len(cohort.members)
        while True:
            present = {n: sum(s.block == n for s in cohort.staff) for n in blocks}
            short = tuple(
                n for n in blocks if present[n] < plan.staff_needed(plan.blocks[n - 1], size, self.problem.policy)
            )
            if not short:
                return cohort
            ways = (self._first_able(cohort, numbers, "co") for numbers in (short, *((n,) for n in short)))
            found = next(filter(None, ways), None)
            if found is None:
                return None
            cohort = found

    def _first_able(self, cohort: Cohort, blocks: tuple[int, ...], part: str) -> Cohort | None:
        """The cohort with the first clinician who may staff these blocks, those who are there already first."""
        there = {s.clinician_id for s in cohort.staff}
        for c in sorted(self._able(cohort), key=lambda c: (c.id not in there, c.id)):
            if part == "co" and c.id in there:
                continue
            others = tuple(s for s in cohort.staff if s.clinician_id != c.id)
            rows = (*others, *(Staff(n, c.id, part) for n in blocks))
            with_them = replace(cohort, staff=tuple(sorted(rows, key=lambda s: (s.block, s.clinician_id))))
            if self._may(with_them, c.id):
                return with_them
        return None

    def _able(self, cohort: Cohort) -> Iterable[Clinician]:
        """Facilitators of its track and language, licensed for everybody in it, with time for its hours."""
        plan = self.problem.program[cohort.program_id]
        states = {self.problem.person[m].state for m in cohort.members}
        begins = [at for d in cohort.days if (at := self.problem.start_of(d, cohort.start)) is not None]
        for c in self.problem.clinicians:
            if (
                "facilitator" in c.roles
                and cohort.track in c.tracks
                and cohort.language in c.languages
                and states <= c.states
                and any(covers(c.reach, at, at + plan.day_minutes) for at in begins)
            ):
                yield c

    def _may(self, cohort: Cohort, who: str) -> bool:
        """Whether this clinician may staff the cohort beside everything else they do; only their own rows are asked."""

        def alone(c: Cohort) -> Cohort:
            return replace(c, staff=tuple(s for s in c.staff if s.clinician_id == who))

        theirs = [alone(c) for c in self.cohorts.values() if c.id != cohort.id and c.blocks_of(who)]
        sessions = tuple(s for s in self.sessions if who in s.clinicians)
        found = check(self.problem, Week((*theirs, alone(cohort)), sessions), figures=False)
        return not any(found[rule] for rule in _STAFFED_BY)

    def _end_sessions(self) -> None:
        """Sessions of people without a place end; a couples group goes on while two couples are left in it."""
        placed = {m for c in self.cohorts.values() for m in c.members}
        kept: list[Session] = []
        for s in self.sessions:
            people = tuple(p for p in s.people if p in placed)
            if people == s.people or (s.kind == "couples_group" and len(people) >= 4):
                kept.append(replace(s, people=people))
        self.sessions = tuple(kept)

    def _reach_minimum(self) -> None:
        """Whoever's weekly minutes hang on a session that has ended needs another one, or loses the place."""
        short = self._short()
        if short:
            cohorts = tuple(self.cohorts.values())
            found = assign_care(self.problem, cohorts, self.sessions)
            theirs = tuple(s for s in found if not s.id and short.intersection(s.people))
            self.sessions = numbered_sessions((*self.sessions, *theirs))
        while short := self._short():
            for id, cohort in list(self.cohorts.items()):
                for who in short.intersection(cohort.members):
                    self._leave(id, (who, self.problem.partner.get(who, who)))
                if len(self.cohorts[id].members) < self.problem.policy.cohort_min:
                    del self.cohorts[id]
            self._end_sessions()

    def _short(self) -> set[str]:
        short = short_of_minutes(self.problem, tuple(self.cohorts.values()), self.sessions)
        return {who for who in short if ("H12", f"members.csv {who}") not in self.known}

    def _what_holds(self, week: Week) -> Week:
        """The most of it that breaks nothing new, taken cohort by cohort, in the order of their ids."""
        held = Week()
        for cohort in week.cohorts:
            cohorts = (*held.cohorts, cohort)
            placed = {m for c in cohorts for m in c.members}
            tried = Week(cohorts, tuple(s for s in week.sessions if placed.issuperset(s.people)))
            if self._holds(tried):
                held = tried
        return held
