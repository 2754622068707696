"""The sessions of which there are minutes of somebody's own, as they are themselves told: theirs, and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attended import Minutes, attended, minutes
from hearthside.live.queries.titles import title
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.plain import Person
from hearthside.schedule.words import SEAT_CANCELED


@dataclass(frozen=True)
class Own:
    """One session, and what counts of it for whoever asks."""

    session: UUID
    title: str
    starts_at: datetime
    minutes: Minutes
    is_attested: bool


def own_minutes(persons: Sequence[Person]) -> list[Own]:
    """Sessions that these came to or were expected in, whose minutes are there; latest first. Behind the scenes."""
    ids = [person.patient or person.partner for person in persons]
    mine = Q(patient__in=ids) | Q(partner__in=ids)
    expected = PlannedSeat.objects.filter(mine).exclude(state=SEAT_CANCELED).values("session")
    sat = SeatOccupant.objects.filter(mine).values("seat__session")
    lives = LiveSession.objects.filter(Q(pk__in=expected) | Q(pk__in=sat), versions__n=1)
    rows = list(lives.select_related("session__cohort").order_by("-session__starts_at", "pk"))
    found = attended([row.pk for row in rows], [each for each in ids if each], answers=False)
    return [
        Own(row.pk, title(row), row.session.starts_at, minutes(found[row.pk].blocks), found[row.pk].is_attested)
        for row in rows
    ]
