"""Tables of placement: import them from their own modules; Django finds them through this list."""

from hearthside.placement.models import offers, proposals, publishings, reasons, scenarios

__all__ = ["offers", "proposals", "publishings", "reasons", "scenarios"]
