"""What tests of access share."""

from tests.apart import apart

__all__ = ["apart"]
