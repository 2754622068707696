"""
What the worker writes of a publishing: that it begins, how far it is, and what came of it.

Everything that the week changes, and that it is published, is one transaction: a worker that is killed leaves nothing
of it, and the next one begins anew. How far it is, is written beside it, in transactions of its own.
"""

from collections.abc import Sequence
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.lost_work import PLANNER, end_lost
from hearthside.placement.actions.planning import MOST_BEGINNINGS
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.events import PublishingFailed, PublishingRefused
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.solver.lost import Lost
from hearthside.placement.words import BEING_PUBLISHED, FAILED, PUBLISHED, REFUSED, RUNNING

STOPPED_TOO_OFTEN = "Publishing was stopped in the middle several times. Nothing was published. Publish it again."
LOST = "Publishing stopped in the middle and was not taken up again. Nothing was published. Publish it again."


@action
def begin_publishing(*, publishing: UUID, by: Actor) -> Publishing | None:
    """
    Take a publishing up; nothing where there is nothing to do any more.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    row = Publishing.objects.select_for_update().filter(pk=publishing).first()
    if row is None or row.status not in BEING_PUBLISHED:
        return None
    require(by, Permission.PROPOSE_WEEKS, within=row.program_id, also=PLANNER)
    if row.begun >= MOST_BEGINNINGS:
        _fail(row, STOPPED_TOO_OFTEN, by)
        return None
    row.status, row.begun, row.stage, row.done, row.whole = RUNNING, row.begun + 1, "", 0, 0
    row.began_at = row.beat_at = clock.now()
    with behind(row.program_id, by):
        row.save(update_fields=["status", "begun", "stage", "done", "whole", "began_at", "beat_at"])
    found: Publishing = row
    return found


@action
def note_publishing(*, publishing: UUID, stage: str, done: int, whole: int, by: Actor) -> None:
    """
    A sign of life, and how far it is. Whoever ends it at this moment holds it, and needs no sign.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    rows = Publishing.objects.select_for_update(skip_locked=True).filter(pk=publishing, status=RUNNING)
    if (row := rows.first()) is None:
        return
    require(by, Permission.PROPOSE_WEEKS, within=row.program_id, also=PLANNER)
    with behind(row.program_id, by):
        row.stage, row.done, row.whole, row.beat_at = stage, done, whole, clock.now()
        row.save(update_fields=["stage", "done", "whole", "beat_at"])


@action
def publish_asked(*, publishing: Publishing, by: Actor) -> Proposal:
    """
    Do what was asked: take out what is to be taken out, publish the rest, and say so; all of it or nothing.

    Raises:
        NotAllowed, and whatever `take_out` and `publish` do.
    """
    require(by, Permission.PROPOSE_WEEKS, within=publishing.program_id)
    answer = ProposalAnswer.objects.select_related("proposal__program").get(pk=publishing.answer_id)
    if publishing.items:
        answer = take_out(answer=answer, items=publishing.items, by=by)
    published = publish(answer=answer, by=by)
    with behind(publishing.program_id, by):
        row = Publishing.objects.select_for_update().get(pk=publishing.pk)
        row.status, row.ended_at, row.stage = PUBLISHED, clock.now(), ""
        row.save(update_fields=["status", "ended_at", "stage"])
    return published


@action
def refuse_publishing(*, publishing: Publishing, lost: Sequence[Lost], by: Actor) -> None:
    """
    Nothing was published, because these things do not hold any more.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    row = _open(publishing, by)
    if row is None:
        return
    row.lost = [[each.item, each.rule, each.sentence] for each in lost]
    _end(row, REFUSED, str(NoLongerHolds(lost)), by)
    items = tuple(sorted({each.item for each in lost}))
    record(PublishingRefused(publishing=row.pk, proposal=row.proposal_id, items=items), by=by)


@action
def fail_publishing(*, publishing: Publishing, because: str, by: Actor) -> None:
    """
    Nothing was published; `because` is a sentence for whoever asked.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    row = _open(publishing, by)
    if row is not None:
        _fail(row, because, by)


@action
def tell_lost_publishings(*, by: Actor) -> list[UUID]:
    """
    Publishings whose worker died and which nobody took up again say so. Gives which.

    Raises:
        NotAllowed: `by` is not the planner.
    """
    return end_lost(Publishing.objects.all(), Permission.PROPOSE_WEEKS, lambda row: _fail(row, LOST, by), by=by)


def _open(publishing: Publishing, by: Actor) -> Publishing | None:
    """The row as it is now, as long as it has no end."""
    require(by, Permission.PROPOSE_WEEKS, within=publishing.program_id, also=PLANNER)
    rows = Publishing.objects.select_for_update().filter(pk=publishing.pk, status__in=BEING_PUBLISHED)
    row: Publishing | None = rows.first()
    return row


def _fail(row: Publishing, because: str, by: Actor) -> None:
    _end(row, FAILED, because, by)
    record(PublishingFailed(publishing=row.pk, proposal=row.proposal_id), by=by)


def _end(row: Publishing, status: str, because: str, by: Actor) -> None:
    row.status, row.because, row.ended_at, row.stage = status, because, clock.now(), ""
    with behind(row.program_id, by):
        row.save(update_fields=["status", "because", "ended_at", "stage", "lost"])
