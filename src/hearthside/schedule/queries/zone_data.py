"""What an update of the world's time zones moves: planned sessions whose time on the wall means another instant now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.schedule import times
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import AHEAD


@dataclass(frozen=True)
class MovedByLaw:
    """A session as it was agreed, the instant that this meant, and what it means by today's rules (None: nothing)."""

    session: UUID
    on_day: date
    start_minute: int
    zone: str
    meant: datetime
    means: datetime | None


def moved_by_law(program: Program) -> list[MovedByLaw]:
    """Planned sessions to come whose instant is another one by today's rules, the earliest first. One query."""
    ahead = Session.objects.filter(program=program, status__in=AHEAD, starts_at__gt=clock.now())
    found = [
        MovedByLaw(s.pk, s.on_day, s.start_minute, s.zone, s.starts_at, _again(s))
        for s in ahead.order_by("starts_at", "pk")
    ]
    return [each for each in found if each.means != each.meant]


def _again(session: Session) -> datetime | None:
    return times.again(session.on_day, session.start_minute, session.zone, session.second_of_two)
