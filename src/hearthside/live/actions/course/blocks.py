"""One block ends and another begins, on one row that is held: whoever comes second finds it done."""

from datetime import datetime
from uuid import UUID

from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.queries.room_course import as_held, plan_of
from hearthside.live.refusals import SessionOver
from hearthside.live.watch.blocks import after_rest


def held_session(live: LiveSession) -> LiveSession:
    """
    The session's row, held until the change is complete. Behind the scenes.

    Raises:
        SessionOver: it ended, perhaps while we waited for it.
    """
    row: LiveSession = LiveSession.objects.select_for_update().get(pk=live.pk)
    if row.ended_at is not None:
        raise SessionOver
    return row


def switch(
    live: LiveSession, running: LiveBlock | None, number: int, kind: str, at: datetime, *,
    rest_until: datetime | None = None, account: UUID | None = None,
) -> LiveBlock | None:  # fmt: skip
    """
    End what runs and begin this; None where what runs began at this very instant. Behind the scenes, with the
    session's row held.
    """
    if running is not None:
        if running.began_at >= at:
            return None
        running.ended_at = at
        running.save(update_fields=["ended_at"])
    begun: LiveBlock = LiveBlock.objects.create(
        program_id=live.program_id, session=live, number=number, kind=kind, began_at=at, rest_until=rest_until,
        by_id=account,
    )  # fmt: skip
    return begun


def end_rest(live: LiveSession, running: LiveBlock, at: datetime, account: UUID | None) -> LiveBlock | None:
    """What the rest interrupted goes on, or whatever the plan's clock says by now. Behind the scenes."""
    goes_on = after_rest(plan_of(live), as_held(running), milliseconds(at))
    return switch(live, running, goes_on.number, goes_on.kind, at, account=account)
