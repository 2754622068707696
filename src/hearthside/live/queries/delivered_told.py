"""The months of a program as everybody may read them, kept for the hour: as fast as the page of what is planned."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.hourly import Hourly
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.live.queries.delivered import editions
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force, today


@dataclass(frozen=True)
class ToldMonth:
    """One month's edition that stands."""

    first: date
    told_at: datetime
    told: dict[str, Any]


_kept: Hourly[UUID, list[ToldMonth]] = Hourly()
forget = _kept.forget


def told_months(program: Program, by: Actor) -> list[ToldMonth]:
    """The months that were told, the latest first, as many as policy keeps public."""

    def read() -> list[ToldMonth]:
        most = in_force(on=today(program), program=program.pk).whole("delivered.months")
        with behind(program.pk, by):
            return [ToldMonth(row.month, row.told_at, row.told) for row in editions(program.pk)[:most]]

    found = _kept.of(program.pk, clock.now(), read).value
    if not found:
        # The first month is shown as soon as it is told.
        forget()
    return found
