"""What can be said to have happened about observers: ids alone."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ObserverAsked(Event):
    """Everybody in a session is asked whether this clinician may observe it. The reason stands with the request."""

    ask: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class ObserverTakenBack(Event):
    """Nobody is asked any more, and whoever would have observed does not come."""

    ask: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class ObserverAnswered(Event):
    """Somebody said yes or no to an observer."""

    ask: UUID
    patient: UUID | None
    partner: UUID | None
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class ObserverCame(Event):
    """Whoever would observe is there and waits to be let in."""

    ask: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class ObserverLetIn(Event):
    """Everybody had agreed, and whoever leads let the observer in."""

    ask: UUID
    session: UUID
    seat: UUID


@dataclass(frozen=True, kw_only=True)
class ObserverPutOut(Event):
    """Not everybody who is there agrees, or no longer: the observer went, and the group goes on."""

    session: UUID
    seat: UUID
