"""What can be said to have happened to policy."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class PolicyValueProposed(Event):
    """Somebody asked for a stricter value, or for the end of one; nothing changed yet."""

    decision: UUID
    key: str
    scope: str
    scope_name: str
    value: str | None
    from_day: date


@dataclass(frozen=True, kw_only=True)
class PolicyValueApproved(Event):
    """A second person approved: from that day on it is in force."""

    decision: UUID
    key: str
    scope: str
    scope_name: str
    value: str | None
    from_day: date
    version: str


@dataclass(frozen=True, kw_only=True)
class PolicyValueDeclined(Event):
    """A second person said no."""

    decision: UUID
    key: str


@dataclass(frozen=True, kw_only=True)
class PolicyValueWithdrawn(Event):
    """Whoever asked took it back."""

    decision: UUID
    key: str
