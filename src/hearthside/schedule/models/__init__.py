"""Tables of the schedule: import them from their own modules; Django finds them through this list."""

from hearthside.schedule.models import (
    availability,
    calendar_feeds,
    closures,
    cover,
    minimums,
    occupancy,
    questions,
    reminders,
    seats,
    series,
    sessions,
    swaps,
)

__all__ = [
    "availability",
    "calendar_feeds",
    "closures",
    "cover",
    "minimums",
    "occupancy",
    "questions",
    "reminders",
    "seats",
    "series",
    "sessions",
    "swaps",
]
