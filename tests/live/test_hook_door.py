"""The media server's door: what it signed comes in, once; and nothing is lost while the database is away."""

import hashlib
import itertools
import json
import os
import random
import re
import socket
import stat
import time

import jwt
import pytest

from hearthside.live.media.fake.telling import signature
from hearthside.live.media.keys import KeyPair
from hearthside.live.media.permissions import PATIENT, permission
from hearthside.live.media.tokens import join_token
from hearthside.live.push.spool import Spool
from tests.apart import apart_database
from tests.live.hooks import HOOK, at_once, door, message, signed, status, statuses, stored


@pytest.fixture(scope="module")
def database(database_server, django_db_setup, django_db_blocker):
    """One database for this file: each test tells of events of its own."""
    with django_db_blocker.unblock(), apart_database() as name:
        yield name


def test_an_event_is_stored_with_the_fields_we_keep_and_its_digest(database, tmp_path):
    body = message(1)

    assert status(door(database, tmp_path), *signed(body)) == 200

    assert stored(database) == [
        ("EV_1", "participant_joined", "room-number-1", "RM_one", "PA_1", "identity-1", "STANDARD", 1799186411250, "",
         True, hashlib.sha256(body).hexdigest())
    ]  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_the_same_event_many_times_in_any_order_is_there_once(database, tmp_path):
    facts = [signed(message(n)) for n in range(10, 14)]
    sent = [*facts, *facts, *random.Random(7).sample(facts, 4)]

    assert set(statuses(door(database, tmp_path), sent)) == {200}

    assert [row[0] for row in stored(database) if row[0] in {f"EV_{n}" for n in range(10, 14)}] == [
        "EV_10", "EV_11", "EV_12", "EV_13"
    ]  # fmt: skip


def test_another_message_with_a_known_id_changes_nothing(database, tmp_path):
    first = message(20)
    changed = message(20, createdAt="1799180000")

    assert statuses(door(database, tmp_path), [signed(first), signed(changed)]) == [200, 200]

    (row,) = (row for row in stored(database) if row[0] == "EV_20")
    assert row[-1] == hashlib.sha256(first).hexdigest()


FOREIGN = KeyPair("hook", "x" * 40)
APP = KeyPair("app", "a" * 40)
BODY = message(30)


def _without_digest() -> str:
    now = int(time.time())
    return jwt.encode({"iss": HOOK.name, "nbf": now, "exp": now + 300}, HOOK.secret, algorithm="HS256")


FORGED = {
    "no signature": lambda: (BODY, None),
    "an empty one": lambda: (BODY, ""),
    "no token at all": lambda: (BODY, "Bearer abc"),
    "another key": lambda: signed(BODY, FOREIGN),
    "the key for tokens": lambda: signed(BODY, APP),
    "the right name, the wrong secret": lambda: signed(BODY, KeyPair("hook", APP.secret)),
    "for other bytes": lambda: (BODY + b" ", signature(HOOK, BODY, time.time())),
    "of long ago": lambda: signed(BODY, now=time.time() - 400),
    "of the future": lambda: signed(BODY, now=time.time() + 120),
    "a person's token": lambda: (BODY, join_token(APP, "room-number-1", "identity-30", permission(PATIENT), {})),
    "a person's token, signed with the hook's key": lambda: (
        BODY, join_token(HOOK, "room-number-1", "identity-30", permission(PATIENT), {})
    ),
    "signed for no bytes": lambda: (BODY, _without_digest()),
    "signed with no algorithm": lambda: (BODY, jwt.encode({"iss": "hook"}, None, algorithm="none")),
    "longer than any signature": lambda: (BODY, "a" * 5000),
}  # fmt: skip


@pytest.mark.parametrize("how", FORGED)
def test_what_the_media_server_did_not_sign_just_now_is_refused_and_kept_nowhere(how, database, tmp_path):
    assert status(door(database, tmp_path), *FORGED[how]()) == 401

    assert "EV_30" not in {row[0] for row in stored(database)}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("apart", [-2, 2])
def test_clocks_two_seconds_apart_do_no_harm(apart, database, tmp_path):
    assert status(door(database, tmp_path), *signed(message(40 + apart), now=time.time() + apart)) == 200


UNREADABLE = {
    "no json": b"{",
    "no object": b"[]",
    "no id": message(50, id=""),
    "an id with a path in it": message(50, id="../../etc/passwd"),
    "an id that is too long": message(50, id="EV_" + "x" * 80),
    "no room": message(50, room={}),
    "a room that is none": message(50, room="room"),
    "a time that is none": message(50, createdAt="yesterday"),
    "a time beyond all times": message(50, createdAt="999999999999999"),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_signed_message_that_cannot_be_read_is_refused_whole(how, database, tmp_path):
    assert status(door(database, tmp_path), *signed(UNREADABLE[how])) == 400

    assert "EV_50" not in {row[0] for row in stored(database)}
    assert not list(tmp_path.iterdir())


def test_events_that_we_do_not_keep_are_taken_and_not_stored(database, tmp_path):
    assert status(door(database, tmp_path), *signed(message(60, "track_published"))) == 200

    assert "EV_60" not in {row[0] for row in stored(database)}


def test_more_than_any_message_has_is_not_read(database, tmp_path):
    assert status(door(database, tmp_path), *signed(message(61, padding="x" * 70_000))) == 413


def test_an_installation_without_video_believes_nobody(database, tmp_path):
    assert status(door(database, tmp_path, pair=None), *signed(message(62))) == 401


def test_while_the_database_is_away_events_wait_on_disk_without_passwords_for_their_owner_alone(tmp_path):
    away = door("", tmp_path / "spool")

    assert statuses(away, [signed(message(70)), signed(message(71)), signed(message(70))]) == [200, 200, 200]

    files = sorted((tmp_path / "spool").iterdir())
    assert [file.name for file in files] == ["EV_70.event", "EV_71.event"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert "never-kept" not in "".join(file.read_text() for file in files)


def test_what_waited_is_brought_in_once_with_the_time_at_which_it_came(database, tmp_path):
    told = [signed(message(n)) for n in range(80, 90)]
    statuses(door("", tmp_path), told)
    before = {name: json.loads((tmp_path / f"EV_{name}.event").read_text()) for name in range(80, 90)}

    # The first of them is told once more meanwhile, as after an answer that was lost.
    statuses(door(database, tmp_path), told[:1], bring=True)
    statuses(door(database, tmp_path), [], bring=True)

    names = [row[0] for row in stored(database)]
    assert [name for name in names if name in {f"EV_{n}" for n in range(80, 90)}] == [f"EV_{n}" for n in range(80, 90)]
    assert not list(tmp_path.iterdir())
    assert all(one["received_at"] for one in before.values())


def test_a_replay_that_was_cut_off_before_the_files_went_does_no_harm(database, tmp_path, monkeypatch):
    statuses(door("", tmp_path), [signed(message(91))])
    with monkeypatch.context() as cut:
        cut.setattr(Spool, "done", lambda self, brought: (_ for _ in ()).throw(OSError("power")))
        with pytest.raises(OSError, match="power"):
            statuses(door(database, tmp_path), [], bring=True)

    statuses(door(database, tmp_path), [], bring=True)

    assert [row[0] for row in stored(database)].count("EV_91") == 1
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_on_disk_is_put_aside_and_the_rest_comes_in(database, tmp_path):
    statuses(door("", tmp_path), [signed(message(92))])
    (tmp_path / "EV_0.event").write_text("{half")

    statuses(door(database, tmp_path), [], bring=True)

    assert "EV_92" in {row[0] for row in stored(database)}
    assert [file.name for file in tmp_path.iterdir()] == ["EV_0.unreadable"]


def test_what_the_database_refuses_holds_nothing_else_up(database, tmp_path, monkeypatch):
    # Longer than its column, as our own look at it would never let through.
    monkeypatch.setattr("hearthside.live.media.told.WORD", re.compile(r"[A-Za-z0-9_.-]{1,200}"))
    bad = message(95, id="EV_" + "x" * 100)

    assert status(door(database, tmp_path), *signed(bad)) == 400
    statuses(door("", tmp_path), [signed(message(96)), signed(bad), signed(message(97))])
    statuses(door(database, tmp_path), [], bring=True)

    names = {row[0] for row in stored(database)}
    assert {"EV_96", "EV_97"} <= names
    assert [file.suffix for file in tmp_path.iterdir()] == [".unreadable"]


def test_what_comes_at_once_is_written_together(database, tmp_path):
    told = [signed(message(n)) for n in range(300, 340)]

    found = at_once(door(database, tmp_path), told)

    assert set(found) == {200}
    assert {f"EV_{n}" for n in range(300, 340)} <= {row[0] for row in stored(database)}
    assert not list(tmp_path.iterdir())


def test_with_database_and_disk_both_gone_the_server_is_asked_to_come_again(tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        assert status(door("", tmp_path), *signed(message(93))) == 503

    assert not list(tmp_path.iterdir())
    assert status(door("", tmp_path), *signed(message(93))) == 200


def test_a_database_that_hangs_holds_nobody_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hangs = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing"
        began = time.monotonic()

        found = statuses(door(hangs, tmp_path), [signed(message(n)) for n in range(100, 160)])

    assert set(found) == {200}
    assert len(list(tmp_path.iterdir())) == 60
    assert time.monotonic() - began < 5


def test_in_any_order_with_any_part_spooled_the_inbox_ends_the_same(database, tmp_path):
    facts = [signed(message(n)) for n in range(200, 203)]
    for number, order in enumerate(itertools.permutations(facts)):
        cut = number % 4
        statuses(door("", tmp_path), list(order[:cut]))
        statuses(door(database, tmp_path), list(order[cut:]), bring=True)

    assert [row[0] for row in stored(database) if row[0][:4] == "EV_2" and len(row[0]) == 6] == [
        "EV_200", "EV_201", "EV_202"
    ]  # fmt: skip
