"""A session that has begun, for tests of its course: what they begin with, and what they look at."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom, LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_course_facts import course_facts
from hearthside.people.actions.grants import behind
from tests import build
from tests.builders import live
from tests.live.faked import faked
from tests.live.receiving import everybody

MINUTE = timedelta(minutes=1)


def harbor():
    there = live.live(build.program())
    return there, everybody(there)


@pytest.fixture
def there(kept):
    """Ten seconds after the beginning, everybody there."""
    with at(kept[0], seconds=10):
        yield kept[0]


@pytest.fixture
def received(kept):
    return kept[1]


def at(there, *, seconds=0.0, minutes=0.0):
    return clock.fixed(there.session.starts_at + timedelta(seconds=seconds, minutes=minutes))


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def media(server, settings):
    server.house.rooms.clear()
    settings.MEDIA = server.server
    return LiveKit(server.server)


def does(who, act, **given):
    with scope(who):
        return act(by=who, **given)


def now(there) -> LiveSession:
    with behind(there.at.program.pk, there.at.director):
        return LiveSession.objects.select_related("session__cohort").get(pk=there.live.pk)


def heard(received, minutes):
    """Everybody's page beats at this minute."""
    received.second = minutes * 60
    received.beat()


def room(there) -> LiveRoom:
    with behind(there.at.program.pk, there.at.director):
        return LiveRoom.objects.get(pk=there.room.pk)


def blocks(there) -> list[tuple[int, str]]:
    with behind(there.at.program.pk, there.at.director):
        return list(LiveBlock.objects.filter(session=there.live).values_list("number", "kind"))


def told(there, who) -> dict:
    row = now(there)
    with behind(there.at.program.pk, there.at.director):
        return course_facts(row, tie(who.account, row.pk), clock.now())


def joined(there, server, *names):
    return {
        name: server.house.join(does(there.actors[name], enter_room, seat=there.seat(name)).token) for name in names
    }


def lead_of(there):
    with behind(there.at.program.pk, there.at.director):
        return Lead.objects.select_related("clinician").get(session=there.live, until_at__isnull=True)
