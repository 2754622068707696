"""
The planner at work: one proposal at a time, in a process of its own, told of every second in short transactions.
"""

import logging
from dataclasses import replace
from uuid import UUID

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.scope import scope
from hearthside.placement import planned
from hearthside.placement.actions.planning import (
    TakenOver,
    begin_planning,
    fail_proposal,
    keep_answers,
    note_progress,
    tell_lost,
)
from hearthside.placement.actions.proposing import ONE_AT_A_TIME, PLAN_JOB
from hearthside.placement.aside import Aside, Begins, Done, Reached, WorkBroke
from hearthside.placement.jobs_offers import offer_news, offers
from hearthside.placement.jobs_publish import publish, publishings_lost
from hearthside.placement.jobs_what_if import scenarios_lost, what_if
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.news import HANDLERS, LISTENER
from hearthside.placement.queries.snapshot import Snapshot, snapshot
from hearthside.placement.solver.aligning import aligned
from hearthside.placement.solver.answers import Answer
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.set_aside import Question, question
from hearthside.placement.solver.week import Week
from hearthside.placement.week_json import to_json
from hearthside.placement.words import REPLAN

# Found by their modules' being imported here, where jobs are looked for.
__all__ = [
    "news", "offer_news", "offers", "plan", "planner_lost", "publish", "publishings_lost", "scenarios_lost", "what_if",
]  # fmt: skip

log = logging.getLogger("hearthside.placement")

EVERY_MINUTE = "* * * * *"
# Six fields: the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"
BEATS_EVERY_SECONDS = 1.0
# One, so that the pages of the same machine keep the others.
THREADS = 1
OUR_MISTAKE = "The planner made a mistake, so there is no plan. Whoever looks after the program finds it in the log."


@app.task(name=PLAN_JOB, lock=ONE_AT_A_TIME)
def plan(proposal: str) -> None:
    """Work out a proposal, unless it was canceled or worked out meanwhile."""
    by = system_actor("planner", request_id=f"{PLAN_JOB}:{proposal}")
    with scope(by):
        row = begin_planning(proposal=UUID(proposal), by=by)
    if row is None:
        return
    by = system_actor("planner", program=row.program_id, request_id=by.request_id)
    try:
        _work(row, by)
    except TakenOver:
        log.warning("Proposal %s is being worked out by somebody else.", row.pk)


@app.periodic(cron=EVERY_MINUTE, periodic_id="planner_lost")
@app.task(name="placement.planner_lost", queueing_lock="placement.planner_lost")
def planner_lost(timestamp: int) -> None:
    """Say of proposals that were begun and left that they were. `timestamp` is the minute."""
    by = system_actor("planner", request_id=f"planner_lost:{timestamp}")
    with scope(by):
        for lost in tell_lost(by=by):
            log.warning("Proposal %s was left in the middle.", lost)


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id="placement_news")
@app.task(name="placement.news", queueing_lock="placement.news", pass_context=False)
def news(timestamp: int) -> None:
    """Tell people what happened since."""
    read = read_on(LISTENER, HANDLERS, by=system_actor("outbox", request_id=f"placement.news:{timestamp}"))
    if read:
        log.info("Read %d entries.", read)


def _work(row: Proposal, by: Actor) -> None:
    try:
        with scope(by):
            note_progress(proposal=row, stage="reading", reached=(), by=by)
            seen = snapshot(Program.objects.get(pk=row.program_id), row.week, by=by, replan=row.kind == REPLAN)
            note_progress(proposal=row, stage="reading", reached=(), position=seen.position, by=by)
        asked = question(seen.problem, seen.standing)
        found = _search(row, asked.problem, by)
        _keep(row, seen, asked, found, by)
    except Refusal as refusal:
        _fail(row, str(refusal), by)
    except TakenOver:
        raise
    except WorkBroke:
        log.exception("Proposal %s: the planner's process ended without an answer.", row.pk)
        _fail(row, OUR_MISTAKE, by)
    except Exception:
        log.exception("Proposal %s could not be worked out.", row.pk)
        _fail(row, OUR_MISTAKE, by)


def _search(row: Proposal, problem: Problem, by: Actor) -> tuple[Answer, ...]:
    """What the process of its own finds. Ended with whatever ends this."""
    options = Options(seconds=row.seconds, effort=row.effort, seed=row.seed, threads=THREADS)
    stage, asked_to_stop = "reading", False
    with Aside(planned.WORK, (problem, options)) as aside:
        while True:
            reached: list[list[float | None]] = []
            for said in aside.within(BEATS_EVERY_SECONDS):
                if isinstance(said, Done):
                    found: tuple[Answer, ...] = said.result
                    return found
                if isinstance(said, Begins):
                    stage = said.stage
                if isinstance(said, Reached):
                    reached = [[round(said.seconds, 1), *said.said]]
            with scope(by):
                stop = note_progress(proposal=row, stage=stage, reached=reached, by=by)
            if stop and not asked_to_stop:
                asked_to_stop = True
                aside.stop()


def _keep(row: Proposal, seen: Snapshot, asked: Question, found: tuple[Answer, ...], by: Actor) -> None:
    for answer in found:
        # A week that breaks a rule is never shown: it is our mistake.
        for rule, findings in seen.new_findings(answer.found).items():
            log.error("Proposal %s: %s breaks %s: %s", row.pk, answer.which, rule, findings[0].sentence)
            _fail(row, OUR_MISTAKE, by)
            return
    with scope(by):
        canceled = note_progress(proposal=row, stage="reading", reached=(), by=by)
        # Stopped before anything was found, it is canceled; else what was found is an answer like any other.
        weeks = {a.which: _told(asked.whole(a.week), seen) for a in found}
        kept = {which: to_json(week) for which, week in weeks.items() if not canceled or Difference(seen.running, week)}
        keep_answers(proposal=row, before=to_json(seen.running), weeks=kept, by=by)


def _told(week: Week, seen: Snapshot) -> Week:
    """With the ids of what goes on, and with what of the week that runs does not fit any more."""
    return aligned(seen.running, replace(week, warnings=(*week.warnings, *seen.warnings)))


def _fail(row: Proposal, because: str, by: Actor) -> None:
    with scope(by):
        fail_proposal(proposal=row, because=because, by=by)
