"""Races between processes need a database of their own."""

from tests.apart import apart

__all__ = ["apart"]
