"""Whoever leads pauses the group, and lets it go on: microphones and cameras of patients are held by the server."""

from datetime import datetime
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.making_true import patients_as_they_may
from hearthside.live.events import GroupHeld, HoldLifted
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.room_people import require_open
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_ROOM
from hearthside.live.telling import COURSE, tell
from hearthside.live.words import MAIN
from hearthside.people.actions.grants import behind


@action
def pause_group(*, live: LiveSession, by: Actor) -> bool:
    """
    Pause the group until somebody of the staff lets it go on. Gives whether it was not paused before.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
    """
    return _set(live, clock.now(), leading(live, by), by)


@action
def let_go_on(*, live: LiveSession, by: Actor) -> bool:
    """
    The group goes on. Nobody is heard or seen before they turn it on themselves. Gives whether it was paused.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
    """
    leading(live, by)
    return _set(live, None, None, by)


def leading(live: LiveSession, by: Actor) -> UUID:
    """
    The account of somebody who leads here or helps to, for what no part of the system does.

    Raises:
        NotInThisSession: `by` is anybody else. SessionOver: it has ended.
    """
    require_leading(live, by)
    if by.account is None:
        raise NotInThisSession
    with behind(live.program_id, by):
        require_open(live)
    return by.account


def _set(live: LiveSession, at: datetime | None, account: UUID | None, by: Actor) -> bool:
    with behind(live.program_id, by):
        rooms = LiveRoom.objects.select_for_update(of=("self",)).filter(session=live, kind=MAIN, closed_at__isnull=True)
        # What was paused because nobody was left is from now on the staff's own pause.
        room = (rooms.filter(held_by__isnull=True) if at else rooms.filter(held_at__isnull=False)).first()
        if room is None:
            return False
        room.held_at, room.held_by_id = (room.held_at or at) if at else None, account
        room.save(update_fields=["held_at", "held_by"])
        patients_as_they_may(live)
    record((GroupHeld if at else HoldLifted)(session=live.pk, room=room.pk), by=by)
    tell(live.pk, TO_ROOM, COURSE, room.pk)
    return True
