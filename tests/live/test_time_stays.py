"""A session whose door has opened is held at the time at which it opened, or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.refusals import DoorHasOpened
from tests.builders import door
from tests.kept import begins_with

pytestmark = begins_with(door.open_door)


@pytest.fixture
def at(kept):
    return kept


def moves(at) -> Session:
    by, on = at.day.house.actor("coordinator"), at.session.on_day + timedelta(days=6)
    with scope(by):
        return reschedule(
            session=at.session, on_day=on, start_minute=at.session.start_minute, outside_hours_because="Agreed.", by=by
        )


def session(at) -> Session:
    with behind(at.program.pk, at.day.house.director):
        return Session.objects.get(pk=at.session.pk)


def test_a_session_is_moved_until_its_door_opens(at):
    moved = moves(at)

    assert session(at).starts_at == moved.starts_at > at.session.starts_at


def test_a_session_whose_door_has_opened_stays_at_its_time_and_is_told_why(at):
    at.live()

    with pytest.raises(DoorHasOpened, match="people may be waiting"):
        moves(at)

    assert session(at).starts_at == at.session.starts_at


def test_the_database_moves_it_by_nobody(at):
    at.live()

    no = pytest.raises(IntegrityError, match="has opened")
    with behind(at.program.pk, at.day.house.director), no, transaction.atomic():
        Session.objects.filter(pk=at.session.pk).update(ends_at=at.session.ends_at + timedelta(minutes=5))
