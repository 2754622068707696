"""What tests of the ledger share."""

from tests.apart import apart

__all__ = ["apart"]
