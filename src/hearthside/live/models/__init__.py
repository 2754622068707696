"""Tables of the live room: import them from their own modules; Django finds them through this list."""

from hearthside.live.models import beats, check_in, inbox, missing, outreach, rooms, seats, states

__all__ = ["beats", "check_in", "inbox", "missing", "outreach", "rooms", "seats", "states"]
