"""What can be said to have happened to day plans, cohorts, memberships and treatments: ids, days, listed words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class DayPlanMade(Event):
    day_plan: UUID
    key: str
    version: int
    policy_version: str


@dataclass(frozen=True, kw_only=True)
class DayPlansChosen(Event):
    """Which day plans suit somebody."""

    patient: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CohortOpened(Event):
    cohort: UUID
    day_plan: UUID
    from_on: date
    until_on: date | None
    patients: tuple[UUID, ...]
    policy_version: str


@dataclass(frozen=True, kw_only=True)
class CohortChanged(Event):
    cohort: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CohortClosed(Event):
    cohort: UUID
    until_on: date
    because: str
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class JoinedCohort(Event):
    """One event for one person: what happens to a group is in nobody else's record."""

    patient: UUID
    cohort: UUID
    membership: UUID
    from_on: date
    until_on: date | None
    policy_version: str


@dataclass(frozen=True, kw_only=True)
class LeftCohort(Event):
    patient: UUID
    cohort: UUID
    membership: UUID
    until_on: date
    because: str


@dataclass(frozen=True, kw_only=True)
class MembershipExtended(Event):
    patient: UUID
    cohort: UUID
    membership: UUID
    until_on: date | None
    policy_version: str


@dataclass(frozen=True, kw_only=True)
class TreatmentAssigned(Event):
    """A clinician treats somebody from an instant on; of a couple there is one event for each partner."""

    patient: UUID
    treatment: UUID
    clinician: UUID
    modality: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TreatmentEnded(Event):
    patient: UUID
    treatment: UUID
    clinician: UUID
    modality: str
    until_at: datetime
    because: str


@dataclass(frozen=True, kw_only=True)
class ExceptionTakenOn(Event):
    """Somebody sees to what stands against the rules in a cohort, by a day."""

    cohort: UUID
    kind: str
    owner: UUID
    by_on: date
