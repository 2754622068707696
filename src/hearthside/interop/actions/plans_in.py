"""Day plans of a roster: a changed one is a new version, and what runs by the old one keeps it."""

from hearthside.caseload.actions.day_plans import as_plan, make_day_plan
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.interop.actions.run import Run
from hearthside.interop.roster.incoming import IncomingPlan, digest
from hearthside.placement.queries.outgoing_plans import versioned


def bring_plans(run: Run) -> None:
    """Make those that differ from the latest version with their key."""
    rows = DayPlan.objects.filter(program=run.program).order_by("version").prefetch_related("blocks")
    every = {(row.key, row.version): row for row in rows}
    latest = {row.key: row for row in every.values()}
    run.plans.update(latest)
    for each in run.incoming.plans:
        older = every.get(versioned(each.key) or ("", 0))
        if older is not None and _says(older, each):
            # An older version that cohorts still run by, as an export names it.
            run.plans[each.key] = older
            run.tally.same["day_plan"] += 1
        else:
            run.plans[each.key] = _latest(run, each, latest.get(each.key))
        run.known.note("day_plan", each.key, run.plans[each.key].pk, digest(each))


def _latest(run: Run, each: IncomingPlan, there: DayPlan | None) -> DayPlan:
    """The day plan with this key as the roster says it; or as it is here, where the roster says nothing new."""
    before = run.known.was("day_plan", each.key)
    if there is not None and _says(there, each):
        run.tally.same["day_plan"] += 1
        return there
    if there is not None and before is not None and before.digest == digest(each):
        run.tally.same["day_plan"] += 1
        run.not_taken(f"Day plan {each.key} was changed here since; its latest version stands.")
        return there
    (run.tally.came if there is None else run.tally.changed)["day_plan"] += 1
    return make_day_plan(program=run.program, key=each.key, title=each.title, plan=each.plan, by=run.by)


def _says(row: DayPlan, each: IncomingPlan) -> bool:
    return (row.title, as_plan(row)) == (each.title, each.plan)
