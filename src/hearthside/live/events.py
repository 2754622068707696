"""What can be said to have happened in a live session: ids and codes alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class LiveOpened(Event):
    """The door of a session has opened."""

    session: UUID
    lead: UUID | None


@dataclass(frozen=True, kw_only=True)
class LiveEnded(Event):
    """A session is over and its rooms are empty."""

    session: UUID


@dataclass(frozen=True, kw_only=True)
class SeatTaken(Event):
    """Somebody waits to be let in."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SeatAdmitted(Event):
    """Somebody was let in."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SeatRevoked(Event):
    """Somebody was put out, and nothing they hold lets them in again."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SeatLeft(Event):
    """Somebody said that they leave."""

    session: UUID
    seat: UUID
    patients: tuple[UUID, ...]
    coming_back: bool


@dataclass(frozen=True, kw_only=True)
class BlockBegan(Event):
    """A block began, by the clock or because somebody pressed."""

    session: UUID
    number: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RatioChanged(Event):
    """A room has, may not have, or has no longer the staff it needs."""

    session: UUID
    room: UUID
    state: str
    staff: int
    needed: int
    unit: str
    # How many came to be treated.
    present: int


@dataclass(frozen=True, kw_only=True)
class SizeChanged(Event):
    """A room began to hold more people than it may, or no longer does."""

    session: UUID
    room: UUID
    over: bool
    present: int
    cap: int


@dataclass(frozen=True, kw_only=True)
class FlapNoted(Event):
    """A page was raised and taken back at once: somebody was gone for a moment, or a line was bad."""

    session: UUID
    room: UUID
    cause: str


@dataclass(frozen=True, kw_only=True)
class LeadTaken(Event):
    """Somebody leads from now on."""

    session: UUID
    clinician: UUID
    because: str


@dataclass(frozen=True, kw_only=True)
class GroupHeld(Event):
    """A group was paused: by whoever leads, or because nobody was there to."""

    session: UUID
    room: UUID


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Event):
    """A group goes on."""

    session: UUID
    room: UUID


@dataclass(frozen=True, kw_only=True)
class CardOpened(Event):
    """Somebody was lost from a group, and is looked for."""

    session: UUID
    card: UUID
    patient: UUID | None
    lost_at: datetime


@dataclass(frozen=True, kw_only=True)
class CardActed(Event):
    """Something was done to find somebody."""

    card: UUID
    patient: UUID | None
    act: str
    answered: bool


@dataclass(frozen=True, kw_only=True)
class CardClosed(Event):
    """Somebody who was looked for is found, or it is known what happens next."""

    card: UUID
    patient: UUID | None
    outcome: str
