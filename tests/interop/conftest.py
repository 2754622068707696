"""What tests of rosters begin with."""

from tests.apart import apart

__all__ = ["apart"]
