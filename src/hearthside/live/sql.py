"""Who sees which rows of the live room, and which of them are never changed or removed."""

from hearthside.ledger.sql import IN_PROGRAM
from hearthside.people.sql import sees

STAFF_SEE = "((SELECT people_trusted()) OR (SELECT people_staff_asks()))"
# Rooms, ratio and blocks name nobody: all staff of the program may know them.
OF_STAFF = f"{IN_PROGRAM} AND {STAFF_SEE}"
TRUSTED = "(SELECT people_trusted())"
# Whoever is in a room learns what the one table of room payloads says, and reads no row themselves.
BEHIND = f"{IN_PROGRAM} AND (SELECT people_trusted())"
PERSON = f"(({sees('schedule')}) OR (patient_id IS NULL AND {BEHIND}))"

ROWS = {
    "live_session": OF_STAFF,
    "live_room": OF_STAFF,
    "live_block": OF_STAFF,
    "live_lead": OF_STAFF,
    "live_override": BEHIND,
    "live_room_state": OF_STAFF,
    "live_seat": BEHIND,
    "live_seat_occupant": PERSON,
    "live_leave": BEHIND,
    "live_webhook_inbox": BEHIND,
    "live_last_beat": BEHIND,
    "live_beat_hole": BEHIND,
    "live_at_work": TRUSTED,
    "live_presence_poll": BEHIND,
    "live_missing_card": BEHIND,
    "live_missing_act": BEHIND,
}
# Of no program: which of our own processes are at work, each of which writes and removes its own row.
WRITTEN = {"live_at_work": TRUSTED}
# What was received, and what people did, stands as it was written.
NEVER_CHANGED = ("live_webhook_inbox", "live_presence_poll", "live_beat_hole", "live_leave", "live_override",
                 "live_missing_act")  # fmt: skip
