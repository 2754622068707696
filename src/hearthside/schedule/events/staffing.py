"""What can be said to have happened to staff and seats of sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """Who staffs one session, or a series from a day on."""

    session: UUID | None
    series: UUID | None
    added: tuple[UUID, ...]
    released: tuple[UUID, ...]
    because: str


@dataclass(frozen=True, kw_only=True)
class ClinicianDroppedOut(Event):
    clinician: UUID
    because: str
    sessions: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SessionShort(Event):
    session: UUID
    shortage: UUID
    because: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class SessionWhole(Event):
    session: UUID
    shortage: UUID
    because: str


@dataclass(frozen=True, kw_only=True)
class CoverOffered(Event):
    offer: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class CoverTaken(Event):
    offer: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class CoverDeclined(Event):
    offer: UUID
    session: UUID
    clinician: UUID


@dataclass(frozen=True, kw_only=True)
class ShortOverridden(Event):
    session: UUID


@dataclass(frozen=True, kw_only=True)
class SeatsExcused(Event):
    """Seats of one person in sessions to come: the code, never the person's own words."""

    patient: UUID | None
    partner: UUID | None
    sessions: tuple[UUID, ...]
    because: str


@dataclass(frozen=True, kw_only=True)
class SeatsTaken(Event):
    patient: UUID | None
    partner: UUID | None
    sessions: tuple[UUID, ...]
    guest: bool


@dataclass(frozen=True, kw_only=True)
class SeatsFreed(Event):
    patient: UUID | None
    partner: UUID | None
    sessions: tuple[UUID, ...]
    because: str
