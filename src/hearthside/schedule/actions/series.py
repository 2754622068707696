"""Series begin, go on and end. What a later day breaks never stops one; what breaks its pattern does."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.locks import lock_cohorts
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force
from hearthside.schedule import times
from hearthside.schedule.actions.holding import hold_people
from hearthside.schedule.actions.making import ask_questions, make_sessions
from hearthside.schedule.actions.patterns import check_people, checked, first_day, plan_for
from hearthside.schedule.events.sessions import SeriesStarted, SessionsMade
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.plain import Finding, Pattern, Person, Staff
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.outlook import Outlook, outlook, too_few_in_pattern
from hearthside.schedule.queries.plans import Plan, plan_of
from hearthside.schedule.refusals import AlreadyBooked, GroupFull, MayNotShare, TooFewStaff, Unfit, WrongSession

WEEKS_AHEAD = "schedule.weeks_ahead"
# Rows are made for days to come; what an imported cohort did before is not known here.
PLANNER = frozenset({"planner"})


@action
def start_series(
    *, program: Program, pattern: Pattern, staff: Sequence[Staff], people: Sequence[Person] = (),
    follows: Series | None = None, by: Actor,
) -> Series:  # fmt: skip
    """
    Let this repeat from its first day on: a cohort's program day for its members, or a weekly session for `people`.

    Its sessions are made at once as far ahead as policy says. A later day that breaks something does not stop it: see
    `preview_series`, which lists all of that first.

    Raises:
        NotAllowed: `by` may not start series in this program.
        WrongSession: something is missing or cannot be; the refusal names the field.
        Unfit: a clinician may not lead this with these people.
        AlreadyBooked: somebody is elsewhere on one of its days.
        GroupFull, TooFewStaff, MayNotShare: the pattern is above cap or ratio, or two in it are kept apart.

    Rules: docs/rules/double-booking.md, docs/rules/cap-and-ratio.md
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.id, also=PLANNER)
    today = day_in(program.zone, clock.now())
    policy = in_force(today, program.pk)
    cohort = lock_cohorts(program.pk, [pattern.cohort], by=by).get(pattern.cohort) if pattern.cohort else None
    with behind(program.pk, by):
        plan, pattern = _planned(program, pattern, staff, people, cohort, policy)
        hold_people(plan.clinicians, [p for d in plan.people if isinstance(p := d.who, Person)])
        look = outlook(plan, max(pattern.from_on, today), _made_until(pattern.until_on, today, policy))
        refuse_pattern(plan, look, max(first_day(pattern), today))
        series = _write(program, pattern, plan, cohort, policy, look, follows, staff, people, today)
    make_sessions(plan, look.occurrences, series=series, policy_version=policy.version, by=by)
    ask_questions(look.findings, series=series, plan=plan, by=by)
    patients = tuple(sorted(plan.patients))
    record(
        SeriesStarted(
            series=series.pk, kind=series.kind, cohort=series.cohort_id, from_on=series.from_on,
            until_on=series.until_on, patients=patients, clinicians=tuple(sorted(plan.clinicians)),
        ),
        by=by,
    )  # fmt: skip
    bring_grants_up_to_date(program.pk, patients, by=by)
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
        cohort = rows.filter(pk=pattern.cohort).first() if pattern.cohort else None
        plan, pattern = _planned(program, pattern, staff, people, cohort, policy)
        look = outlook(plan, max(pattern.from_on, today), _made_until(pattern.until_on, today, policy))
        day = max(first_day(pattern), today)
        try:
            refuse_pattern(plan, look, day)
        except (AlreadyBooked, GroupFull, TooFewStaff, MayNotShare, Unfit) as refusal:
            look.findings.insert(0, Finding(type(refusal).__name__, "refused", day, sentence=str(refusal)))
    return look


def refuse_pattern(plan: Plan, look: Outlook, day: date) -> None:
    """Refuse what every week would break: somebody elsewhere, above cap or ratio, kept apart, or unfit to lead."""
    fitness = look.fitness or Fitness(plan.program.pk, plan.clinicians, plan.patients)
    at = look.occurrences[0].start.at if look.occurrences else times.day_span(day, day, plan.zone)[0]
    staff, people = plan.staff_on(day), plan.people_on(day)
    objections = dict.fromkeys(
        fitness.objections(plan.kind, staff, people, day, at, track=plan.track, language=plan.language)
    )
    if objections:
        raise Unfit(list(objections))
    for finding in look.findings:
        if finding.kind == "elsewhere":
            whose = "clinician" if finding.who in plan.clinicians else "person"
            raise AlreadyBooked(finding.who, whose, _name(fitness, finding.who), finding.day)
        if finding.kind == "over_cap":
            raise GroupFull(day=finding.day)
        if finding.kind == "kept_apart":
            raise MayNotShare
    if lacking := too_few_in_pattern(plan, day, look.numbers):
        raise TooFewStaff(*lacking, day)


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
    make_sessions(plan, look.occurrences, series=row, policy_version=policy.version, by=by)
    ask_questions(look.findings, series=row, plan=plan, by=by)
    with behind(program.pk, by):
        Series.objects.filter(pk=row.pk).update(made_until=until)
    record(SessionsMade(series=row.pk, until_on=until, made=len(look.occurrences), findings=len(look.findings)), by=by)
    return look


def _planned(
    program: Program, pattern: Pattern, staff: Sequence[Staff], people: Sequence[Person], cohort: Cohort | None,
    policy: Policy,
) -> tuple[Plan, Pattern]:  # fmt: skip
    if pattern.cohort and cohort is None:
        raise WrongSession("cohort", "Choose a cohort of this program.")
    pattern = checked(pattern, program, policy, cohort=cohort)
    if cohort is None:
        check_people(pattern.kind, staff, people, program)
    elif people:
        raise WrongSession("people", "Seats of a cohort follow its memberships.")
    return plan_for(program, pattern, cohort, staff, people), pattern


def _made_until(until_on: date | None, today: date, policy: Policy) -> date:
    horizon = today + timedelta(weeks=policy.whole(WEEKS_AHEAD))
    return horizon if until_on is None else min(horizon, until_on)


def _write(
    program: Program, pattern: Pattern, plan: Plan, cohort: Cohort | None, policy: Policy, look: Outlook,
    follows: Series | None, staff: Sequence[Staff], people: Sequence[Person], today: date,
) -> Series:  # fmt: skip
    series = Series.objects.create(
        program=program,
        kind=pattern.kind,
        cohort=cohort,
        day_plan_id=(pattern.day_plan or cohort.day_plan_id) if cohort else None,
        minutes=None if cohort else pattern.minutes,
        weekdays=list(pattern.weekdays),
        start_minute=pattern.start_minute,
        zone=pattern.zone,
        from_on=pattern.from_on,
        until_on=pattern.until_on,
        made_until=_made_until(pattern.until_on, today, policy),
        follows=follows,
        key=pattern.key,
        policy_version=policy.version,
    )
    SeriesStaff.objects.bulk_create(
        SeriesStaff(
            program=program, series=series, block=0 if cohort is None else s.block, clinician_id=s.clinician,
            part=s.part, from_on=pattern.from_on,
        )
        for s in staff
    )  # fmt: skip
    if cohort is None:
        SeriesSeat.objects.bulk_create(
            SeriesSeat(
                program=program, series=series, patient_id=p.patient, partner_id=p.partner, from_on=pattern.from_on
            )
            for p in people
        )
    return series


def _name(fitness: Fitness, who: UUID | None) -> str:
    if who is None:
        return ""
    if who in fitness.clinicians:
        return fitness.clinicians[who].name
    if who in fitness.known:
        return fitness.known[who].name
    partner = PartnerWithoutChart.objects.filter(pk=who).first()
    return partner.name if partner else ""
