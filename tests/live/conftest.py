"""Fixtures of the live room's tests."""

from tests.apart import apart

__all__ = ["apart"]
