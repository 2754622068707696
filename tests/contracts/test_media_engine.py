"""
What any media server of ours must do: asked of the real one, and of the fake one on which other tests rest.

Whoever is lost is lost at the beginning, because the real server needs twenty seconds to notice.
"""

import itertools
import time
from dataclasses import dataclass

import pytest

from hearthside.live.media import permissions as p
from hearthside.live.media.engine import MediaEngine, MediaRefused, NotInRoom
from hearthside.live.media.tokens import NotOpaque, join_token
from tests.contracts.hearing import Hearing, until
from tests.contracts.stages import STAGES, FakeStage, Guest, Refused, Stage

NUMBERS = itertools.count(1)
LOST_IDENTITY = "identity-lost"


@dataclass
class Lost:
    """Somebody whose connection died while they were in this room."""

    room: str
    sid: str
    at: float


@pytest.fixture(scope="module", params=["fake", pytest.param("real", marks=[pytest.mark.media, pytest.mark.slow])])
def stage(request, tmp_path_factory):
    stage: Stage = STAGES[request.param](tmp_path_factory.mktemp(request.param))
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def lost(stage: Stage) -> Lost:
    name = "room-of-the-lost"
    stage.engine.create_room(name, empty_seconds=600, most=20)
    guest = stage.join(stage.engine.mint_token(name, LOST_IDENTITY, p.permission(p.PATIENT), {}))
    guest.lose()
    return Lost(name, guest.sid, time.monotonic())


@pytest.fixture
def engine(stage: Stage, lost: Lost) -> MediaEngine:
    return stage.engine


@pytest.fixture
def hearing(stage: Stage) -> Hearing:
    return stage.hearing


@pytest.fixture
def room(engine: MediaEngine):
    """A new room for each test, closed afterwards."""
    name = f"room-number-{next(NUMBERS)}"
    engine.create_room(name, empty_seconds=600, most=3)
    yield name
    engine.close_room(name)


def enter(stage: Stage, room: str, identity: str, role: str = p.PATIENT, **state: bool) -> Guest:
    return stage.join(stage.engine.mint_token(room, identity, p.permission(role, **state), {"seat": "seat-1"}))


def test_it_answers(engine):
    assert engine.answers()


def test_a_room_is_made_once_and_has_an_id_of_its_own(engine, hearing, room):
    again = engine.create_room(room, empty_seconds=600, most=3)

    assert engine.rooms([room]) == [again]
    assert engine.rooms(["room-of-nobody"]) == []
    assert again in engine.rooms()
    until(lambda: any(e.event == "room_started" and e.room_sid == again.sid for e in hearing.events))


def test_closing_a_room_ends_it_for_everybody_and_closing_it_twice_does_no_harm(stage, engine, hearing, room):
    guest = enter(stage, room, "identity-1")

    engine.close_room(room)
    engine.close_room(room)

    until(lambda: guest.gone is not None)
    assert guest.gone == "ROOM_DELETED"
    assert engine.rooms([room]) == []
    assert engine.participants(room) == []
    until(lambda: any(e.event == "room_finished" and e.room == room for e in hearing.events))


def test_nobody_enters_a_room_that_was_not_made(stage, engine):
    with pytest.raises(Refused, match="does not exist"):
        enter(stage, "room-never-made", "identity-1")


def test_who_enters_is_listed_with_what_they_may_and_told_with_the_same_connection(stage, engine, hearing, room):
    guest = enter(stage, room, "identity-2")
    until(lambda: bool(engine.participants(room) and engine.participants(room)[0].tracks))

    listed = engine.participants(room)
    told = hearing.until("participant_joined", "identity-2")

    assert [(one.identity, one.sid, one.active, one.can_publish) for one in listed] == [
        ("identity-2", guest.sid, True, True)
    ]
    assert listed[0].attributes == {"role": "patient", "seat": "seat-1"}
    assert [(t.source, t.muted) for t in listed[0].tracks] == [("microphone", False)]
    assert (told.sid, told.room, told.kind, told.can_publish) == (guest.sid, room, "STANDARD", True)
    assert told.joined_at_ms == listed[0].joined_at_ms
    assert abs(told.created_at.timestamp() - time.time()) < 30


def test_who_says_goodbye_is_told_at_once(stage, engine, hearing, room):
    guest = enter(stage, room, "identity-3")
    began = time.monotonic()

    guest.leave()

    told = hearing.until("participant_left", "identity-3")
    assert (told.sid, told.reason) == (guest.sid, "CLIENT_INITIATED")
    assert time.monotonic() - began < 5
    assert engine.participants(room) == []


def test_who_only_listens_sends_nothing_and_is_seen_by_all(stage, engine, hearing, room):
    guest = enter(stage, room, "identity-4", p.LISTENER)

    assert guest.track is None
    assert [(one.identity, one.can_publish) for one in engine.participants(room)] == [("identity-4", False)]
    assert hearing.until("participant_joined", "identity-4").can_publish is False


def test_the_same_person_twice_leaves_the_later_connection(stage, engine, hearing, room):
    first = enter(stage, room, "identity-5")
    second = enter(stage, room, "identity-5")

    until(lambda: first.gone is not None)
    assert first.gone == "DUPLICATE_IDENTITY"
    assert [one.sid for one in engine.participants(room)] == [second.sid]
    assert hearing.until("participant_left", "identity-5").reason == "DUPLICATE_IDENTITY"


def test_a_full_room_lets_nobody_in(stage, engine, room):
    for number in range(3):
        enter(stage, room, f"identity-6{number}")

    with pytest.raises(Refused):
        enter(stage, room, "identity-63")


def test_removing_somebody_ends_their_connection_and_not_their_token(stage, engine, hearing, room):
    token = engine.mint_token(room, "identity-7", p.permission(p.PATIENT), {})
    guest = stage.join(token)

    engine.remove(room, "identity-7")

    until(lambda: guest.gone is not None)
    assert guest.gone == "PARTICIPANT_REMOVED"
    assert hearing.until("participant_left", "identity-7").reason == "PARTICIPANT_REMOVED"
    # Why there is a gate of ours before the door: the server forgets at once whom it removed.
    assert stage.join(token).sid != guest.sid


def test_a_hold_ends_what_patients_send_and_does_not_end_by_entering_again(stage, engine, room):
    guest = enter(stage, room, "identity-8")
    assert guest.track
    until(lambda: bool(engine.participants(room)[0].tracks))

    engine.set_permission(room, "identity-8", p.permission(p.PATIENT, held=True))

    until(lambda: not engine.participants(room)[0].tracks)
    assert not engine.participants(room)[0].can_publish
    assert enter(stage, room, "identity-8", held=True).track is None
    engine.set_permission(room, "identity-8", p.permission(p.PATIENT))
    assert engine.participants(room)[0].can_publish


def test_words_on_a_tile_are_changed_by_us_and_an_empty_one_is_taken_away(stage, engine, room):
    enter(stage, room, "identity-9")

    engine.set_attributes(room, "identity-9", {"hand": "up"})
    engine.set_attributes(room, "identity-9", {"seat": ""})

    assert engine.participants(room)[0].attributes == {"role": "patient", "hand": "up"}


def test_a_microphone_is_silenced(stage, engine, room):
    guest = enter(stage, room, "identity-10")
    assert guest.track
    until(lambda: bool(engine.participants(room)[0].tracks))

    engine.mute(room, "identity-10", guest.track)

    until(lambda: [t.muted for t in engine.participants(room)[0].tracks] == [True])


def test_words_reach_those_they_are_for(stage, engine, room):
    one, other = enter(stage, room, "identity-11"), enter(stage, room, "identity-12")

    engine.send(room, "news", b"look again", ["identity-11"])

    until(lambda: one.received == [("news", "look again")])
    assert other.received == []


def test_who_is_not_there_cannot_be_acted_upon(engine, room):
    acts = [
        lambda: engine.remove(room, "identity-13"),
        lambda: engine.set_permission(room, "identity-13", p.permission(p.PATIENT)),
        lambda: engine.set_attributes(room, "identity-13", {"hand": "up"}),
        lambda: engine.mute(room, "identity-13", "TR_none"),
    ]

    for act in acts:
        with pytest.raises(NotInRoom):
            act()


@pytest.mark.parametrize("name", ["", "short", "has space-in-it", "identity#cam", "ä" * 10, "x" * 65])
def test_a_name_that_could_say_something_gets_no_token(engine, name):
    with pytest.raises(NotOpaque):
        engine.mint_token("room-number-0", name, p.permission(p.PATIENT), {})
    with pytest.raises(NotOpaque):
        engine.mint_token(name, "identity-0", p.permission(p.PATIENT), {})


def test_a_token_that_is_old_or_not_ours_lets_nobody_in(stage, engine, room):
    app = engine.server.app
    old = join_token(app, room, "identity-14", p.permission(p.PATIENT), {}, now=time.time() - 300)
    foreign = join_token(engine.server.hook, room, "identity-14", p.permission(p.PATIENT), {})
    changed = engine.mint_token(room, "identity-14", p.permission(p.PATIENT), {})[:-6] + "AAAAAA"

    for token in (old, changed, *([foreign] if isinstance(stage, FakeStage) else [])):
        with pytest.raises(Refused):
            stage.join(token)


def test_a_right_for_one_thing_is_none_for_another(engine, room):
    from hearthside.live.media import tokens, twirp

    token = tokens.request_token(engine.server.app, {"roomAdmin": True, "room": "room-of-another"})

    with pytest.raises(MediaRefused) as refused:
        twirp.ask(engine.server.url, "ListParticipants", token, {"room": room})
    assert refused.value.code in ("unauthenticated", "permission_denied")


def test_who_is_lost_is_missed_after_twenty_seconds_and_not_before(stage, engine, hearing, lost):
    told = hearing.until("participant_left", LOST_IDENTITY, seconds=30)

    # When it was heard, on the hearing's own clock: nobody has to be watching.
    assert hearing.heard_at[told.event_id] - lost.at >= stage.misses_after

    assert (told.sid, told.reason) == (lost.sid, "CONNECTION_TIMEOUT")
    assert told.joined_at_ms
    assert engine.participants(lost.room) == []


def test_a_restart_takes_all_rooms_with_it_and_tells_nobody(stage, engine, hearing):
    before = engine.create_room("room-of-before", empty_seconds=600, most=3)
    enter(stage, "room-of-before", "identity-15")
    hearing.until("participant_joined", "identity-15")

    stage.restart()

    assert engine.rooms() == []
    assert engine.create_room("room-of-before", empty_seconds=600, most=3).sid != before.sid
    assert not hearing.of("participant_left", "identity-15")
    assert hearing.refused == []
