"""What can be said to have happened to clocks: ids and milliseconds alone."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ClocksApart(Event):
    """The media server's clock is behind ours by more than policy allows, or ahead where negative."""

    alarm: UUID
    behind_ms: int


@dataclass(frozen=True, kw_only=True)
class ClocksTogether(Event):
    """It is so no more."""

    alarm: UUID
