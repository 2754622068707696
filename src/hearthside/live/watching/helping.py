"""Calls for help that nobody has seen in time, second by second: none is left out, whatever else goes on."""

from datetime import datetime
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.room.helping import escalate_help
from hearthside.live.models.room_acts import HelpCall
from hearthside.live.watching.one_by_one import one_by_one


def escalate(now: datetime, only: UUID | None = None) -> int:
    """
    Call others for every call that is due, or for those of one session; how many were. One that fails is tried again
    with the next second.
    """
    with scope(system_actor("live")):
        due = HelpCall.objects.filter(seen_at__isnull=True, escalated_at__isnull=True, escalates_at__lte=now)
        due = due.filter(session=only) if only else due
        calls = list(due.order_by("escalates_at"))
    return one_by_one(
        calls, lambda call, by: escalate_help(call=call, by=by), failing="Nobody could be called for help call"
    )
