"""The demonstration's weeks, planned by the planner, as ever: the first one begun whole, the next one proposed."""

from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.words import DAYS
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.placement.actions.planning import begin_planning, keep_answers
from hearthside.placement.actions.proposing import propose
from hearthside.placement.actions.reasons import write_reasons
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.queries.week_to_start import week_session
from hearthside.placement.solver.aligning import aligned
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.week import Cohort, Week
from hearthside.placement.week_json import to_json
from hearthside.placement.words import ONLY
from hearthside.policy.queries import in_force
from hearthside.project.quiet import no_greetings
from hearthside.schedule.actions.weeks import Started, start_week
from hearthside.schedule.plain import Staff
from hearthside.schedule.week import Week as Starting
from hearthside.schedule.week import WeekCohort

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
    sessions = tuple(week_session(each, each.id) for each in week.sessions)
    started = start_week(program=program, week=Starting(monday, zone, cohorts, sessions, until_on=until_on), by=by)
    before = seen.problem.current or Week()
    records = {key: cohort.pk for key, cohort in started.cohorts.items()}
    write_reasons(program, before, week, seen.problem, cohorts=records, by=by)
    return started


def propose_week(program: Program, monday: date, *, by: Actor) -> Proposal:
    """
    A plan of the week of this Monday that waits for somebody to look at it.

    Made here and now: a job that a worker is told of in the middle of its own work may begin before that is committed,
    and would find nothing to do.
    """
    asked = propose(program=program, week=monday, effort=EFFORT.effort, by=by)
    planner = system_actor("planner", program=program.pk, request_id=by.request_id)
    with scope(planner):
        begun = begin_planning(proposal=asked.pk, by=planner)
        assert begun is not None
        seen, week = planned(program, monday, by=planner)
        found = to_json(aligned(seen.running, week))
        return keep_answers(proposal=begun, before=to_json(seen.running), weeks={ONLY: found}, by=planner)


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
