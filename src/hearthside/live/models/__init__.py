"""Tables of the live room: import them from their own modules; Django finds them through this list."""

from hearthside.live.models import (
    attested,
    attesting,
    beats,
    check_in,
    clocks,
    delivered,
    inbox,
    missing,
    observing,
    outreach,
    room_acts,
    room_seats,
    rooms,
    seats,
    states,
    typed_lines,
)

__all__ = [
    "attested",
    "attesting",
    "beats",
    "check_in",
    "clocks",
    "delivered",
    "inbox",
    "missing",
    "observing",
    "outreach",
    "room_acts",
    "room_seats",
    "rooms",
    "seats",
    "states",
    "typed_lines",
]
