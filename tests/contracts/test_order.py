"""Rooms that were lost stand again at once, and whoever should not be in one is put out: on both media servers."""

import time

import pytest

from hearthside.live.media import permissions as p
from hearthside.live.media.engine import MediaUnreachable
from hearthside.live.media.order import Wanted, put_out, put_right, stand
from tests.contracts.hearing import until
from tests.contracts.stages import STAGES, Stage

WANTED = [Wanted(f"room-number-{n}", 600) for n in range(3)]
ROOM = WANTED[0].name


@pytest.fixture(scope="module", params=["fake", pytest.param("real", marks=[pytest.mark.media, pytest.mark.slow])])
def stage(request, tmp_path_factory):
    stage: Stage = STAGES[request.param](tmp_path_factory.mktemp(request.param))
    yield stage
    stage.close()


@pytest.fixture
def engine(stage):
    stand(stage.engine, WANTED)
    return stage.engine


def enter(stage: Stage, identity: str, role: str = p.PATIENT):
    return stage.join(stage.engine.mint_token(ROOM, identity, p.permission(role), {}))


def test_rooms_that_stand_are_left_alone(engine):
    before = {room.name: room.sid for room in engine.rooms()}

    assert stand(engine, WANTED) == []
    assert {room.name: room.sid for room in engine.rooms()} == before
    assert stand(engine, []) == []


def test_after_a_restart_every_room_stands_again_within_two_seconds(stage, engine):
    before = {room.sid for room in engine.rooms()}
    guest = enter(stage, "identity-1")
    stage.stop()
    with pytest.raises(MediaUnreachable):
        stand(engine, WANTED)

    stage.start()
    began = time.monotonic()
    made = _once_a_second(engine)

    assert time.monotonic() - began <= 2
    assert {room.name for room in made} == {wanted.name for wanted in WANTED}
    assert before.isdisjoint(room.sid for room in made)
    assert enter(stage, "identity-1").sid != guest.sid


def _once_a_second(engine):
    """As the process that watches does it, which knows nothing of the restart."""
    while True:
        try:
            if made := stand(engine, WANTED):
                return made
        except MediaUnreachable:
            pass
        time.sleep(1)


def test_whoever_was_put_out_and_comes_again_with_the_old_token_is_put_out_again(stage, engine):
    token = engine.mint_token(ROOM, "identity-2", p.permission(p.PATIENT), {})
    stage.join(token)
    put_out(engine, ROOM, "identity-2")
    put_out(engine, ROOM, "identity-2")
    again = stage.join(token)

    done = put_right(engine, ROOM, {})

    assert "identity-2" in done.removed
    until(lambda: again.gone == "PARTICIPANT_REMOVED")


def test_a_hold_is_made_true_for_whoever_came_past_it_and_staff_keep_their_voice(stage, engine):
    enter(stage, "identity-3"), enter(stage, "identity-4", p.FACILITATOR)
    rights = {"identity-3": p.permission(p.PATIENT, held=True), "identity-4": p.permission(p.FACILITATOR, held=True)}

    done = put_right(engine, ROOM, rights)
    again = put_right(engine, ROOM, rights)

    assert done.changed == ("identity-3",)
    assert again.changed == ()
    assert {one.identity: one.can_publish for one in engine.participants(ROOM) if one.identity in rights} == {
        "identity-3": False, "identity-4": True
    }  # fmt: skip
