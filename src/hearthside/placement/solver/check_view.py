"""
A week as the check reads it: every name looked up once, every stay placed on the circle of the week.

What does not exist (an unknown id, a block past the last, a skipped hour) is left out here and named by `check_form`,
so that the other rules can be asked about the rest of a broken week without ever failing over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hearthside.base.spans import DAY_MINUTES, WEEK_MINUTES, Span
from hearthside.base.words import DAYS, PLANNED_SESSION_KINDS
from hearthside.placement.solver.problem import Clinician, DayPlan, Person, Problem
from hearthside.placement.solver.week import Cohort, Session, Week


@dataclass(frozen=True)
class Finding:
    """One place where a rule is broken: the file and id, and a sentence that says what is wrong."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Stay:
    """Somebody's time somewhere: UTC minutes from 00:00 UTC of the week's Monday, and a name for it."""

    who: str
    start: int
    end: int
    at: str


@dataclass(frozen=True)
class CohortView:
    """A cohort with its known people, and for each known clinician the real blocks they staff."""

    cohort: Cohort
    plan: DayPlan | None
    headcount: int
    members: tuple[Person, ...]
    team: tuple[Clinician, ...]
    blocks: dict[str, tuple[int, ...]]
    days: tuple[int, ...]
    starts: tuple[tuple[int, int], ...]  # weekday and UTC minute of each program day whose start exists

    @property
    def where(self) -> str:
        return f"cohorts.csv {self.cohort.id}"

    @property
    def staffing(self) -> str:
        return f"staffing.csv {self.cohort.id}"


@dataclass(frozen=True)
class SessionView:
    session: Session
    clinicians: tuple[Clinician, ...]
    people: tuple[Person, ...]
    span: Span | None

    @property
    def where(self) -> str:
        return f"sessions.csv {self.session.id}"


def utc_start(problem: Problem, day: int, minute: int) -> int | None:
    """The UTC minute of a reference-zone start; None where no clock shows it, or shows it twice."""
    if not (0 <= day <= 6 and 0 <= minute < DAY_MINUTES):
        return None
    return problem.start_of(day, minute)


def day_name(day: int) -> str:
    return DAYS[day] if 0 <= day <= 6 else f"day {day}"


def _cohort_view(problem: Problem, cohort: Cohort) -> CohortView:
    plan = problem.program.get(cohort.program_id)
    days = tuple(sorted({d for d in cohort.days if 0 <= d <= 6}))
    blocks: dict[str, set[int]] = {}
    for row in cohort.staff:
        real = plan is not None and 1 <= row.block <= len(plan.blocks) and plan.blocks[row.block - 1].staffed
        if real and row.clinician_id in problem.clinician:
            blocks.setdefault(row.clinician_id, set()).add(row.block)
    team = dict.fromkeys(row.clinician_id for row in cohort.staff)
    found = [(d, utc_start(problem, d, cohort.start)) for d in days]
    members = dict.fromkeys(cohort.members)
    return CohortView(
        cohort=cohort,
        plan=plan,
        headcount=len(members),
        members=tuple(problem.person[m] for m in members if m in problem.person),
        team=tuple(problem.clinician[c] for c in team if c in problem.clinician),
        blocks={who: tuple(sorted(numbers)) for who, numbers in blocks.items()},
        days=days,
        starts=tuple((d, at) for d, at in found if at is not None),
    )


def _session_view(problem: Problem, session: Session) -> SessionView:
    begins = utc_start(problem, session.day, session.start)
    lasts = 0 < session.minutes <= WEEK_MINUTES
    return SessionView(
        session=session,
        clinicians=tuple(problem.clinician[c] for c in dict.fromkeys(session.clinicians) if c in problem.clinician),
        people=tuple(problem.person[p] for p in dict.fromkeys(session.people) if p in problem.person),
        span=(begins, begins + session.minutes) if begins is not None and lasts else None,
    )


@dataclass(frozen=True)
class View:
    """The whole week, looked up. Sessions of kinds that are never planned are left to `check_form` alone."""

    problem: Problem
    week: Week
    cohorts: tuple[CohortView, ...]
    sessions: tuple[SessionView, ...]

    @classmethod
    def of(cls, problem: Problem, week: Week) -> "View":
        planned = (s for s in week.sessions if s.kind in PLANNED_SESSION_KINDS)
        return cls(
            problem,
            week,
            tuple(_cohort_view(problem, c) for c in week.cohorts),
            tuple(_session_view(problem, s) for s in planned),
        )

    @cached_property
    def stays(self) -> tuple[tuple[Person | Clinician, Stay], ...]:
        """Everybody's time in cohorts and sessions, worked out once."""
        return tuple(self._stays())

    def _stays(self) -> Iterator[tuple[Person | Clinician, Stay]]:
        """Everybody's time in cohorts and sessions, one stay for each program day and each session."""
        for seen in self.cohorts:
            if seen.plan is None:
                continue
            for day, begins in seen.starts:
                at = f"cohort {seen.cohort.id} on {day_name(day)}"
                for person in seen.members:
                    yield person, Stay(person.id, begins, begins + seen.plan.day_minutes, at)
                for who, numbers in seen.blocks.items():
                    first, last = seen.plan.stay(numbers)
                    yield self.problem.clinician[who], Stay(who, begins + first, begins + last, at)
        for held in self.sessions:
            if held.span is not None:
                at = f"session {held.session.id} on {day_name(held.session.day)}"
                present: list[Person | Clinician] = [*held.people, *held.clinicians]
                for somebody in present:
                    yield somebody, Stay(somebody.id, *held.span, at)
