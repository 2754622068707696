"""Who sees the rows of what people do in a room, and which of them are never changed or removed."""

from hearthside.ledger.sql import IN_PROGRAM

# Nobody reads one in their own scope: what each may know is the one table of room payloads' word, and the cards'.
BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"
# What was said or done stands as it was written; what begins and ends is never removed.
NEVER_CHANGED = ("live_note_line", "live_leaves_at", "live_call_me", "live_removal")
NEVER_REMOVED = ("live_hand", "live_help_call", "live_flag", "live_stepped_away", "live_seat_hold")
# What pages say while a session lasts.
PASSING = ("live_seat_devices", "live_listening", "live_heard")
ROWS = (*NEVER_CHANGED, *NEVER_REMOVED, *PASSING)
