"""Tables of the live room: import them from their own modules; Django finds them through this list."""

from hearthside.live.models import beats, inbox, missing, rooms, seats, states

__all__ = ["beats", "inbox", "missing", "rooms", "seats", "states"]
