"""
Series begin: one, or all that a week has, by the same rules and with as many questions.

Each finds whatever begins before it in its way. What a later day breaks never stops one; what breaks its pattern does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.locks import lock_cohorts
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.values import day_in
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force
from hearthside.schedule import rules, times
from hearthside.schedule.actions.holding import hold_people
from hearthside.schedule.actions.making import Making, ask_questions, make_all
from hearthside.schedule.actions.patterns import check_people, checked, first_day, plan_for
from hearthside.schedule.events.sessions import SeriesStarted
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.plain import Departure, Pattern, Person, Staff
from hearthside.schedule.queries.facts import Facts
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.outlook import Outlook, outlook, too_few_in_pattern
from hearthside.schedule.queries.plans import Plan
from hearthside.schedule.queries.roll import Roll
from hearthside.schedule.refusals import AlreadyBooked, GroupFull, MayNotShare, TooFewStaff, Unfit, WrongSession

WEEKS_AHEAD = "schedule.weeks_ahead"


@dataclass(frozen=True)
class Beginning:
    """
    What is to repeat, who staffs it, who comes where it is no cohort's, and which series it follows: with what was
    decided of single days of that one.
    """

    pattern: Pattern
    staff: Sequence[Staff]
    people: Sequence[Person] = ()
    follows: Series | None = None
    departures: Mapping[date, Departure] = field(default_factory=dict)


def begin_all(program: Program, beginnings: Sequence[Beginning], *, by: Actor) -> list[Series]:
    """Within an action that asked whether `by` may: let all of these repeat, or none. Raises as `start_series` does."""
    if not beginnings:
        return []
    today = day_in(program.zone, clock.now())
    policy = in_force(today, program.pk)
    wanted = {b.pattern.cohort for b in beginnings if b.pattern.cohort}
    cohorts = lock_cohorts(program.pk, wanted, by=by) if wanted else {}
    with behind(program.pk, by):
        planned = plans_of(program, beginnings, cohorts, policy)
        plans = [plan for plan, _ in planned]
        hold_people(
            {who for plan in plans for who in plan.clinicians},
            {d.who for plan in plans for d in plan.people if isinstance(d.who, Person)},
        )
        facts = _facts(planned, today, policy)
        makings = []
        for beginning, (plan, pattern) in zip(beginnings, planned, strict=True):
            look = outlook(plan, max(pattern.from_on, today), made_until(pattern.until_on, today, policy), facts=facts)
            refuse_pattern(plan, look, max(first_day(pattern), today))
            cohort = cohorts.get(pattern.cohort) if pattern.cohort else None
            series = _series(program, pattern, cohort, policy, beginning.follows, today)
            makings.append(Making(plan, series, look.occurrences, look.findings))
        _write(makings, beginnings)
    make_all(makings, policy_version=policy.version, by=by)
    ask_questions(makings, by=by)
    record_all((_started(each) for each in makings), by=by)
    bring_grants_up_to_date(program.pk, tuple(sorted({p for plan in plans for p in plan.patients})), by=by)
    return [each.series for each in makings if each.series]


def plans_of(
    program: Program, beginnings: Sequence[Beginning], cohorts: Mapping[UUID, Cohort], policy: Policy
) -> list[tuple[Plan, Pattern]]:
    """What each of these asks for, with its pattern filled in. Raises WrongSession. Read behind the scenes."""
    staff = {s.clinician for b in beginnings for s in b.staff}
    roll = Roll(program, staff, {p for b in beginnings for p in b.people})
    return [_planned(program, b, cohorts.get(b.pattern.cohort) if b.pattern.cohort else None, roll, policy)
            for b in beginnings]  # fmt: skip


def made_until(until_on: date | None, today: date, policy: Policy) -> date:
    """The day up to which sessions of something are made that ends then, or never."""
    horizon = today + timedelta(weeks=policy.whole(WEEKS_AHEAD))
    return horizon if until_on is None else min(horizon, until_on)


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


def _planned(
    program: Program, beginning: Beginning, cohort: Cohort | None, roll: Roll, policy: Policy
) -> tuple[Plan, Pattern]:
    pattern, staff, people = beginning.pattern, beginning.staff, beginning.people
    if pattern.cohort and cohort is None:
        raise WrongSession("cohort", "Choose a cohort of this program.")
    pattern = checked(pattern, program, policy, cohort=cohort)
    if cohort is None:
        check_people(pattern.kind, staff, people, roll, policy)
    elif people:
        raise WrongSession("people", "Seats of a cohort follow its memberships.")
    plan = plan_for(program, pattern, cohort, staff, people)
    return replace(plan, departures=beginning.departures), pattern


def _facts(planned: Sequence[tuple[Plan, Pattern]], today: date, policy: Policy) -> Facts | None:
    days = {
        day
        for plan, pattern in planned
        for day in rules.days_of(
            plan.weekdays, max(pattern.from_on, today), made_until(pattern.until_on, today, policy)
        )
    }
    return Facts([plan for plan, _ in planned], days) if days else None


def _series(
    program: Program, pattern: Pattern, cohort: Cohort | None, policy: Policy, follows: Series | None, today: date
) -> Series:
    return Series(
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
        made_until=made_until(pattern.until_on, today, policy),
        follows=follows,
        key=pattern.key,
        policy_version=policy.version,
    )


def _write(makings: Sequence[Making], beginnings: Sequence[Beginning]) -> None:
    """Keep the series with their staff, and with the people of those that are no cohort's."""
    both = [(m.series, b) for m, b in zip(makings, beginnings, strict=True) if m.series]
    Series.objects.bulk_create([series for series, _ in both])
    SeriesStaff.objects.bulk_create(
        SeriesStaff(
            program=series.program, series=series, block=0 if series.cohort_id is None else s.block,
            clinician_id=s.clinician, part=s.part, from_on=series.from_on,
        )
        for series, beginning in both
        for s in beginning.staff
    )  # fmt: skip
    SeriesSeat.objects.bulk_create(
        SeriesSeat(
            program=series.program, series=series, patient_id=p.patient, partner_id=p.partner, from_on=series.from_on
        )
        for series, beginning in both
        for p in beginning.people
    )


def _started(making: Making) -> SeriesStarted:
    series, plan = making.series, making.plan
    assert series is not None
    return SeriesStarted(
        series=series.pk, kind=series.kind, cohort=series.cohort_id, from_on=series.from_on, until_on=series.until_on,
        patients=tuple(sorted(plan.patients)), clinicians=tuple(sorted(plan.clinicians)),
    )  # fmt: skip


def _name(fitness: Fitness, who: UUID | None) -> str:
    if who is None:
        return ""
    if who in fitness.clinicians:
        return fitness.clinicians[who].name
    if who in fitness.known:
        return fitness.known[who].name
    partner = PartnerWithoutChart.objects.filter(pk=who).first()
    return partner.name if partner else ""
