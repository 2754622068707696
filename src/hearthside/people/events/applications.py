"""What can be said to have happened to applications. Of a safety screen, only that there was one."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSent(Event):
    program: UUID
    application: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class SafetyScreened(Event):
    """The person was asked alone. What they answered stands in the screen and nowhere else."""

    patient: UUID
    screen: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(Event):
    application: UUID
    patient: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(Event):
    application: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicantTold(Event):
    """Somebody who was declined was told why; `how` is a word of a closed list."""

    application: UUID
    how: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    application: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicantBroughtIn(Event):
    """Somebody came as an applicant from another system; they are not told by themselves."""

    program: UUID
    application: UUID
    state: str
