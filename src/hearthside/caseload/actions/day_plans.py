"""Day plans are made, and made anew when they change; and which of them suit a person."""

from collections.abc import Sequence

from django.db.models import Max

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.events import DayPlanMade, DayPlansChosen
from hearthside.caseload.models.day_plans import DayPlan, DayPlanBlock, PatientDayPlan
from hearthside.caseload.queries.keys import kept_key
from hearthside.caseload.rules.day_plans import POLICY_KEYS, Plan, against_policy, wrong_in_form
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact, text
from hearthside.people.models.patients import Patient
from hearthside.people.queries.standing import require_part
from hearthside.policy.queries import in_force, today


class SamePlan(WrongFact):
    """The day plan is this already."""

    def __init__(self) -> None:
        super().__init__("title", "Nothing has changed. Change something, or go back.")


@action
def make_day_plan(*, program: Program, key: str, title: str, plan: Plan, by: Actor) -> DayPlan:
    """
    Make a day plan, or a new version of the one with this key. Cohorts that run by an older version keep it.

    Raises:
        NotAllowed: `by` may not keep day plans in this program.
        WrongFact: something cannot be, or policy says no to the days, weeks or minutes; SamePlan among them.

    Rule: docs/rules/day-plans.md
    """
    require(by, Permission.KEEP_DAY_PLANS, within=program.id)
    key = kept_key("key", key)
    title = text("title", title, most=200)
    policy = in_force(today(program), program.id)
    for field, sentence in wrong_in_form(plan) or against_policy(plan, {k: policy.whole(k) for k in POLICY_KEYS}):
        raise WrongFact(field, sentence)
    # The program's row, so that two new versions made at once get two numbers.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    _refuse_the_same(program, key, title, plan)
    made: DayPlan = DayPlan.objects.create(
        program=program,
        key=key,
        version=_last_version(program, key) + 1,
        title=title,
        days_per_week=plan.days_per_week,
        days_allowed=list(plan.days_allowed),
        weeks=plan.weeks,
        from_at=clock.now(),
    )
    DayPlanBlock.objects.bulk_create(
        [
            DayPlanBlock(program=program, day_plan=made, number=number, kind=kind, minutes=minutes)
            for number, (kind, minutes) in enumerate(plan.blocks, start=1)
        ]
    )
    record(DayPlanMade(day_plan=made.id, key=key, version=made.version, policy_version=policy.version), by=by)
    return made


@action
def choose_day_plans(*, patient: Patient, keys: Sequence[str], by: Actor) -> None:
    """
    Say which day plans suit somebody; none means that every one does.

    Raises:
        NotYours: `by` may not change this person's wishes.
        WrongFact: the program has no day plan of a key.
    """
    require_part(by, patient, "wishes")
    asked = tuple(sorted(set(keys)))
    there = set(DayPlan.objects.filter(program=patient.program_id, key__in=asked).values_list("key", flat=True))
    if unknown := [key for key in asked if key not in there]:
        raise WrongFact("day_plans", f"There is no day plan “{unknown[0]}”. Choose from the list.")
    with behind(patient.program_id, by):
        rows = PatientDayPlan.objects.filter(patient=patient)
        before = tuple(sorted(rows.values_list("key", flat=True)))
        if before == asked:
            return
        rows.exclude(key__in=asked).delete()
        PatientDayPlan.objects.bulk_create(
            [PatientDayPlan(program_id=patient.program_id, patient=patient, key=k) for k in asked if k not in before]
        )
    record(DayPlansChosen(patient=patient.id, keys=asked), by=by)


def _last_version(program: Program, key: str) -> int:
    last = DayPlan.objects.filter(program=program, key=key).aggregate(last=Max("version"))["last"]
    return int(last or 0)


def _refuse_the_same(program: Program, key: str, title: str, plan: Plan) -> None:
    last = DayPlan.objects.filter(program=program, key=key).prefetch_related("blocks").order_by("-version").first()
    if last is not None and (last.title, as_plan(last)) == (title, plan):
        raise SamePlan


def as_plan(row: DayPlan) -> Plan:
    """A day plan as the rules take it."""
    blocks = tuple((block.kind, block.minutes) for block in row.blocks.all())
    return Plan(row.days_per_week, tuple(row.days_allowed), row.weeks, blocks)
