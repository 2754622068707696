"""What can be said to have happened to series and sessions: ids and plain values alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class SeriesStarted(Event):
    series: UUID
    kind: str
    cohort: UUID | None
    from_on: date
    until_on: date | None
    patients: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SeriesChanged(Event):
    """A series ended the day before, and another one follows it."""

    series: UUID
    followed_by: UUID
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(Event):
    series: UUID
    until_on: date
    because: str


@dataclass(frozen=True, kw_only=True)
class SessionsMade(Event):
    series: UUID
    until_on: date
    made: int
    findings: int


@dataclass(frozen=True, kw_only=True)
class SessionBooked(Event):
    session: UUID
    kind: str
    starts_at: datetime
    patients: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SessionMoved(Event):
    session: UUID
    kind: str
    starts_at: datetime
    moved_from: datetime
    patients: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SessionCanceled(Event):
    session: UUID
    kind: str
    starts_at: datetime
    because: str
    patients: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionsAsked(Event):
    questions: tuple[UUID, ...]
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    question: UUID


@dataclass(frozen=True, kw_only=True)
class ClinicClosed(Event):
    closure: UUID
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class ClosureTakenBack(Event):
    closure: UUID


@dataclass(frozen=True, kw_only=True)
class WeekStarted(Event):
    monday: date
    cohorts: tuple[UUID, ...]
    series: tuple[UUID, ...]
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SessionOpened(Event):
    """The first person was let in."""

    session: UUID


@dataclass(frozen=True, kw_only=True)
class SessionHeld(Event):
    """It is over, and its room is empty."""

    session: UUID
