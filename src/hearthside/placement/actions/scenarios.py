"""Scenarios are asked for, and what is being worked out is canceled. Nothing but the scenario itself is written."""

from collections.abc import Sequence
from datetime import date

from procrastinate.contrib.django import app

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.text import clean_text
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.proposing import HIGHEST_SEED, ONE_AT_A_TIME
from hearthside.placement.events import ScenarioAsked, ScenarioCancelAsked
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.queries.scenarios import people_with
from hearthside.placement.scenario_refusals import ScenarioNotBeingMade, TooManyScenarios, WrongScenario
from hearthside.placement.solver.whatif_changes import ScenarioChange, as_values
from hearthside.placement.words import BEING_MADE, CANCELED, QUEUED, SCENARIO_KINDS, WHAT_IF
from hearthside.policy.queries import today

WHAT_IF_JOB = "placement.what_if"
# Thousands of steps of a plan, at least; one for each person in a larger program. The same answer every time.
LEAST_EFFORT = 200
MOST_WAITING, MOST_CHANGES, LONGEST_NAME = 20, 12, 100


@action
def ask_what_if(
    *,
    program: Program,
    name: str,
    week: date,
    kind: str = WHAT_IF,
    changes: Sequence[ScenarioChange] = (),
    effort: int | None = None,
    seed: int = 1,
    by: Actor,
) -> Scenario:
    """
    Have it worked out what would be with these changes, or whom to hire, or whose two hours more, in this week.

    A worker does it on a copy of the program as it then is. The same day, seed and effort always give the same answer.

    Raises:
        NotAllowed: `by` may not ask what would be in this program.
        WrongScenario: the name, the week or the changes cannot be.
        CannotApply: a change that the program, as it is, does not allow.
        RosterUnfit: the program cannot be planned for as it is.
        TooManyScenarios: others wait already.
    """
    require(by, Permission.ASK_WHAT_IF, within=program.pk)
    here = today(program)
    called = clean_text(name)
    _check(called, week, here, kind, changes, seed)
    people = people_with(program, week, changes, by=by)
    scenario = Scenario(
        program=program,
        name=called,
        kind=kind,
        changes=[as_values(change) for change in changes],
        week=week,
        on_day=here,
        asked_by_id=by.account,
        asked_at=clock.now(),
        effort=effort or max(LEAST_EFFORT, people),
        seed=seed,
    )
    with behind(program.pk, by):
        if Scenario.objects.filter(program=program, status__in=BEING_MADE).count() >= MOST_WAITING:
            raise TooManyScenarios(MOST_WAITING)
        scenario.save(force_insert=True)
    record(ScenarioAsked(scenario=scenario.pk, kind=kind, week=week), by=by)
    app.configure_task(WHAT_IF_JOB, lock=ONE_AT_A_TIME).defer(scenario=str(scenario.pk))
    return scenario


@action
def cancel_scenario(*, scenario: Scenario, by: Actor) -> Scenario:
    """
    Stop a scenario that is being worked out; what was found until then is kept.

    Raises:
        NotAllowed: `by` may not ask what would be in this program.
        ScenarioNotBeingMade: it has its answer, or has ended already.
    """
    require(by, Permission.ASK_WHAT_IF, within=scenario.program_id)
    with behind(scenario.program_id, by):
        row: Scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
        if row.status not in BEING_MADE or row.cancel_asked:
            raise ScenarioNotBeingMade
        row.cancel_asked = True
        if row.status == QUEUED:
            row.status, row.ended_at = CANCELED, clock.now()
        row.save(update_fields=["cancel_asked", "status", "ended_at"])
    record(ScenarioCancelAsked(scenario=row.pk), by=by)
    return row


def _check(name: str, week: date, here: date, kind: str, changes: Sequence[ScenarioChange], seed: int) -> None:
    if not name:
        raise WrongScenario("name", "Give it a name by which you find it again.")
    if len(name) > LONGEST_NAME:
        raise WrongScenario("name", f"Write at most {LONGEST_NAME} characters.")
    if week.weekday() != 0:
        raise WrongScenario("week", "A week begins on a Monday. Choose a Monday.")
    if week <= here:
        raise WrongScenario("week", "This week has begun. Choose a Monday still to come.")
    if kind not in SCENARIO_KINDS:
        raise WrongScenario("kind", "Choose what to ask.")
    if kind == WHAT_IF and not changes:
        raise WrongScenario("changes", "Add what would be otherwise: without a change there is nothing to compare.")
    if len(changes) > MOST_CHANGES:
        raise WrongScenario("changes", f"A scenario has at most {MOST_CHANGES} changes. Take one out.")
    if not 0 <= seed <= HIGHEST_SEED:
        raise WrongScenario("seed", f"Write a whole number from 0 to {HIGHEST_SEED:,}.")
