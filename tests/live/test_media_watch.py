"""The media server as the watch sees it: away and back, whom it lists, what has to be put right in it."""

import pytest

from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.opening import end_live
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.beats import PresencePoll
from hearthside.live.models.rooms import LiveRoom
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
    return kept


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def house(server, settings):
    server.house.stop()
    server.house.start()
    settings.MEDIA = server.server
    return server.house


@pytest.fixture
def watch(server):
    return MediaWatch(lambda: LiveKit(server.server))


def comes_in(there, house, who: str):
    with scope(there.actors[who]):
        return house.join(enter_room(seat=there.seat(who), by=there.actors[who]).token)


def test_rooms_of_open_sessions_stand_after_one_look(there, house, watch):
    watch.once(0)

    assert list(house.rooms) == [there.room.name]
    assert watch.works


def test_while_it_is_away_the_watch_knows_and_after_it_is_back_rooms_stand_with_the_next_look(there, house, watch):
    watch.once(0)
    before = house.rooms[there.room.name].sid
    house.stop()
    watch.once(1)
    assert not watch.works

    house.start()
    watch.once(2)

    assert watch.works
    with scope(there.watch):
        kept = LiveRoom.objects.get(pk=there.room.pk).room_sid
    assert before != kept == house.rooms[there.room.name].sid


def test_every_fifteen_seconds_whom_it_lists_is_written_down_and_not_more_often(there, house, watch):
    guest = comes_in(there, house, "p1")
    for now in (POLL_SECONDS, POLL_SECONDS + 1, 2 * POLL_SECONDS - 1, 2 * POLL_SECONDS):
        watch.once(now)

    with scope(there.watch):
        polls = list(PresencePoll.objects.filter(room=there.room).order_by("at"))
    assert [[one["sid"] for one in poll.participants] for poll in polls] == [[guest.sid], [guest.sid]]
    assert all(poll.ok for poll in polls)


def test_whoever_was_put_out_and_slipped_back_in_is_put_out_by_the_next_poll(there, house, watch):
    guest = comes_in(there, house, "p1")
    with scope(there.lead):
        revoke_seat(seat=there.seat("p1"), by=there.lead)

    watch.once(POLL_SECONDS)

    assert guest.gone_because == "PARTICIPANT_REMOVED"


def test_a_hold_reaches_whoever_is_in_the_room_with_the_next_look(there, house, watch):
    patient, lead = comes_in(there, house, "p1"), comes_in(there, house, "kim")
    with scope(there.watch):
        LiveRoom.objects.filter(pk=there.room.pk).update(held_at=there.live.opened_at)
    watch.put_right([there.room])

    watch.once(1)

    assert not patient.rights["canPublish"]
    assert lead.rights["canPublish"]


def test_the_rooms_of_a_session_that_is_over_end(there, house, watch):
    guest = comes_in(there, house, "p1")
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

    watch.once(POLL_SECONDS)

    assert guest.gone_because == "ROOM_DELETED"


def test_an_installation_without_video_is_no_server_that_is_away():
    watch = MediaWatch(lambda: None)

    watch.once(0)

    assert watch.works
