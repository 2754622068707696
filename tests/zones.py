"""Clocks on which it is another day than in UTC, at whatever hour a test runs."""

from datetime import UTC, datetime

WEST, EAST = "Pacific/Honolulu", "Pacific/Kiritimati"


def elsewhere(at: datetime) -> str:
    """A zone whose day at this instant is not UTC's."""
    return WEST if at.astimezone(UTC).hour < 10 else EAST
