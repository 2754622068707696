"""
What the worker writes of a scenario: that it begins, how far it is, and what came of it.

A worker that was killed may be taken up by another one, which begins anew; the time it began tells them apart, and
whoever finds another time than its own stops and leaves it alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.lost_work import PLANNER, end_lost
from hearthside.placement.actions.planning import TakenOver
from hearthside.placement.events import ScenarioFailed, ScenarioReady
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.words import BEING_MADE, CANCELED, FAILED, READY, RUNNING

LOST = "The work on this scenario stopped in the middle and was not taken up again. Ask again."


@action
def begin_scenario(*, scenario: UUID, on_day: date, by: Actor) -> Scenario | None:
    """
    Take a scenario up, on the data of this day; nothing where there is nothing to do any more.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    row = _held(scenario, by)
    if row is None or row.status not in BEING_MADE:
        return None
    if row.cancel_asked:
        _end(row, CANCELED, by)
        return None
    row.status, row.on_day, row.trail = RUNNING, on_day, []
    row.began_at = row.beat_at = clock.now()
    with behind(row.program_id, by):
        row.save(update_fields=["status", "on_day", "trail", "began_at", "beat_at"])
    return row


@action
def note_scenario(*, scenario: Scenario, reached: Sequence[Sequence[float | None]], by: Actor) -> bool:
    """
    A sign of life, and how far it is. Gives whether somebody asked to stop.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    row = _mine(scenario, by)
    row.beat_at = clock.now()
    row.trail = [*row.trail, *([*each] for each in reached)]
    with behind(row.program_id, by):
        row.save(update_fields=["beat_at", "trail"])
    return row.cancel_asked


@action
def keep_result(*, scenario: Scenario, result: Mapping[str, Any], by: Actor) -> Scenario:
    """
    The answer is there.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    row = _mine(scenario, by)
    row.result = dict(result)
    _end(row, READY, by)
    record(ScenarioReady(scenario=row.pk), by=by)
    return row


@action
def fail_scenario(*, scenario: Scenario, because: str, by: Actor) -> None:
    """
    No answer came of it; `because` is a sentence for whoever asked.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    _fail(_mine(scenario, by), because, by)


@action
def tell_lost_scenarios(*, by: Actor) -> list[UUID]:
    """
    Scenarios whose worker died and which nobody took up again say so. Gives which.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    return end_lost(Scenario.objects.all(), Permission.ASK_WHAT_IF, lambda row: _fail(row, LOST, by), by=by)


def _held(scenario: UUID, by: Actor) -> Scenario | None:
    row: Scenario | None = Scenario.objects.select_for_update().filter(pk=scenario).first()
    if row is not None:
        require(by, Permission.ASK_WHAT_IF, within=row.program_id, also=PLANNER)
    return row


def _mine(scenario: Scenario, by: Actor) -> Scenario:
    row = _held(scenario.pk, by)
    if row is None or row.status != RUNNING or row.began_at != scenario.began_at:
        raise TakenOver
    return row


def _fail(row: Scenario, because: str, by: Actor) -> None:
    row.failed_because = because
    _end(row, FAILED, by)
    record(ScenarioFailed(scenario=row.pk), by=by)


def _end(row: Scenario, status: str, by: Actor) -> None:
    row.status, row.ended_at = status, clock.now()
    with behind(row.program_id, by):
        row.save(update_fields=["status", "ended_at", "failed_because", "result"])
