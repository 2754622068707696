"""What can be said to have happened between this program and others: counts and ids, never names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class RosterImported(Event):
    """A roster was brought in; how many of each kind came, changed, and were told but not taken."""

    program: UUID
    source: str
    patients: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]
    came: int
    changed: int
    not_taken: int
    week: date | None


@dataclass(frozen=True, kw_only=True)
class ApplicantsImported(Event):
    """People of another system became applicants."""

    program: UUID
    source: str
    applications: tuple[UUID, ...]
    known_already: int


@dataclass(frozen=True, kw_only=True)
class RosterExported(Event):
    """Everybody of the roster left the program as files, with the week that begins on this Monday."""

    program: UUID
    week: date
    patients: tuple[UUID, ...]
