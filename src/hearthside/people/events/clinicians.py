"""What can be said to have happened to clinicians' records: ids, days and words of closed lists."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ClinicianAdded(Event):
    clinician: UUID
    account: UUID | None
    works_from: date
    roles: tuple[str, ...]
    tracks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClinicianChanged(Event):
    """`fields` are the names of what changed, without what it was or is."""

    clinician: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClinicianLimitsChanged(Event):
    clinician: UUID
    group_minutes: int
    individual_minutes: int
    day_minutes: int


@dataclass(frozen=True, kw_only=True)
class ClinicianLeft(Event):
    clinician: UUID
    works_until: date


@dataclass(frozen=True, kw_only=True)
class CredentialAdded(Event):
    clinician: UUID
    credential: UUID
    type: str


@dataclass(frozen=True, kw_only=True)
class CredentialChanged(Event):
    clinician: UUID
    credential: UUID
    status: str
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class AuthorityRecorded(Event):
    clinician: UUID
    authority: UUID
    kind: str
    state: str
    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class AuthorityChanged(Event):
    """What was confirmed before is so no longer: the new facts need a look of their own."""

    clinician: UUID
    authority: UUID
    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class AuthorityConfirmed(Event):
    clinician: UUID
    authority: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class AuthorityRenewed(Event):
    clinician: UUID
    authority: UUID
    renewal: UUID
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class AuthorityEnded(Event):
    clinician: UUID
    authority: UUID
    state: str
    valid_to: date
    because: str


@dataclass(frozen=True, kw_only=True)
class SupervisionBegun(Event):
    supervision: UUID
    supervisee: UUID
    supervisor: UUID
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class SupervisionEnded(Event):
    supervision: UUID
    supervisee: UUID
    supervisor: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class LicenseExpiring(Event):
    """
    Something without which a clinician may not treat ends on this day: an authority, a credential, or a supervision.

    `days_left` counts from the day of the notice. Whoever sends notices listens.
    """

    clinician: UUID
    what: str
    subject: UUID
    kind: str
    state: str
    ends_on: date
    days_left: int


@dataclass(frozen=True, kw_only=True)
class LicenseLapsed(Event):
    """Its last day has passed, and nothing that counts follows it."""

    clinician: UUID
    what: str
    subject: UUID
    kind: str
    state: str
    ended_on: date
