"""What can be said to have happened to reminders."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class PeopleReminded(Event):
    reminders: tuple[UUID, ...]
    patients: tuple[UUID, ...]
