"""Tables of people: import them from their own modules; Django finds them through this list."""

from hearthside.people.models import authorities, clinicians

__all__ = ["authorities", "clinicians"]
