"""What can be said to have happened in a session's course: ids, codes, minutes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class RestBegan(Event):
    """A break began: patients are neither heard nor seen until it is over."""

    session: UUID
    number: int
    kind: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class RestEnded(Event):
    """A break ended before its time."""

    session: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class SessionExtended(Event):
    """A session ends later than it would have; `override` is the answer for running into a booking."""

    session: UUID
    minutes: int
    ends_at: datetime
    override: UUID | None


@dataclass(frozen=True, kw_only=True)
class SessionEnding(Event):
    """Whoever leads ended the group: a few minutes are left to say goodbye."""

    session: UUID
    closing_at: datetime


@dataclass(frozen=True, kw_only=True)
class SessionClosed(Event):
    """Whoever leads closed the room at once."""

    session: UUID
