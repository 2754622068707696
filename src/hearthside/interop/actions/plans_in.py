"""Day plans of a roster: a changed one is a new version, and what runs by the old one keeps it."""

from uuid import UUID

from hearthside.caseload.actions.day_plans import as_plan, make_day_plan
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.interop.actions.run import Run
from hearthside.interop.roster.incoming import digest


def bring_plans(run: Run) -> None:
    """Make those that differ from the latest version with their key."""
    latest = {
        row.key: row
        for row in DayPlan.objects.filter(program=run.program).order_by("version").prefetch_related("blocks")
    }
    for each in run.incoming.plans:
        now, before = digest(each), run.known.was("day_plan", each.key)
        there = latest.get(each.key)
        if there is not None and (there.title, as_plan(there)) == (each.title, each.plan):
            run.tally.same["day_plan"] += 1
        elif before is not None and before.digest == now:
            # Somebody changed it here since; the roster says nothing new.
            run.tally.same["day_plan"] += 1
            run.not_taken(f"Day plan {each.key} was changed here since; its latest version stands.")
        else:
            there = make_day_plan(program=run.program, key=each.key, title=each.title, plan=each.plan, by=run.by)
            run.tally.came["day_plan"] += latest.get(each.key) is None
            run.tally.changed["day_plan"] += each.key in latest
            latest[each.key] = there
        run.known.note("day_plan", each.key, _id(there), now)


def _id(plan: DayPlan | None) -> UUID:
    assert plan is not None
    return plan.pk
