"""What a room page needs to be heard and to hear: where the raw doors are, and the note by which it beats."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.push.ticket import Ticket

BEATS_AFTER_END = timedelta(hours=1)
"""A session may be extended; what beats for one that is over is no evidence of anything."""


def raw_doors_at(request: HttpRequest) -> str:
    """
    The origin of the raw doors for the page that was asked for: under the same name, so that its cookie goes along.

    Empty where they share the pages' own.
    """
    if settings.PUSH_PORT is None:
        return ""
    name, _ = split_domain_port(request.get_host())
    return f"{request.scheme}://{name}:{settings.PUSH_PORT}"


def beat_note(seat: Seat, room: LiveRoom, live: LiveSession) -> str:
    """The signed note by which this seat's page says that it is open in this room, until an hour past the end."""
    until = int((live.ends_at + BEATS_AFTER_END).timestamp())
    return settings.TICKETS.sign(Ticket(seat.pk, seat.identity, room.name, until))
