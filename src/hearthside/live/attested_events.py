"""What can be said to have happened to the record of who was there: ids, numbers and codes."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class AttendanceFrozen(Event):
    """Who was there was worked out, and came out otherwise than before, or for the first time."""

    session: UUID
    version: UUID
    number: int
    evidence_sha256: str
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class AttendanceAttested(Event):
    """Somebody said that a version is right."""

    session: UUID
    version: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class AttendanceCorrected(Event):
    """Somebody said otherwise than the machine of one person; which versions stood before and after."""

    session: UUID
    amendment: UUID
    patients: tuple[UUID, ...]
    effect: str
    before: UUID | None
    after: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionRequested(Event):
    """Somebody finds their own minutes wrong."""

    request: UUID
    session: UUID
    patient: UUID | None


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswered(Event):
    """It was looked at, and they were told what came of it."""

    request: UUID
    session: UUID
    patient: UUID | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AttestReminded(Event):
    """Whoever is to attest, or watches over it, was reminded."""

    version: UUID
    whom: str
