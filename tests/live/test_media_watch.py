"""The media server as the watch sees it: polls that are kept, holds that are made true, and a server that is away."""

import pytest

from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.watching import hold_group, lift_hold
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.beats import PresencePoll
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.watching.media import POLL_SECONDS, MediaWatch
from tests import build
from tests.builders import live
from tests.kept import begins_with
from tests.live.faked import faked


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    with scope(kept.watch):
        LiveSession.objects.filter(pk=kept.live.pk).update(first_admitted_at=kept.live.opened_at)
    return kept


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def media(server, settings):
    """The installation's media server, in which nothing has happened yet."""
    server.house.rooms.clear()
    server.house.down = False
    settings.MEDIA = server.server
    return LiveKit(server.server)


def joins(there, server, who: str) -> str:
    with scope(there.actors[who]):
        entry = enter_room(seat=there.seats[who], by=there.actors[who])
    sid: str = server.house.join(entry.token).sid
    return sid


def polls(there) -> list[PresencePoll]:
    with scope(there.watch):
        return list(PresencePoll.objects.filter(room=there.room).order_by("at"))


def test_whoever_is_listed_is_kept_every_fifteen_seconds(there, server, media):
    watch = MediaWatch(lambda: media)
    watch.once(POLL_SECONDS)
    sid = joins(there, server, "p1")
    watch.once(POLL_SECONDS + 1)
    watch.once(2 * POLL_SECONDS)

    first, second = polls(there)
    assert (first.ok, first.participants) == (True, [])
    assert [(one["sid"], one["identity"]) for one in second.participants] == [(sid, there.seats["p1"].identity)]


def test_a_server_that_is_away_is_said_to_be_and_its_rooms_stand_again_when_it_is_back(there, server, media):
    watch = MediaWatch(lambda: media)
    watch.once(0)
    server.house.down = True
    watch.once(1)
    away = watch.works
    server.house.down = False
    server.house.rooms.clear()

    watch.once(2)

    assert away is False
    assert watch.works
    assert there.room.name in server.house.rooms


def test_a_hold_is_made_true_at_once_and_so_is_its_end(there, server, media):
    watch = MediaWatch(lambda: media)
    watch.once(0)
    joins(there, server, "p1")
    joins(there, server, "kim")
    held = hold_and_publishing(there, watch, media, hold_group)

    lifted = hold_and_publishing(there, watch, media, lift_hold)

    assert held == {there.seats["p1"].identity: False, there.seats["kim"].identity: True}
    assert lifted == {there.seats["p1"].identity: True, there.seats["kim"].identity: True}


def hold_and_publishing(there, watch, media, act) -> dict[str, bool]:
    with scope(there.watch):
        act(room=there.room, by=there.watch)
        watch.put_right([LiveRoom.objects.get(pk=there.room.pk)])
    watch.once(1)
    return {one.identity: one.can_publish for one in media.participants(there.room.name)}


def test_without_a_media_server_silence_is_believed(there):
    watch = MediaWatch(lambda: None)

    watch.once(0)

    assert watch.works
    assert polls(there) == []
