"""Scenarios at work: one at a time, in a process of its own, on a copy of the program as it is now."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.placement import whatif_work
from hearthside.placement.actions.planning import TakenOver
from hearthside.placement.actions.proposing import ONE_AT_A_TIME
from hearthside.placement.actions.scenario_work import (
    begin_scenario,
    fail_scenario,
    keep_result,
    note_scenario,
    tell_lost_scenarios,
)
from hearthside.placement.actions.scenarios import WHAT_IF_JOB
from hearthside.placement.aside import Aside, Done, Reached, WorkBroke
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.set_aside import question
from hearthside.placement.solver.whatif_apply import apply_all
from hearthside.placement.solver.whatif_changes import of_values
from hearthside.placement.whatif_values import Values
from hearthside.policy.queries import today

log = logging.getLogger("hearthside.placement")

EVERY_MINUTE = "* * * * *"
BEATS_EVERY_SECONDS = 1.0
# One, so that the pages of the same machine keep the others.
THREADS = 1
OUR_MISTAKE = "The planner made a mistake, so there is no answer. Whoever looks after the program finds it in the log."


@app.task(name=WHAT_IF_JOB, lock=ONE_AT_A_TIME)
def what_if(scenario: str) -> None:
    """Work out a scenario, unless it was canceled or worked out meanwhile."""
    by = system_actor("planner", request_id=f"{WHAT_IF_JOB}:{scenario}")
    with scope(by):
        asked = Scenario.objects.filter(pk=UUID(scenario)).select_related("program").first()
        row = asked and begin_scenario(scenario=asked.pk, on_day=today(asked.program), by=by)
    if row is None:
        return
    by = system_actor("planner", program=row.program_id, request_id=by.request_id)
    try:
        _work(row, by)
    except TakenOver:
        log.warning("Scenario %s is being worked out by somebody else.", row.pk)


@app.periodic(cron=EVERY_MINUTE, periodic_id="scenarios_lost")
@app.task(name="placement.scenarios_lost", queueing_lock="placement.scenarios_lost")
def scenarios_lost(timestamp: int) -> None:
    """Say of scenarios that were begun and left that they were. `timestamp` is the minute."""
    by = system_actor("planner", request_id=f"scenarios_lost:{timestamp}")
    with scope(by):
        for lost in tell_lost_scenarios(by=by):
            log.warning("Scenario %s was left in the middle.", lost)


def _work(row: Scenario, by: Actor) -> None:
    try:
        result = _search(row, by)
    except Refusal as refusal:
        _fail(row, str(refusal), by)
    except TakenOver:
        raise
    except WorkBroke:
        log.exception("Scenario %s: the process ended without an answer.", row.pk)
        _fail(row, OUR_MISTAKE, by)
    except Exception:
        log.exception("Scenario %s could not be worked out.", row.pk)
        _fail(row, OUR_MISTAKE, by)
    else:
        with scope(by):
            keep_result(scenario=row, result=result, by=by)


def _search(row: Scenario, by: Actor) -> Values:
    """What the process of its own finds. Ended with whatever ends this."""
    with scope(by):
        seen = snapshot(Program.objects.get(pk=row.program_id), row.week, by=by)
    asked = question(seen.problem, seen.standing)
    problem = asked.problem
    changes = tuple(of_values(each) for each in row.changes)
    # What cannot be applied any more is refused here, in words; beyond the pipe it would be a mistake.
    apply_all(problem, changes)
    options = Options(seconds=row.seconds, effort=row.effort, seed=row.seed, threads=THREADS)
    asked_to_stop = False
    with Aside(whatif_work.WORK, (row.kind, problem, changes, options)) as aside:
        while True:
            reached: list[list[float | None]] = []
            for said in aside.within(BEATS_EVERY_SECONDS):
                if isinstance(said, Done):
                    beside = len(seen.patients) - len(seen.problem.people)
                    return {**said.result, "aside": len(asked.aside.cohort_of()) + beside}
                if isinstance(said, Reached):
                    reached = [[round(said.seconds, 1), *said.said]]
            with scope(by):
                stop = note_scenario(scenario=row, reached=reached, by=by)
            if stop and not asked_to_stop:
                asked_to_stop = True
                aside.stop()


def _fail(row: Scenario, because: str, by: Actor) -> None:
    with scope(by):
        fail_scenario(scenario=row, because=because, by=by)
