"""What was decided about a room, made true on the media server once it is kept. Away, it is made true later."""

from collections.abc import Mapping
from functools import partial

from hearthside.live.actions.room.silencing import after_commit
from hearthside.live.media.engine import MediaEngine, NotInRoom
from hearthside.live.media.order import put_out
from hearthside.live.media.permissions import HELD_ROLES, Permission
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.rights import rights_in


def patients_as_they_may(live: LiveSession) -> None:
    """Let everybody who comes to be treated send and receive what they may now, and no more. Behind the scenes."""
    for room in _open_rooms(live):
        rights = rights_in(room)
        after_commit(partial(_give, room=room.name, rights=rights))


def out_of_the_room(live: LiveSession, seat: Seat) -> None:
    """End the connection of a seat that its people left. Behind the scenes."""
    for room in _open_rooms(live):
        after_commit(partial(put_out, room=room.name, identity=seat.identity))


def closed(rooms: list[LiveRoom]) -> None:
    """End these rooms, and everybody's connection in them."""
    for room in rooms:
        after_commit(partial(_close, room=room.name))


def _close(media: MediaEngine, room: str) -> None:
    media.close_room(room)


def _give(media: MediaEngine, room: str, rights: Mapping[str, Permission]) -> None:
    for person in media.participants(room):
        right = rights.get(person.identity)
        if right is None or right.role not in HELD_ROLES:
            continue
        try:
            media.set_permission(room, person.identity, right)
        except NotInRoom:
            continue


def _open_rooms(live: LiveSession) -> list[LiveRoom]:
    return list(LiveRoom.objects.filter(session=live, closed_at__isnull=True))
