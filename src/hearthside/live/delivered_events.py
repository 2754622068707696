"""What is said of what groups really had: that a session was counted, and that a month was told."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class DeliveredCounted(Event):
    """The figures of an attested version were worked out."""

    session: UUID
    version: int
    kinds: int


@dataclass(frozen=True, kw_only=True)
class DeliveredTold(Event):
    """A month's figures became public, in this edition."""

    month: str
    edition: int
    sessions: int
