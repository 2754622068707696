"""Somebody is put out of a session: for good first, and then at once."""

import logging

from django.db import transaction

from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.engine import NoVideo, engine
from hearthside.live.media.engine import MediaUnreachable
from hearthside.live.media.order import put_out
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.models.seats import Seat
from hearthside.people.actions.grants import behind

log = logging.getLogger("hearthside.live")


@action
def put_out_seat(*, seat: Seat, by: Actor) -> Seat:
    """
    Revoke this seat and end its connections. Their browser tries to come back at once, so the seat is revoked, and that
    is kept, before the media server is asked: then our door refuses whatever they still hold.

    Where the media server does not answer, its rooms are put right as soon as it does.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to.
    """
    revoked = revoke_seat(seat=seat, by=by)
    with behind(seat.program_id, by):
        rooms = LiveRoom.objects.filter(session=seat.session_id, closed_at__isnull=True).values_list("name", flat=True)
        names = list(rooms)
    transaction.on_commit(lambda: _end_connections(names, revoked.identity), robust=True)
    return revoked


def _end_connections(rooms: list[str], identity: str) -> None:
    try:
        media = engine()
        for room in rooms:
            put_out(media, room, identity)
    except (NoVideo, MediaUnreachable) as why:
        log.warning("A revoked connection could not be ended at once. %s", why)
