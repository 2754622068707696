"""
When the watch cannot trust a silence, because it may be its own.

After its start, after a pause of its own, and while nothing that reports to it works, silence says nothing of anybody.
What people and the media server say outright (a Leave, a lost connection) is believed all the same.
"""

from dataclasses import dataclass, replace

GAP = 3_000
"""A pause between two looks, or since the last word of whoever receives heartbeats, that counts as an absence."""
BLIND = 8_000
"""Until every page has beaten again, and been counted."""


@dataclass(frozen=True)
class Eyes:
    """When we last looked, and until when we are blind."""

    looked_at: int | None = None
    blind_until: int = 0

    def look(self, now: int, *, heard_at: int | None, media_works: bool) -> "Eyes":
        """
        One look. `heard_at`: when whoever receives heartbeats last said that they do; `media_works`: whether the media
        server answers, for without it nobody is connected and nobody beats.
        """
        away = self.looked_at is None or now - self.looked_at > GAP
        deaf = heard_at is None or now - heard_at > GAP
        if away or deaf or not media_works:
            return Eyes(now, now + BLIND)
        return replace(self, looked_at=now)

    def are_blind(self, now: int) -> bool:
        return now < self.blind_until
