"""Heartbeats: a signed note, one line in memory, and once a second two rows and every pause that was too long."""

import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from hearthside.base.ids import new_id
from hearthside.ledger.scope import scope
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.models.beats import BEATS, AtWork, BeatHole, LastBeat
from hearthside.live.push.answers import Origins
from hearthside.live.push.beat_door import BeatDoor
from hearthside.live.push.beats import MOST_CONNECTIONS, WRITE, Beats
from hearthside.live.push.ticket import Ticket, Tickets
from tests import build
from tests.builders import live
from tests.builders.live import AT_THE_DOOR, instant
from tests.kept import begins_with
from tests.loops import run

TICKETS = Tickets("a key of the tests")
SEAT = UUID("11111111-1111-1111-1111-111111111111")
TICKET = Ticket(SEAT, "s-1", "r-1", round(time.time()) + 3600)
OURS = "http://localhost:8000"


def harbor():
    return live.live(build.program())


def world(test):
    """This test begins with the live session above."""
    for mark in begins_with(harbor):
        test = mark(test)
    return test


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def there(kept):
    return kept


def ask(door, content: bytes, *headers: tuple[bytes, bytes]) -> tuple[int, dict[bytes, bytes]]:
    """What the door answers to this body."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message):
        sent.append(message)

    run(door({"type": "http", "path": "/live/beat", "headers": list(headers)}, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"])


def door(beats: Beats) -> BeatDoor:
    return BeatDoor(TICKETS, beats, Origins([OURS]))


def body(ticket: Ticket = TICKET, sid: str = "PA_1") -> bytes:
    return f"{TICKETS.sign(ticket)} {sid}".encode()


def test_a_signed_note_is_enough():
    beats = Beats("tests", Clock())

    status, _ = ask(door(beats), body())

    assert status == 204
    assert list(beats.take().heard) == [(SEAT, "PA_1")]


FORGED = {
    "another key": f"{Tickets('another').sign(TICKET)} PA_1".encode(),
    "its time is over": body(replace(TICKET, until=round(time.time()) - 1)),
    "another seat in the note": body().replace(b"W", b"X", 1).replace(b"J", b"K", 1),
    "nothing signed": b"eyJ9 PA_1",
    "a note without its mark": TICKETS.sign(TICKET).partition(".")[0].encode() + b" PA_1",
    "no note": b" PA_1",
}


# Named by hand: a note holds the time, and two workers that collect in different seconds must find the same tests.
@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_a_forged_or_old_note_is_refused(content):
    beats = Beats("tests", Clock())

    status, _ = ask(door(beats), content)

    assert status == 401
    assert not beats.take().heard


UNREADABLE = {
    "nothing": b"",
    "no text": b"\xff\xfe",
    "no connection": TICKETS.sign(TICKET).encode(),
    "an empty connection": body(sid=""),
    "two words": body(sid="PA 1"),
    "a long connection": body(sid="x" * 65),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused(content):
    status, _ = ask(door(Beats("tests", Clock())), content)

    assert status in (400, 401)


def test_more_than_a_note_is_not_read():
    status, _ = ask(door(Beats("tests", Clock())), b"x" * 5_000)

    assert status == 413


def test_a_page_of_somebody_else_is_refused_and_one_of_ours_may_read_the_answer():
    beats = Beats("tests", Clock())

    foreign, _ = ask(door(beats), body(), (b"origin", b"https://elsewhere.example.org"))
    ours, headers = ask(door(beats), body(), (b"origin", OURS.encode()))
    navigated, _ = ask(door(beats), body(), (b"sec-fetch-site", b"cross-site"))

    assert (foreign, ours, navigated) == (403, 204, 403)
    assert headers[b"access-control-allow-origin"] == OURS.encode()


def test_memory_is_nobodys_to_fill():
    beats = Beats("tests", Clock())
    for n in range(MOST_CONNECTIONS):
        beats.beat(SEAT, str(n), "r-1")

    status, _ = ask(door(beats), body())

    assert status == 503


def test_a_pause_within_one_process_and_across_a_lost_database_is_kept():
    clock = Clock()
    beats = Beats("tests", clock)
    for clock.now in (0.0, 2.0, 9.0):
        beats.beat(SEAT, "PA_1", "r-1")
    taken = beats.take()
    for clock.now in (11.0, 13.0):
        beats.beat(SEAT, "PA_1", "r-1")

    beats.give_back(taken)

    again = beats.take()
    assert [(heard.first, heard.last) for heard in again.heard.values()] == [(0.0, 13.0)]
    assert [(begin, end) for _, _, begin, end in again.holes] == [(2.0, 9.0)]


@world
def test_written_once_a_second_the_first_the_last_and_every_hole_are_kept(there):
    clock = Clock()
    beats = Beats("tests", clock)
    for second in (0.0, 2.0, 4.0, 14.0, 16.0, 18.0):
        clock.now = second
        beats.beat(there.seats["p1"].pk, "PA_1", there.room.name)
        if second in (4.0, 18.0):
            write(there, beats, second)

    with scope(there.watch):
        (last,) = LastBeat.objects.exclude(sid=AT_THE_DOOR)
        holes = list(BeatHole.objects.values_list("from_at", "until_at"))
        (at_work,) = AtWork.objects.filter(does=BEATS)
    assert (last.first_at, last.at) == (instant(there, 0), instant(there, 18))
    assert holes == [(instant(there, 4), instant(there, 14))]
    assert at_work.at == instant(there, 18)


@world
def test_a_seat_that_was_put_out_and_one_that_never_was_beat_for_nobody(there):
    beats = Beats("tests", Clock())
    with scope(there.lead):
        revoke_seat(seat=there.seats["p1"], by=there.lead)
    beats.beat(there.seats["p1"].pk, "PA_1", there.room.name)
    beats.beat(new_id(), "PA_2", there.room.name)

    write(there, beats, 0)

    with scope(there.watch):
        assert not LastBeat.objects.exclude(sid=AT_THE_DOOR).exists()


@world
def test_a_late_writing_of_another_process_never_takes_time_back(there):
    clock = Clock()
    early, late = Beats("one", clock), Beats("two", clock)
    early.beat(there.seats["p1"].pk, "PA_1", there.room.name)
    clock.now = 4.0
    late.beat(there.seats["p1"].pk, "PA_1", there.room.name)
    write(there, late, 4)

    write(there, early, 4)

    with scope(there.watch):
        assert LastBeat.objects.exclude(sid=AT_THE_DOOR).get().at == instant(there, 4)


def write(there, beats: Beats, second: float) -> None:
    with scope(there.watch), connection.cursor() as cursor:
        cursor.execute(WRITE, beats.parameters(beats.take(), instant(there, 0) + timedelta(seconds=second)))
