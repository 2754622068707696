"""
Why a care-team role is not filled: the filters of placement.md section 3 over candidates of clinician x start.

A person is free for a session within their windows and outside their own program hours, which no session may touch.
What else stands in anybody's diary is competition, and that is `lost_out`.
"""

from collections.abc import Iterable

from hearthside.base.spans import Span
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Cohort, Session

Unit = tuple[str, ...]
Words = frozenset[str]
Kind = tuple[tuple[str, tuple[str, ...], str], ...]  # of each person: state, languages, track


class GapReasons:
    """The filters for one week's cohorts and sessions."""

    def __init__(self, problem: Problem, cohorts: Iterable[Cohort], sessions: Iterable[Session], starts: StartBits):
        self.problem, self.starts = problem, starts
        self._cohort = {m: c for c in cohorts for m in c.members}
        self._left: dict[tuple[str, Kind], tuple[str, list[Clinician]]] = {}
        self._able: dict[tuple[Words, Words], tuple[list[Clinician], list[Clinician]]] = {}
        self._licensed: dict[Words, list[Clinician]] = {}
        self._free: dict[tuple[str, int], int] = {}
        self._outside: dict[tuple[str, tuple[int, ...], int, int], int] = {}
        self._holds: dict[str, dict[str, set[str]]] = {}
        for s in sessions:
            for who in s.people:
                self._holds.setdefault(who, {}).setdefault(s.kind, set()).update(s.clinicians)

    def people(self, person_id: str, role: str) -> Unit:
        """Who sits in the session of this role: the person, or both partners, smallest id first."""
        if role == "couples":
            return tuple(sorted((person_id, self.problem.partner[person_id])))
        return (person_id,)

    def program_hours(self, person_id: str) -> list[Span]:
        """UTC minutes of this person's own program days."""
        cohort = self._cohort[person_id]
        length = self.problem.program[cohort.program_id].day_minutes
        begins = (self.problem.start_of(day, cohort.start) for day in cohort.days)
        return [(at, at + length) for at in begins if at is not None]

    def free(self, people: Unit, minutes: int) -> int:
        """Starts at which all of these people are free for so long, outside their program hours."""
        bits = self.starts.every
        for i in people:
            bits &= self.starts.free(self.problem.person[i].reach, 0, minutes)
            bits &= self._outside_program(i, minutes)
        return bits

    def _outside_program(self, person_id: str, minutes: int) -> int:
        cohort = self._cohort[person_id]
        # Everybody in a cohort has the same hours. A cohort in the making may have no id yet.
        key = (cohort.program_id, cohort.days, cohort.start, minutes)
        if key not in self._outside:
            self._outside[key] = ~self.starts.touching(self.program_hours(person_id), 0, minutes, 0)
        return self._outside[key]

    def conflicted(self, people: Unit, role: str) -> frozenset[str]:
        """Clinicians who may not take this role, because of another they hold for these people (H13)."""
        barred = {
            "individual": ("counseling", "couples", "couples_group"),
            "counselor": ("individual", "couples", "couples_group"),
            "couples": ("individual", "counseling"),
        }[role]
        # Whoever leads a session with a couple treats neither partner alone: both partners' rows carry it.
        return frozenset(c for i in people for kind in barred for c in self._holds.get(i, {}).get(kind, ()))

    def kind_of(self, people: Unit) -> Kind:
        """What filters and sentences ask of people besides their hours: few of thousands differ in it."""
        persons = (self.problem.person[i] for i in people)
        return tuple((p.state, p.languages, p.track) for p in persons)

    def _qualified(self, people: Unit, role: str) -> tuple[str, list[Clinician]]:
        """The first of license, language, qualification that leaves nobody; else who is left."""
        kind = self.kind_of(people)
        key = (role, kind)
        if key not in self._left:
            states, tracks = frozenset(state for state, _, _ in kind), frozenset(track for _, _, track in kind)
            spoken = frozenset.intersection(*(frozenset(languages) for _, languages, _ in kind))
            licensed, speaking = self._speaking(states, spoken)
            fitting = [c for c in speaking if role in c.roles and tracks.issubset(c.tracks)]
            reason = "" if fitting else "qualification" if speaking else "language" if licensed else "license"
            self._left[key] = reason, fitting
        return self._left[key]

    def _speaking(self, states: Words, spoken: Words) -> tuple[list[Clinician], list[Clinician]]:
        """Who may treat people in these states, and who of them speaks one of these languages."""
        if (states, spoken) not in self._able:
            if states not in self._licensed:
                self._licensed[states] = [c for c in self.problem.clinicians if states <= c.states]
            licensed = self._licensed[states]
            self._able[states, spoken] = licensed, [c for c in licensed if not spoken.isdisjoint(c.languages)]
        return self._able[states, spoken]

    def _free_clinician(self, c: Clinician, minutes: int) -> int:
        key = (c.id, minutes)
        if key not in self._free:
            self._free[key] = self.starts.free(c.reach, 0, minutes)
        return self._free[key]

    def of(self, person_id: str, role: str) -> str:
        """The reason of a gap: the first filter that leaves nothing."""
        people = self.people(person_id, role)
        minutes = self.problem.policy.session_minutes[CARE_ROLES[role]]
        reason, fitting = self._qualified(people, role)
        if reason:
            return reason
        when = self.free(people, minutes)
        barred: frozenset[str] | None = None
        found = "availability"
        for c in fitting:
            if not when & self._free_clinician(c, minutes):
                continue
            if barred is None:
                barred = self.conflicted(people, role)
            if c.id in barred:
                found = "conflict_of_role" if found == "availability" else found
            elif c.individual_minutes >= minutes:
                return "lost_out"
            else:
                found = "staff_hours"
        return found
