"""Whoever's access was ended is out of every room with the next second, whatever their page still holds."""

import logging
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.queries.access_ended import seats_of_ended_access

log = logging.getLogger("hearthside.live")


def put_out_ended(only: UUID | None = None) -> int:
    """
    Put out everybody whose access has ended, of all sessions or of one; from how many seats. One that fails is tried
    again with the next second.
    """
    done = 0
    for seat in seats_of_ended_access(only):
        by = system_actor("live", program=seat.program_id)
        try:
            with scope(by):
                retrying(put_out_seat)(seat=seat, by=by)
                done += 1
        except Exception as error:
            log.exception("Seat %s could not be put out: %s", seat.pk, type(error).__name__)
    return done
