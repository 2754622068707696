"""Who gets into a room of the media server, with which rights; and rooms that stand again after it was started anew."""

import jwt
import pytest

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.opening import end_live
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.actions.seating import Sitter, revoke_seat
from hearthside.live.actions.standing import close_rooms, put_room_right, stand_rooms
from hearthside.live.engine import NoVideo
from hearthside.live.media.engine import MediaUnreachable
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.rooms import LiveBlock, LiveRoom
from hearthside.live.refusals import NotInThisSession, SessionOver
from hearthside.live.words import PATIENT
from tests import build
from tests.builders import live
from tests.builders.observing import observes
from tests.kept import begins_with
from tests.live.faked import KEYS, faked

EVERYTHING = system_actor("live")


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
def media(server, settings):
    """The installation's media server, in which nothing has happened yet."""
    server.house.rooms.clear()
    settings.MEDIA = server.server
    return LiveKit(server.server)


def enters(there, who: str, seat=None):
    with scope(there.actors[who]):
        return enter_room(seat=seat or there.seat(who), by=there.actors[who])


def rights(entry) -> dict:
    claims = jwt.decode(entry.token, KEYS[0].secret, algorithms=["HS256"], issuer="app")
    return claims["video"] | {"role": claims["attributes"]["role"], "lasts": claims["exp"] - claims["nbf"]}


def test_a_patient_enters_with_camera_and_microphone_for_two_minutes(there, media, server):
    entry = enters(there, "p1")

    given = rights(entry)
    assert given.pop("lasts") == 120
    assert given == {
        "roomJoin": True, "room": there.room.name, "canPublish": True, "canSubscribe": True, "canPublishData": False,
        "canUpdateOwnMetadata": False, "canPublishSources": ["microphone", "camera"], "role": "patient",
    }  # fmt: skip
    assert server.house.join(entry.token).identity == there.seat("p1").identity


def test_whoever_leads_may_share_a_screen_and_nobody_administers_records_or_hides(there, media):
    given = rights(enters(there, "kim"))

    assert given["canPublishSources"] == ["microphone", "camera", "screen_share"]
    assert not {"roomAdmin", "roomRecord", "hidden", "recorder", "roomCreate", "roomList"} & given.keys()


def test_whoever_observes_is_heard_and_seen_by_nobody_but_listed_to_all(there, media):
    _, own, seat = observes(there)
    there.actors["ines"] = own

    given = rights(enters(there, "ines", seat))

    assert (given["canPublish"], given["canSubscribe"], given["role"]) == (False, True, "listener")
    assert "hidden" not in given


def test_nobody_enters_with_somebody_elses_seat(there, media):
    with pytest.raises(NotInThisSession):
        enters(there, "p1", there.seat("p2"))


def test_whoever_waits_gets_nothing_from_the_media_server(there, media, server):
    waiting = live.comes(there, Sitter(PATIENT, patient=live.patient_named(there, "p1").pk), admitted=False)

    with pytest.raises(SessionOver):
        enters(there, "p1", waiting)
    assert server.house.rooms == {}


def test_whoever_was_put_out_gets_no_token_and_an_old_one_does_not_keep_them_in(there, media, server):
    entry = enters(there, "p1")
    with scope(there.lead):
        revoke_seat(seat=there.seat("p1"), by=there.lead)

    with pytest.raises((SessionOver, NotInThisSession)):
        enters(there, "p1")
    guest = server.house.join(entry.token)
    with scope(EVERYTHING):
        done = put_room_right(room=there.room, media=media, by=EVERYTHING)
    assert done.removed == (guest.identity,)
    assert guest.gone_because == "PARTICIPANT_REMOVED"


def test_whoever_is_put_out_is_gone_at_once_and_their_seat_was_revoked_before(
    there, media, server, django_capture_on_commit_callbacks
):
    guest = server.house.join(enters(there, "p1").token)
    with django_capture_on_commit_callbacks(execute=False) as later, scope(there.lead):
        revoked = put_out_seat(seat=there.seat("p1"), by=there.lead)
    assert revoked.revoked_at is not None
    assert guest.gone_because is None

    for act in later:
        act()

    assert guest.gone_because == "PARTICIPANT_REMOVED"


def test_putting_somebody_out_does_not_wait_for_a_media_server_that_is_away(
    there, settings, django_capture_on_commit_callbacks, caplog
):
    settings.MEDIA = MediaServer("http://127.0.0.1:1", "ws://127.0.0.1:1", *KEYS)

    with django_capture_on_commit_callbacks(execute=True), scope(there.lead):
        revoked = put_out_seat(seat=there.seat("p1"), by=there.lead)

    assert revoked.revoked_at is not None
    assert "could not be ended at once" in caplog.text


def test_a_patient_puts_nobody_out(there, media):
    with scope(there.actors["p1"]), pytest.raises(NotInThisSession):
        put_out_seat(seat=there.seat("p2"), by=there.actors["p1"])


@pytest.mark.parametrize(("kind", "hears"), [("held", False), ("break", True), ("pet", True)])
def test_a_hold_and_a_rest_are_in_every_new_token_of_a_patient_and_in_none_of_staff(there, media, kind, hears):
    with scope(there.watch):
        if kind == "held":
            LiveRoom.objects.filter(pk=there.room.pk).update(held_at=there.live.opened_at)
        else:
            LiveBlock.objects.create(
                program_id=there.live.program_id, session=there.live, number=1, kind=kind,
                began_at=there.live.opened_at,
            )  # fmt: skip

    patient, lead = rights(enters(there, "p1")), rights(enters(there, "kim"))

    assert (patient["canPublish"], patient["canSubscribe"]) == (False, hears)
    assert "canPublishSources" not in patient
    assert lead["canPublish"]


def test_a_session_that_is_over_lets_nobody_in(there, media):
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

    with pytest.raises((SessionOver, NotInThisSession)):
        enters(there, "p1")


def test_without_a_media_server_one_sentence_says_so(there, settings):
    settings.MEDIA = None

    with pytest.raises(NoVideo, match="comes by itself"):
        enters(there, "p1")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ('{"state": "comes", "words": "building it, 401 of about 1,000 packages"}', NoVideo),
        ('{"state": "runs", "words": ""}', MediaUnreachable),
        ("{half", MediaUnreachable),
        (None, MediaUnreachable),
    ],
    ids=["it is being built", "it ran a moment ago", "nobody knows", "nothing is said"],
)
def test_while_the_media_server_is_being_got_whoever_comes_is_told_how_far_it_is(
    there, settings, tmp_path, told, refusal
):
    settings.MEDIA = MediaServer("http://127.0.0.1:1", "ws://127.0.0.1:1", *KEYS)
    settings.MEDIA_STATUS = tmp_path / "media.json"
    if told is not None:
        settings.MEDIA_STATUS.write_text(told)

    with pytest.raises(refusal) as refused:
        enters(there, "p1")
    assert ("401 of about 1,000 packages" in str(refused.value)) == (refusal is NoVideo)


def test_a_room_that_the_media_server_has_lost_stands_again_under_its_name_with_a_new_id(there, media, server):
    enters(there, "p1")
    server.house.stop()
    server.house.start()

    with scope(EVERYTHING):
        made = stand_rooms(media=media, by=EVERYTHING)
        again = stand_rooms(media=media, by=EVERYTHING)
        kept = LiveRoom.objects.get(pk=there.room.pk)

    assert (list(made), list(again)) == ([there.room.name], [])
    assert kept.room_sid == server.house.rooms[there.room.name].sid
    # It outlasts its session by an hour at least.
    assert server.house.rooms[there.room.name].empty_seconds >= 3600


def test_when_a_session_is_over_its_room_ends_for_whoever_stayed_and_other_peoples_rooms_do_not(there, media, server):
    guest = server.house.join(enters(there, "p1").token)
    media.create_room("room-of-another-house", empty_seconds=600, most=3)
    with scope(EVERYTHING):
        before = close_rooms(media=media, by=EVERYTHING)
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

    with scope(EVERYTHING):
        after = close_rooms(media=media, by=EVERYTHING)

    assert (list(before), list(after)) == ([], [there.room.name])
    assert guest.gone_because == "ROOM_DELETED"
    assert list(server.house.rooms) == ["room-of-another-house"]


def test_only_what_watches_rooms_makes_them_anew(there, media):
    with scope(there.lead), pytest.raises(NotInThisSession):
        close_rooms(media=media, by=there.lead)
    with scope(there.lead), pytest.raises(NotInThisSession):
        stand_rooms(media=media, by=there.lead)
    with scope(there.lead), pytest.raises(NotInThisSession):
        put_room_right(room=there.room, media=media, by=there.lead)
