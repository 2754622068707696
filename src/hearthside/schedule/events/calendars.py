"""What can be said to have happened to the secret addresses of calendars."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class CalendarAddressMade(Event):
    account: UUID
    feed: UUID


@dataclass(frozen=True, kw_only=True)
class CalendarAddressRevoked(Event):
    account: UUID
    feed: UUID


@dataclass(frozen=True, kw_only=True)
class CalendarWordChanged(Event):
    account: UUID
    feed: UUID
