"""What a room page needs to be heard and to hear: where the raw doors are, and the note by which it beats."""

from datetime import timedelta

from django.conf import settings

from hearthside.access.bells import raw_doors_at as raw_doors_at
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.push.ticket import Ticket

BEATS_AFTER_END = timedelta(hours=1)
"""A session may be extended; what beats for one that is over is no evidence of anything."""


def beat_note(seat: Seat, room: LiveRoom, live: LiveSession) -> str:
    """The signed note by which this seat's page says that it is open in this room, until an hour past the end."""
    until = int((live.ends_at + BEATS_AFTER_END).timestamp())
    return settings.TICKETS.sign(Ticket(seat.pk, seat.identity, room.name, until))
