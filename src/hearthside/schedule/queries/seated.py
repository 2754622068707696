"""Who holds a seat in each of many sessions, in one question."""

from collections.abc import Collection
from uuid import UUID

from hearthside.schedule.models.seats import Seat
from hearthside.schedule.plain import Person
from hearthside.schedule.words import SEAT_HELD


def seated(sessions: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Of each session the people who hold a seat in it."""
    found: dict[UUID, list[Person]] = {}
    rows = Seat.objects.filter(session__in=sessions, state=SEAT_HELD).order_by("session", "id")
    for session, patient, partner in rows.values_list("session", "patient", "partner"):
        found.setdefault(session, []).append(Person(patient, partner))
    return found
