"""What the database itself keeps true about the schedule, as the migrations give it: one file for each subject."""

from pathlib import Path

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")


# In which sessions whoever asks sees a seat.
SEEN = _read("seen")
# Where everybody is, written from staffing and seats.
OCCUPANCY = _read("occupancy")
# Cap, ratio, and that a session that lacks staff says so.
LIMITS = _read("limits")
# Who may not share a session, and who may not lead one with whom.
TOGETHER = _read("together")
# Who is licensed where everybody in it is.
LICENSED = _read("licensed")
# A seat's own number of changes, for calendars.
SEAT_CHANGES = _read("seat_changes")
