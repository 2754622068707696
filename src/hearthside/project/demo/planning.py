"""The demonstration's first week: planned by the planner, as ever, and begun whole."""

from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.words import DAYS
from hearthside.ledger.actors import Actor
from hearthside.placement.actions.reasons import write_reasons
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.week import Cohort, Session, Week
from hearthside.policy.queries import in_force
from hearthside.project.quiet import no_greetings
from hearthside.schedule.actions.weeks import Started, start_week
from hearthside.schedule.plain import Staff
from hearthside.schedule.week import Week as Starting
from hearthside.schedule.week import WeekCohort, WeekSession

# Effort and not seconds: the same people have the same week on every machine. About a second's work.
EFFORT = Options(seconds=None, effort=40, seed=1, threads=1)
COHORT_NAMES = (
    "Anchor", "Beacon", "Compass", "Driftwood", "Estuary", "Ferry", "Gull", "Harbor light", "Island", "Jetty", "Keel",
    "Lagoon",
)  # fmt: skip


class WeekBreaksRule(Exception):
    """The planner's answer fails the independent check: a mistake of ours, and never begun."""


def planned(program: Program, monday: date, *, by: Actor) -> tuple[Snapshot, Week]:
    """The planner's week for everybody who has a place or waits, checked."""
    seen = snapshot(program, monday, by=by)
    with no_greetings():
        week = plan(seen.problem, EFFORT)
    broken = seen.new_findings(check(seen.problem, week))
    if broken:
        raise WeekBreaksRule(", ".join(sorted(broken)))
    return seen, week


def start(program: Program, monday: date, until_on: date, *, by: Actor) -> Started:
    """Plan the week of this Monday, and let it repeat until this day."""
    seen, week = planned(program, monday, by=by)
    zone = str(in_force(monday, program.pk).value("reference_zone"))
    cohorts = tuple(
        _cohort(each, seen, name) for each, name in zip(week.cohorts, COHORT_NAMES[: len(week.cohorts)], strict=True)
    )
    sessions = tuple(_session(each) for each in week.sessions)
    started = start_week(program=program, week=Starting(monday, zone, cohorts, sessions, until_on=until_on), by=by)
    before = seen.problem.current or Week()
    records = {key: cohort.pk for key, cohort in started.cohorts.items()}
    write_reasons(program, before, week, seen.problem, cohorts=records, by=by)
    return started


def _cohort(each: Cohort, seen: Snapshot, name: str) -> WeekCohort:
    return WeekCohort(
        key=each.id,
        day_plan=seen.day_plans[each.program_id],
        track=each.track,
        language=each.language,
        weekdays=tuple(DAYS[day] for day in each.days),
        start_minute=each.start,
        staff=tuple(Staff(UUID(s.clinician_id), s.block, s.part) for s in each.staff),
        members=tuple(UUID(member) for member in each.members),
        focus=each.focus,
        name=name,
    )


def _session(each: Session) -> WeekSession:
    return WeekSession(
        key=each.id,
        kind=each.kind,
        weekday=DAYS[each.day],
        start_minute=each.start,
        minutes=each.minutes,
        clinicians=tuple(UUID(who) for who in each.clinicians),
        people=tuple(UUID(who) for who in each.people),
    )
