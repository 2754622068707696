"""Series begin, go on and end. What a later day breaks never stops one; what breaks its pattern does."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.locks import lock_cohorts
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.beginning import Beginning, begin_all, made_until, plans_of, refuse_pattern
from hearthside.schedule.actions.holding import hold_people
from hearthside.schedule.actions.making import Making, ask_questions, make_all
from hearthside.schedule.actions.patterns import first_day
from hearthside.schedule.events.sessions import SessionsMade
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Departure, Finding, Pattern, Person, Staff
from hearthside.schedule.queries.outlook import Outlook, outlook
from hearthside.schedule.queries.plans import plan_of
from hearthside.schedule.refusals import AlreadyBooked, GroupFull, MayNotShare, TooFewStaff, Unfit

# Rows are made for days to come; what an imported cohort did before is not known here.
PLANNER = frozenset({"planner"})
AS_PLANNED: Mapping[date, Departure] = {}


@action
def start_series(
    *, program: Program, pattern: Pattern, staff: Sequence[Staff], people: Sequence[Person] = (),
    follows: Series | None = None, departures: Mapping[date, Departure] = AS_PLANNED, by: Actor,
) -> Series:  # fmt: skip
    """
    Let this repeat from its first day on: a cohort's program day for its members, or a weekly session for `people`.

    Its sessions are made at once as far ahead as policy says. What was decided of single days before (`departures`)
    stays so. A later day that breaks something does not stop it: see `preview_series`, which lists all of that first.

    Raises:
        NotAllowed: `by` may not start series in this program.
        WrongSession: something is missing or cannot be; the refusal names the field.
        Unfit: a clinician may not lead this with these people.
        AlreadyBooked: somebody is elsewhere on one of its days.
        GroupFull, TooFewStaff, MayNotShare: the pattern is above cap or ratio, or two in it are kept apart.

    Rules: docs/rules/double-booking.md, docs/rules/cap-and-ratio.md
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.id, also=PLANNER)
    (series,) = begin_all(program, [Beginning(pattern, staff, people, follows, departures)], by=by)
    return series


def preview_series(
    *, program: Program, pattern: Pattern, staff: Sequence[Staff], people: Sequence[Person] = (), by: Actor
) -> Outlook:
    """
    What would come of a series, day by day, before it is started: its sessions, and whatever stands in their way.

    What would refuse it stands in the findings with `becomes="refused"`.

    Raises:
        NotAllowed, WrongSession: as for `start_series`.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.id, also=PLANNER)
    today = day_in(program.zone, clock.now())
    policy = in_force(today, program.pk)
    with behind(program.pk, by):
        rows = Cohort.objects.select_related("day_plan").filter(program=program)
        cohorts = rows.in_bulk([pattern.cohort]) if pattern.cohort else {}
        ((plan, pattern),) = plans_of(program, [Beginning(pattern, staff, people)], cohorts, policy)
        look = outlook(plan, max(pattern.from_on, today), made_until(pattern.until_on, today, policy))
        day = max(first_day(pattern), today)
        try:
            refuse_pattern(plan, look, day)
        except (AlreadyBooked, GroupFull, TooFewStaff, MayNotShare, Unfit) as refusal:
            look.findings.insert(0, Finding(type(refusal).__name__, "refused", day, sentence=str(refusal)))
    return look


def extend(series: Series, last: date, *, by: Actor) -> Outlook:
    """Make the sessions of a series up to this day that are not there yet; nothing that breaks on a day stops it."""
    program, today = series.program, day_in(series.program.zone, clock.now())
    policy = in_force(today, program.pk)
    if series.cohort_id:
        lock_cohorts(program.pk, [series.cohort_id], by=by)
    with behind(program.pk, by):
        row = Series.objects.select_for_update(of=("self",)).select_related("day_plan", "program").get(pk=series.pk)
        first = max(row.from_on, today, row.made_until + timedelta(days=1) if row.made_until else row.from_on)
        until = last if row.until_on is None else min(last, row.until_on)
        if first > until or row.ended_because:
            return Outlook()
        plan = plan_of(row, first)
        hold_people(plan.clinicians, [p for d in plan.people if isinstance(p := d.who, Person)])
        look = outlook(plan, first, until)
    making = Making(plan, row, look.occurrences, look.findings)
    make_all([making], policy_version=policy.version, by=by)
    ask_questions([making], by=by)
    with behind(program.pk, by):
        Series.objects.filter(pk=row.pk).update(made_until=until)
    record(SessionsMade(series=row.pk, until_on=until, made=len(look.occurrences), findings=len(look.findings)), by=by)
    return look
