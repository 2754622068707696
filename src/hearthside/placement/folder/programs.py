"""Day plans: what a treatment week is made of, and whether it can reach the hours that make it intensive outpatient."""

from itertools import pairwise

from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.tables import Row, Rows
from hearthside.placement.solver.problem import DayPlan, Policy

LONGEST_DAY = 1440


def day_plans(rows: Rows, policy: Policy, complaints: Complaints) -> tuple[DayPlan, ...]:
    """The day plans of these rows, sorted by id. One that is complained about is left out."""
    plans: dict[str, DayPlan] = {}
    for row in rows:
        if row.bad:
            continue
        plan = _plan(row)
        for column, sentence, remedy in (*_shape(plan), *_hours(plan, policy)):
            complaints.add(rows.file, row.line, column, sentence, remedy)
        plans.setdefault(plan.id, plan)
    if rows.whole and not rows.rows and not rows.ragged:
        complaints.add(rows.file, 0, "", "There are no day plans.", "Add one row for each.")
    return tuple(plans[i] for i in sorted(plans))


def _plan(row: Row) -> DayPlan:
    value = row.value
    return DayPlan(
        id=value["program_id"],
        title=value["title"],
        days_per_week=value["days_per_week"],
        days_allowed=tuple(sorted(value["days_allowed"])),
        blocks=value["blocks"],
        weeks=value["weeks"],
    )


def _shape(plan: DayPlan) -> list[tuple[str, str, str]]:
    """Complaints (column, sentence, remedy) about the days and the order of blocks."""
    found = []
    name = f"Day plan {plan.id}"
    allowed = len(plan.days_allowed)
    if plan.days_per_week > allowed:
        sentence = f"{name} takes {plan.days_per_week} days a week, and only {allowed} are allowed."
        found.append(("days_per_week", sentence, "Allow more days, or lower days_per_week."))
    kinds = [b.kind for b in plan.blocks]
    if kinds[0] == "break" or kinds[-1] == "break":
        found.append(("blocks", f"{name} starts or ends with a break.", "Remove that break."))
    if any(a == b == "break" for a, b in pairwise(kinds)):
        found.append(("blocks", f"{name} has two breaks in a row.", "Make them one."))
    if plan.day_minutes > LONGEST_DAY:
        sentence = f"{name} has program days of {plan.day_minutes} minutes, and a day has {LONGEST_DAY}."
        found.append(("blocks", sentence, "Shorten the blocks."))
    return found


def _hours(plan: DayPlan, policy: Policy) -> list[tuple[str, str, str]]:
    """Complaints where the week's minimum is out of reach, or its maximum broken. Source: mission.md D2, D3."""
    minutes = plan.countable_week_minutes
    sessions = sum(policy.session_minutes[kind] for kind in ("individual", "counseling", "couples"))
    most = minutes + sessions
    found = []
    if most < policy.week_minimum_minutes:
        sentence = (
            f"Day plan {plan.id} gives {minutes} countable minutes a week, at most {most} with every session; "
            f"the minimum is {policy.week_minimum_minutes}."
        )
        found.append(("blocks", sentence, f"Add {policy.week_minimum_minutes - most} minutes or a day."))
    if minutes > policy.week_maximum_minutes:
        over = minutes - policy.week_maximum_minutes
        maximum = f"the maximum is {policy.week_maximum_minutes}"
        sentence = f"Day plan {plan.id} gives {minutes} countable minutes a week; {maximum}."
        found.append(("blocks", sentence, f"Take off {over} minutes or a day."))
    return found
