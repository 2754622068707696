"""What can be said to have happened to duty and pages: ids and codes alone."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class DutyStarted(Event):
    """Somebody may be called from now on."""

    duty: UUID
    account: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class DutyEnded(Event):
    """Somebody is called no more."""

    duty: UUID
    account: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class PageRaised(Event):
    """Somebody is needed; from now on people are called."""

    page: UUID
    cause: str
    ladder: str
    subject_kind: str
    subject: UUID


@dataclass(frozen=True, kw_only=True)
class PageAccepted(Event):
    """Somebody comes; nobody else is called."""

    page: UUID
    account: UUID
    # From when the calls began until they were answered.
    after_seconds: int


@dataclass(frozen=True, kw_only=True)
class PageCalledAgain(Event):
    """Whoever accepted does not come; people are called again."""

    page: UUID
    account: UUID


@dataclass(frozen=True, kw_only=True)
class PageWithdrawn(Event):
    """Nobody was needed after all, before anybody answered."""

    page: UUID


@dataclass(frozen=True, kw_only=True)
class PageResolved(Event):
    """What somebody was needed for is over."""

    page: UUID
    accepted_by: UUID | None
