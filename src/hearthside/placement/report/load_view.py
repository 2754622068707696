"""
Each clinician's load against their limits, and their week on their own clock.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.score import LIGHT_LOAD
from hearthside.placement.solver.week import Cohort, Session, Week


@dataclass(frozen=True)
class Meter:
    """Minutes of a week against a limit."""

    minutes: int
    limit: int

    @property
    def share(self) -> float:
        """Of the limit, 0 to 1 and above; minutes without a limit count as above it."""
        return self.minutes / self.limit if self.limit else float(self.minutes > 0) * 2

    @property
    def text(self) -> str:
        return f"{words.hours(self.minutes)} of {words.hours(self.limit)}" if self.limit or self.minutes else "none"

    @property
    def heavy(self) -> bool:
        """Above the share of the limit from which the score counts load."""
        return self.minutes > LIGHT_LOAD * self.limit

    @property
    def over(self) -> bool:
        return self.minutes > self.limit


@dataclass(frozen=True)
class Stay:
    """One thing in a clinician's week; a cohort's people are counted, not named. `starts` (UTC minutes) sorts."""

    starts: int
    day: str
    time: str
    what: str
    size: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClinicianView:
    id: str
    name: str
    roles: str
    zone: str
    group: Meter
    individual: Meter
    cohorts: int
    sessions: int
    stays: tuple[Stay, ...]


def group_minutes(problem: Problem, week: Week) -> Mapping[str, int]:
    """Weekly minutes each clinician really staffs in cohorts, breaks not counted."""
    total: defaultdict[str, int] = defaultdict(int)
    for cohort in week.cohorts:
        plan = problem.program[cohort.program_id]
        for row in cohort.staff:
            total[row.clinician_id] += len(cohort.days) * plan.blocks[row.block - 1].minutes
    return total


def _in_cohort(problem: Problem, cohort: Cohort, clinician: Clinician) -> list[Stay]:
    """The clinician's stays in a cohort: from their first block to the end of their last, each program day."""
    plan = problem.program[cohort.program_id]
    blocks = cohort.blocks_of(clinician.id)
    start, end = plan.stay(blocks)
    leads = any(row.part == "lead" for row in cohort.staff if row.clinician_id == clinician.id)
    stays = []
    for begins in times.cohort_starts(problem, cohort):
        (when,) = times.in_zone(problem, clinician.zone, (begins + start,), end - start)
        what = f"Cohort {cohort.id}, {'leads' if leads else 'helps'}"
        stays.append(Stay(begins + start, when.days_text, when.time_text, what, len(cohort.members)))
    return stays


def _in_session(problem: Problem, session: Session, clinician: Clinician) -> Stay:
    when = times.session_when(problem, session, clinician.zone)
    names = tuple(problem.person[p].name for p in session.people)
    starts = times.start_minute(problem, session.day, session.start)
    return Stay(starts, when.days_text, when.time_text, words.SESSIONS[session.kind], len(names), names)


def clinician_views(problem: Problem, week: Week) -> tuple[ClinicianView, ...]:
    """Every clinician, those closest to their limit of group hours first."""
    group = group_minutes(problem, week)
    cohorts: defaultdict[str, list[Cohort]] = defaultdict(list)
    for cohort in week.cohorts:
        for who in {row.clinician_id for row in cohort.staff}:
            cohorts[who].append(cohort)
    sessions: defaultdict[str, list[Session]] = defaultdict(list)
    for session in week.sessions:
        for who in session.clinicians:
            sessions[who].append(session)
    views = []
    for c in problem.clinicians:
        stays = [stay for cohort in cohorts[c.id] for stay in _in_cohort(problem, cohort, c)]
        stays += [_in_session(problem, session, c) for session in sessions[c.id]]
        views.append(
            ClinicianView(
                id=c.id,
                name=c.name,
                roles=words.listed([words.ROLES[r] for r in c.roles]),
                zone=times.zone_name(c.zone),
                group=Meter(group.get(c.id, 0), c.group_minutes),
                individual=Meter(sum(s.minutes for s in sessions[c.id]), c.individual_minutes),
                cohorts=len(cohorts[c.id]),
                sessions=len(sessions[c.id]),
                stays=tuple(sorted(stays, key=lambda s: (s.starts, s.what))),
            )
        )
    return tuple(sorted(views, key=lambda v: (-v.group.share, -v.individual.share, v.id)))
