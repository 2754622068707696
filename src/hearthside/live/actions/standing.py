"""The rooms of all open sessions stand on the media server, and hold only whom they should."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.actions.entering import STANDS_EMPTY
from hearthside.live.media.engine import MediaEngine
from hearthside.live.media.order import PutRight, Wanted, put_right, stand
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.queries.leading import WATCHES
from hearthside.live.queries.rights import rights_in
from hearthside.live.refusals import NotInThisSession


@action
def stand_rooms(*, media: MediaEngine, by: Actor) -> Sequence[str]:
    """
    Make every room anew that the media server has lost, as all are when it was started again; their names.

    Meant for once a second: one question to the database, one to the media server.

    Raises:
        NotInThisSession: `by` is not what watches rooms. MediaUnreachable, MediaRefused: the next time then.
    """
    if not (by.is_system and by.system in WATCHES):
        raise NotInThisSession
    now = clock.now()
    rows = LiveRoom.objects.filter(closed_at__isnull=True, session__ended_at__isnull=True)
    ends = rows.annotate(ends_at=F("session__ends_at")).values_list("name", "ends_at")
    made = stand(
        media,
        [Wanted(name, int((max(end - now, timedelta()) + STANDS_EMPTY).total_seconds())) for name, end in ends],
    )
    sids = {room.name: room.sid for room in made}
    lost = list(LiveRoom.objects.filter(name__in=sids))
    for room in lost:
        room.room_sid = sids[room.name]
    LiveRoom.objects.bulk_update(lost, ["room_sid"])
    return list(sids)


@action
def close_rooms(*, media: MediaEngine, by: Actor) -> Sequence[str]:
    """
    End those rooms of ours on the media server whose session is over, and every connection in them; their names.

    The server keeps them for an hour more: so long nobody could come into them through our door, but could stay.

    Raises:
        NotInThisSession: `by` is not what watches rooms. MediaUnreachable, MediaRefused: the next time then.
    """
    if not (by.is_system and by.system in WATCHES):
        raise NotInThisSession
    there = [room.name for room in media.rooms()]
    over = list(LiveRoom.objects.filter(name__in=there, closed_at__isnull=False).values_list("name", flat=True))
    for name in over:
        media.close_room(name)
    return over


@action
def put_room_right(*, room: LiveRoom, media: MediaEngine, by: Actor) -> PutRight:
    """
    Put out whoever is in this room and should not be, and make a hold or a rest true for whoever came past it.

    Raises:
        NotInThisSession: `by` is not what watches rooms. MediaUnreachable, MediaRefused: the next time then.
    """
    if not (by.is_system and by.system in WATCHES):
        raise NotInThisSession
    return put_right(media, room.name, rights_in(room))
