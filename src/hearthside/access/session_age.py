"""Whether a session is over by its age: what was noted of it when its owner last read a page, held against now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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


def seconds_without_a_page(session: Mapping[str, Any]) -> float | None:
    """How long whoever reads a page may stay without another before they are signed out; none where nothing ends it."""
    kept = session.get(KEY)
    return 60 * float(kept["idle_minutes"]) if kept else None
