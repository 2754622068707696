"""What can be said to have happened to when people are free."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class AvailabilityRecorded(Event):
    """Somebody's whole week, from a day on: how many windows it has."""

    patient: UUID | None
    clinician: UUID | None
    from_on: date
    windows: int


@dataclass(frozen=True, kw_only=True)
class AvailabilityExceptionRecorded(Event):
    patient: UUID | None
    clinician: UUID | None
    exception: UUID
    kind: str
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class AvailabilityExceptionTakenBack(Event):
    patient: UUID | None
    clinician: UUID | None
    exception: UUID


@dataclass(frozen=True, kw_only=True)
class OwnMinimumSaid(Event):
    """A person's own minimum of minutes a week, or policy's again."""

    patient: UUID
    minutes: int | None
    from_on: date
