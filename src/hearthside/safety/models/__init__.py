"""Tables of safety: import them from their own modules; Django finds them through this list."""

from hearthside.safety.models import alarms, attempts, duty, pages

__all__ = ["alarms", "attempts", "duty", "pages"]
