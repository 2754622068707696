"""What processes of their own do needs a database of their own."""

from tests.apart import apart

__all__ = ["apart"]
