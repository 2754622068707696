"""
What the planner's worker writes of a proposal: that it begins, how far it is, and what came of it.

A worker that was killed may be taken up by another one; each counts how often the proposal was begun, and whoever finds
a higher count than its own stops and leaves it alone.
"""

from collections.abc import Mapping, Sequence
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
from hearthside.placement.events import ProposalFailed, ProposalReady
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.words import BEING_MADE, CANCELED, FAILED, READY, RUNNING

# Begun so often and never finished, it would only go on taking the processor from others.
MOST_BEGINNINGS = 3
STOPPED_TOO_OFTEN = "The planner was stopped in the middle several times. Ask again when the program runs undisturbed."
LOST = "The planner stopped in the middle and was not taken up again. Ask again."


class TakenOver(Exception):
    """The proposal is not this worker's any more: canceled, ended, or begun again by another."""


@action
def begin_planning(*, proposal: UUID, by: Actor) -> Proposal | None:
    """
    Take a proposal up; nothing where there is nothing to do any more.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    row = _held(proposal, by)
    if row is None or row.status not in BEING_MADE:
        return None
    if row.status == RUNNING and row.cancel_asked:
        _end(row, CANCELED, by)
        return None
    if row.begun >= MOST_BEGINNINGS:
        _fail(row, STOPPED_TOO_OFTEN, by)
        return None
    at = clock.now()
    row.status, row.stage, row.begun, row.trail = RUNNING, "", row.begun + 1, []
    row.began_at = row.beat_at = at
    with behind(row.program_id, by):
        row.save(update_fields=["status", "stage", "begun", "trail", "began_at", "beat_at"])
    return row


@action
def note_progress(
    *, proposal: Proposal, stage: str, reached: Sequence[Sequence[float | None]], position: str = "", by: Actor
) -> bool:
    """
    A sign of life, and how far it is: [seconds, best, bound] more. Gives whether somebody asked to stop.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    row = _held(proposal.pk, by)
    if row is None or row.status != RUNNING or row.begun != proposal.begun:
        raise TakenOver
    row.beat_at, row.stage = clock.now(), stage
    row.trail = [*row.trail, *([*each] for each in reached)]
    row.position = position or row.position
    with behind(row.program_id, by):
        row.save(update_fields=["beat_at", "stage", "trail", "position"])
    return row.cancel_asked


@action
def keep_answers(
    *, proposal: Proposal, before: Mapping[str, Any], weeks: Mapping[str, Mapping[str, Any]], by: Actor
) -> Proposal:
    """
    The planner is done: these are its answers, by which they are, beside the week as it runs. Without one it was
    canceled before it had any.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    row = _held(proposal.pk, by)
    if row is None or row.status != RUNNING or row.begun != proposal.begun:
        raise TakenOver
    if not weeks:
        _end(row, CANCELED, by)
        return row
    answers = [
        ProposalAnswer(
            program_id=row.program_id, proposal=row, which=which, before=before, week=week, figures=week["figures"]
        )
        for which, week in weeks.items()
    ]
    with behind(row.program_id, by):
        ProposalAnswer.objects.bulk_create(answers)
    _end(row, READY, by)
    record(ProposalReady(proposal=row.pk, answers=tuple(a.pk for a in answers)), by=by)
    return row


@action
def fail_proposal(*, proposal: Proposal, because: str, by: Actor) -> None:
    """
    No week came of it; `because` is a sentence for whoever asked.

    Raises:
        NotAllowed: `by` is not the planner.
        TakenOver: it is somebody else's now.
    """
    row = _held(proposal.pk, by)
    if row is None or row.status != RUNNING or row.begun != proposal.begun:
        raise TakenOver
    _fail(row, because, by)


@action
def tell_lost(*, by: Actor) -> list[UUID]:
    """
    Proposals whose worker died and which nobody took up again say so. Gives which.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    return end_lost(Proposal.objects.all(), Permission.PROPOSE_WEEKS, lambda row: _fail(row, LOST, by), by=by)


def _held(proposal: UUID, by: Actor) -> Proposal | None:
    row: Proposal | None = Proposal.objects.select_for_update().filter(pk=proposal).first()
    if row is not None:
        require(by, Permission.PROPOSE_WEEKS, within=row.program_id, also=PLANNER)
    return row


def _fail(row: Proposal, because: str, by: Actor) -> None:
    row.failed_because = because
    _end(row, FAILED, by)
    record(ProposalFailed(proposal=row.pk), by=by)


def _end(row: Proposal, status: str, by: Actor) -> None:
    row.status, row.ended_at, row.stage = status, clock.now(), ""
    with behind(row.program_id, by):
        row.save(update_fields=["status", "ended_at", "stage", "failed_because"])
