"""What can be said to have happened to what this package keeps itself. Ids only."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class GuideClosed(Event):
    """Somebody put the guide of their first hour away."""

    account: UUID
