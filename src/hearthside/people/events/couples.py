"""What can be said to have happened to couples and to people who are kept apart."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class PartnersLinked(Event):
    couple: UUID
    patients: tuple[UUID, ...]
    partner: UUID | None


@dataclass(frozen=True, kw_only=True)
class PartnersParted(Event):
    couple: UUID
    patients: tuple[UUID, ...]
    because: str


@dataclass(frozen=True, kw_only=True)
class TogetherWishSaid(Event):
    """Touches one partner's record alone: what was said is nobody else's."""

    couple: UUID
    patient: UUID
    together: bool


@dataclass(frozen=True, kw_only=True)
class KeptApart(Event):
    """Two people may not share a group. Why, and who said so, stands in the reason and not here."""

    pair: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class KeptApartNoMore(Event):
    pair: UUID
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class KeepApartReasonGiven(Event):
    patient: UUID
    reason: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class KeepApartReasonEnded(Event):
    patient: UUID
    reason: UUID


@dataclass(frozen=True, kw_only=True)
class PartnerWithoutChartChanged(Event):
    partner: UUID
    what: str
