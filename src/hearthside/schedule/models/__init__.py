"""Tables of the schedule: import them from their own modules; Django finds them through this list."""

from hearthside.schedule.models import closures, cover, occupancy, questions, seats, series, sessions

__all__ = ["closures", "cover", "occupancy", "questions", "seats", "series", "sessions"]
