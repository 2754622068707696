"""
Lines that are typed for everybody to read: by whoever hears badly, speaks badly just now, or writes along for others.

The ledger is told nothing of them, because nothing of what is said in a room is kept.
"""

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.typed_lines import TypedLine
from hearthside.live.queries.room_course import seat_in_room
from hearthside.live.refusals import NotInThisSession, SessionOver
from hearthside.live.relations import TO_ROOM
from hearthside.live.telling import TILES, tell
from hearthside.live.words import OBSERVER
from hearthside.people.actions.grants import behind

# As many as the strip shows and somebody may want to read again.
KEPT = 30


@action
def type_line(*, live: LiveSession, words: str, by: Actor) -> None:
    """
    Everybody in the room reads this line.

    Raises:
        NotInThisSession: `by` is not in the room, or observes. SessionOver: it has ended.
    """
    if by.account is None or by.program != live.program_id:
        raise NotInThisSession
    with behind(live.program_id, by):
        seat = seat_in_room(live, by.account)
        # Whoever observes says nothing, in no way.
        if seat is None or seat.occupants.filter(role=OBSERVER).exists():
            raise NotInThisSession
        # Asked with a lock, or a line might outlive the end.
        row = LiveSession.objects.select_for_update().get(pk=live.pk)
        if row.ended_at is not None:
            raise SessionOver
        TypedLine.objects.create(program_id=live.program_id, session=live, seat=seat, words=words, at=clock.now())
        newest = TypedLine.objects.filter(session=live).order_by("-at", "-pk").values("pk")[:KEPT]
        TypedLine.objects.filter(session=live).exclude(pk__in=newest).delete()
    tell(live.pk, TO_ROOM, TILES)


def forget_lines(live: LiveSession) -> None:
    """The session is over: what was typed in it is nobody's to keep. Behind the scenes."""
    TypedLine.objects.filter(session=live).delete()
