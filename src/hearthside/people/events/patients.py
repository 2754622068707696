"""What can be said to have happened to patients' records: ids, days and words of closed lists."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class RolePartsGranted(Event):
    """The program's roles see what the table says; how many grants were given and ended to make it so."""

    program: UUID
    given: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class GrantsChanged(Event):
    """Grants followed from a change of relationship."""

    patients: tuple[UUID, ...]
    given: tuple[UUID, ...]
    ended: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class GrantsDiffered(Event):
    """The nightly comparison found grants that no relationship explained, or missed some; it put them right."""

    patients: tuple[UUID, ...]
    given: tuple[UUID, ...]
    ended: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PatientAdded(Event):
    patient: UUID
    waiting_since: date


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """The patient signs in with this account."""

    patient: UUID
    account: UUID


@dataclass(frozen=True, kw_only=True)
class DetailsChanged(Event):
    """`fields` are the names of what changed, without what it was or is."""

    patient: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WishesChanged(Event):
    patient: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Event):
    patient: UUID
    status: str
    since_on: date
    expected_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactsChanged(Event):
    """An emergency contact was added, changed or taken off."""

    patient: UUID
    contact: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class PetsChanged(Event):
    """A pet was added, changed or taken off; or the animals somebody fears."""

    patient: UUID
    what: str
    pet: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PatientsMerged(Event):
    merge: UUID
    patients: tuple[UUID, ...]
    moved: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Event):
    merge: UUID
    patients: tuple[UUID, ...]
    moved: int
