"""What can be said to have happened to asks for a seat in another group."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class SwapInvited(Event):
    """Somebody is asked whether they would come: by their partner, or by staff."""

    patient: UUID
    swap: UUID
    session: UUID


@dataclass(frozen=True, kw_only=True)
class SwapAsked(Event):
    """Somebody said yes for themselves, and waits for an answer."""

    patient: UUID
    swap: UUID
    session: UUID
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class SwapGranted(Event):
    patient: UUID
    swap: UUID
    session: UUID
    seat: UUID
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class SwapDeclined(Event):
    patient: UUID
    swap: UUID
    session: UUID


@dataclass(frozen=True, kw_only=True)
class SwapTakenBack(Event):
    """By the person, before or after it was granted."""

    patient: UUID
    swap: UUID
    session: UUID
    was_granted: bool


@dataclass(frozen=True, kw_only=True)
class SwapLapsed(Event):
    """Nobody answered before the session began, or the other partner does not come along."""

    patient: UUID
    swap: UUID
    session: UUID
