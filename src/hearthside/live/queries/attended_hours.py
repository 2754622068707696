"""Figures of the record in force for the schedule's ledger of hours: each person's blocks as they were really held."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.models.attested import AttendedBlock
from hearthside.live.queries.attended import Attended, attended
from hearthside.schedule.hours import Held
from hearthside.schedule.queries import delivered
from hearthside.schedule.queries.delivered import Delivered, Piece


def held(sessions: Collection[UUID], people: Collection[UUID]) -> Mapping[UUID, Delivered]:
    """
    Of these sessions and people, who both came from lines that whoever asks may see.

    Read behind the scenes for that reason: that a version is in force is of nobody's record.
    """
    with looking_as(system_actor("live")):
        found = attended(sessions, people, answers=False)
    return {session: _delivered(one, people) for session, one in found.items()}


def _delivered(one: Attended, people: Collection[UUID]) -> Delivered:
    pieces = {who: tuple(_piece(row, one) for row in one.of(who)) for who in people}
    return Delivered(one.n, one.is_attested, pieces)


def _piece(row: AttendedBlock, one: Attended) -> Piece:
    figures = Held(row.number, row.attended, row.supervised, row.countable, one.n, one.is_attested)
    return row.planned, row.kind, row.starts_at, row.ends_at, figures


def register() -> None:
    """Hand the schedule what was held."""
    delivered.register(held)
