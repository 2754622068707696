"""Calls for help that nobody has seen in time, second by second: none is left out, whatever else goes on."""

import logging
from datetime import datetime
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.room.helping import escalate_help
from hearthside.live.models.room_acts import HelpCall

log = logging.getLogger("hearthside.live")


def escalate(now: datetime, only: UUID | None = None) -> int:
    """
    Call others for every call that is due, or for those of one session; how many were. One that fails is tried again
    with the next second.
    """
    with scope(system_actor("live")):
        due = HelpCall.objects.filter(seen_at__isnull=True, escalated_at__isnull=True, escalates_at__lte=now)
        due = due.filter(session=only) if only else due
        calls = list(due.order_by("escalates_at"))
    done = 0
    for call in calls:
        by = system_actor("live", program=call.program_id)
        try:
            with scope(by):
                done += retrying(escalate_help)(call=call, by=by)
        except Exception as error:
            log.exception("Nobody could be called for %s: %s", call.pk, type(error).__name__)
    return done
