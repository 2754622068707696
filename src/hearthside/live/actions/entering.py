"""Somebody who was let in gets what their browser shows the media server."""

from dataclasses import dataclass
from datetime import timedelta

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.engine import NoVideo, engine, how_far
from hearthside.live.media.engine import MediaUnreachable
from hearthside.live.media.order import MOST_IN_A_ROOM
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.leading import is_the_watch
from hearthside.live.queries.relations import tie
from hearthside.live.queries.rights import rights_in
from hearthside.live.refusals import NotInThisSession, SessionOver
from hearthside.live.rules.course import is_ended
from hearthside.live.words import MAIN
from hearthside.people.actions.grants import behind

# Rooms outlast their session: a short time would end the main room while everybody is in small ones.
STANDS_EMPTY = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """What a browser shows for the next two minutes, and which room that opens."""

    token: str
    room: str


@action
def enter_room(*, seat: Seat, by: Actor) -> Entry:
    """
    A token for this seat and the session's main room, with the rights that it has there now.

    Raises:
        NotInThisSession: `by` does not sit there. SessionOver: it has ended, or they were not let in, or were put out.
        NoVideo: there is no media server, or not yet. MediaUnreachable, MediaRefused: it cannot make the room.
    """
    with behind(seat.program_id, by):
        kept = Seat.objects.get(pk=seat.pk)
        live = LiveSession.objects.get(pk=kept.session_id)
        room = LiveRoom.objects.filter(session=live, kind=MAIN, closed_at__isnull=True).first()
        right = rights_in(room).get(kept.identity) if room else None
    if not is_the_watch(by, live.program_id) and (by.account is None or kept.pk not in tie(by.account, live.pk).seats):
        raise NotInThisSession
    if room is None or right is None or is_ended(live.closing_at, live.ended_at, clock.now()):
        raise SessionOver
    media = engine()
    empty = max(live.ends_at - clock.now(), timedelta()) + STANDS_EMPTY
    try:
        made = media.create_room(room.name, empty_seconds=int(empty.total_seconds()), most=MOST_IN_A_ROOM)
    except MediaUnreachable:
        if (words := how_far()) is not None:
            raise NoVideo(words) from None
        raise
    if made.sid != room.room_sid:
        with behind(live.program_id, by):
            LiveRoom.objects.filter(pk=room.pk).update(room_sid=made.sid)
    token = media.mint_token(room.name, kept.identity, right, {"seat": str(kept.pk)})
    return Entry(token, room.name)
