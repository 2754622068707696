"""What somebody typed of a series, checked: each refusal names the field it belongs to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hearthside.access.models import Program
from hearthside.base.zones import names as zone_names
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.policy.effective import Policy
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.queries.plans import Plan, plan_for_cohort, plan_for_single
from hearthside.schedule.queries.roll import Roll
from hearthside.schedule.refusals import WrongSession
from hearthside.schedule.said import WEEKDAYS as DAYS_SAID
from hearthside.schedule.words import (
    ALONE,
    COUPLES_GROUP,
    KIND_NAMES,
    PROGRAM_DAY,
    SERIES_KINDS,
    WEEKDAYS,
    WITH_PARTNERS,
)

DAY_MINUTES = 24 * 60
LONGEST_MINUTES = 12 * 60
FEWEST_COUPLES = "couples_group.min_couples"


def checked(pattern: Pattern, program: Program, policy: Policy, *, cohort: Cohort | None) -> Pattern:
    """
    The same with zone and last day filled in.

    Raises:
        WrongSession: something is missing or cannot be.
    """
    if pattern.kind not in SERIES_KINDS:
        raise WrongSession("kind", "Choose a kind from the list.")
    zone = pattern.zone or str(policy.value("reference_zone"))
    if zone not in zone_names():
        raise WrongSession("zone", "Choose a time zone from the list, such as America/New_York.")
    days = tuple(day for day in WEEKDAYS if day in pattern.weekdays)
    if not days or set(pattern.weekdays) - set(WEEKDAYS):
        raise WrongSession("weekdays", "Choose days of the week.")
    if not 0 <= pattern.start_minute < DAY_MINUTES:
        raise WrongSession("start", "Type a time of day, such as 5:30 PM.")
    if pattern.until_on is not None and pattern.until_on < pattern.from_on:
        raise WrongSession("until_on", "The last day lies before the first.")
    until_on = pattern.until_on
    if cohort is not None:
        _fits_cohort(pattern, cohort)
        until_on = min((d for d in (until_on, cohort.until_on) if d is not None), default=None)
    else:
        check_minutes(pattern.kind, pattern.minutes, policy)
    return replace(pattern, zone=zone, weekdays=days, until_on=until_on)


def check_minutes(kind: str, minutes: int, policy: Policy) -> None:
    """Raises WrongSession where a session of a kind would be too short or too long."""
    if kind == PROGRAM_DAY:
        raise WrongSession("kind", "A program day belongs to a cohort.")
    key = f"minutes.{kind}"
    least = policy.whole(key) if key in policy.values else 1
    if not least <= minutes <= LONGEST_MINUTES:
        name = KIND_NAMES[kind]
        raise WrongSession("minutes", f"{name} lasts {least} minutes at least, and no more than half a day.")


def check_people(kind: str, staff: Sequence[Staff], people: Sequence[Person], roll: Roll, policy: Policy) -> None:
    """Raises WrongSession where a single session has the wrong number of people or staff."""
    clinicians = {s.clinician for s in staff}
    if not clinicians:
        raise WrongSession("staff", "Choose who leads it.")
    if kind in (*ALONE, "couples") and len(clinicians) != 1:
        raise WrongSession("staff", "One clinician leads it. Choose one.")
    if len({p.who for p in people}) != len(people):
        raise WrongSession("people", "Somebody is chosen twice.")
    if not people:
        raise WrongSession("people", "Choose who comes.")
    if kind in ALONE and (len(people) != 1 or not people[0].patient):
        raise WrongSession("people", "It is for one patient alone.")
    if kind not in WITH_PARTNERS and any(p.partner for p in people):
        raise WrongSession("people", "A partner without a chart comes only to couples work.")
    if not roll.has_people(people):
        raise WrongSession("people", "Choose people of this program.")
    if not roll.has_clinicians(clinicians):
        raise WrongSession("staff", "Choose clinicians of this program.")
    if kind in WITH_PARTNERS and not roll.couples_whole(people):
        raise WrongSession("people", "Couples come whole: choose both partners of each couple.")
    if kind == COUPLES_GROUP and len(people) < 2 * policy.whole(FEWEST_COUPLES):
        raise WrongSession(
            "people", f"A couples group has at least {policy.whole(FEWEST_COUPLES)} couples. Choose who else comes."
        )


def plan_for(
    program: Program, pattern: Pattern, cohort: Cohort | None, staff: Sequence[Staff], people: Sequence[Person]
) -> Plan:
    """What a checked pattern would ask for. Read behind the scenes."""
    if cohort is not None:
        day_plan = _day_plan(pattern, cohort)
        _whole_day_staffed(day_plan, staff)
        return plan_for_cohort(
            cohort, day_plan, pattern.weekdays, pattern.start_minute, pattern.zone, staff, pattern.from_on
        )
    return plan_for_single(
        program, pattern.kind, pattern.weekdays, pattern.start_minute, pattern.zone, pattern.minutes, staff, people,
        pattern.from_on,
    )  # fmt: skip


def first_day(pattern: Pattern) -> date:
    """The first day that is one of the pattern's weekdays."""
    return next(
        day
        for day in (pattern.from_on + timedelta(days=n) for n in range(7))
        if WEEKDAYS[day.weekday()] in pattern.weekdays
    )


def _fits_cohort(pattern: Pattern, cohort: Cohort) -> None:
    plan = _day_plan(pattern, cohort)
    if pattern.kind != PROGRAM_DAY:
        raise WrongSession("kind", "A cohort's series is its program day.")
    if set(pattern.weekdays) - set(plan.days_allowed) or len(set(pattern.weekdays)) != plan.days_per_week:
        allowed = ", ".join(said for day, said in zip(WEEKDAYS, DAYS_SAID, strict=True) if day in plan.days_allowed)
        raise WrongSession(
            "weekdays", f"The day plan has {plan.days_per_week} days a week. Choose that many of {allowed}."
        )
    if not cohort.runs_on(pattern.from_on):
        raise WrongSession("from_on", "The cohort does not run on this day.")


def _day_plan(pattern: Pattern, cohort: Cohort) -> DayPlan:
    """The version that is asked for, of the cohort's own day plan; without one the cohort's. Raises WrongSession."""
    if pattern.day_plan is None:
        return cohort.day_plan
    found = DayPlan.objects.filter(program=cohort.program_id, key=cohort.day_plan.key, pk=pattern.day_plan).first()
    if found is None:
        raise WrongSession("day_plan", "Choose a version of the cohort's own day plan.")
    return found


def _whole_day_staffed(day_plan: DayPlan, staff: Sequence[Staff]) -> None:
    """One lead in every block but breaks; helpers where they are needed; nobody twice in a block."""
    kinds = {block.number: block.kind for block in day_plan.blocks.all()}
    worked = {number for number, kind in kinds.items() if kind != "break"}
    if any(s.block not in worked for s in staff):
        raise WrongSession("staff", "Staff are named for blocks of the day plan, and none for a break.")
    if len({(s.block, s.clinician) for s in staff}) != len(staff):
        raise WrongSession("staff", "Somebody is named twice for one block.")
    leads = {s.clinician for s in staff if s.part == "lead"}
    if len(leads) != 1 or {s.block for s in staff if s.part == "lead"} != worked:
        raise WrongSession("staff", "One clinician leads all blocks of the day; the others help.")
