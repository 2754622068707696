"""Whether a session is over by its age: what was noted of it when its owner last read a page, held against now."""

from datetime import datetime

KEY = "limits"
IDLE, TOO_LONG = "idle", "too long"


def over(kept: dict[str, float], at: datetime) -> str:
    """Why the session is over by what was noted of it; empty if it is not."""
    if not kept:
        return ""
    now = at.timestamp()
    if now - kept["seen"] > kept["idle_minutes"] * 60:
        return IDLE
    return TOO_LONG if now - kept["began"] > kept["hours"] * 3600 else ""
