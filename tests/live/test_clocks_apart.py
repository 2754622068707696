"""
Clocks two seconds apart: nothing is lost, edges are where the rules say, and nobody seems gone who is there.

The media server, whose clock is wrong, is the fake one; what it signs comes in by the door that the real one uses, into
the inbox that the watch and the attendance engine read. Heartbeats bear no time: each has an age by the clock of who
received it. The watch itself asks the database what time it is.
"""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

import hearthside
from hearthside.ledger.scope import scope
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.media.fake.clock import StandingClock
from hearthside.live.media.fake.house import House
from hearthside.live.media.fake.telling import Telling
from hearthside.live.media.permissions import PATIENT, permission
from hearthside.live.media.tokens import join_token
from hearthside.live.models.states import RoomState
from hearthside.live.push.beats import Beats
from hearthside.live.push.hook_door import HookDoor
from hearthside.live.push.inbox import INSERT
from hearthside.live.push.spool import Spool
from hearthside.live.queries.evidence import lines
from hearthside.live.words import BREACH, OK, SUSPECT
from hearthside.safety.models.pages import Page
from tests import build
from tests.builders import live
from tests.builders.live import instant, patient_named
from tests.kept import begins_with
from tests.live.faked import KEYS
from tests.live.receiving import Received

APP, HOOK = KEYS
APART = 2.0


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


class Apart(Received):
    """A session's room, told of by a media server that is so many seconds ahead of the database."""

    def __init__(self, there: live.Live, folder: Path, ahead: float) -> None:
        super().__init__(there)
        # Whoever receives heartbeats is wrong the other way.
        self.beats = Beats("tests", lambda: self.second - ahead)
        self.wrong = StandingClock(instant(there, ahead).timestamp())
        self.door = HookDoor(HOOK, self, Spool(folder), self.ours)
        self.house = House(APP, self.wrong, Telling(HOOK, self.wrong, self.hooked))
        self.house.create(there.room.name, 3600, 20)
        self.answers: set[int] = set()

    def ours(self) -> float:
        return instant(self.there, self.second).timestamp()

    def hooked(self, body: bytes, signed: str) -> int:
        """What the media server tells, at the door; its answer."""
        answered = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(part):
            answered.append(part)

        told = self.door({"type": "http", "headers": [(b"authorization", signed.encode())]}, receive, send)
        # Nothing in it waits, so that it needs no loop, in which the test's own connection could not be asked.
        with pytest.raises(StopIteration):
            told.send(None)
        self.answers.add(answered[0]["status"])
        return answered[0]["status"]

    async def store(self, events) -> None:
        """As the inbox does, in this test's transaction, and when the database's clock says it is."""
        now = instant(self.there, self.second)
        with scope(self.there.watch), connection.cursor() as cursor:
            cursor.executemany(INSERT, [vars(replace(event, received_at=now, stored_at=now)) for event in events])

    def comes(self, *names: str) -> None:
        """They are in, once more where they were in already."""
        for name in names:
            identity = self.there.seats[name].identity
            token = join_token(APP, self.there.room.name, identity, permission(PATIENT), {}, self.ours())
            self.sids[name] = self.house.join(token).sid
            self.beating.add(name)
        self.wrong.move(0)

    def goes(self, *names: str) -> None:
        """Their page is closed, or loaded anew."""
        for name in names:
            self.house.leave(self.there.room.name, self.there.seats[name].identity)
            self.beating.discard(name)
        self.wrong.move(0)

    def dies(self, name: str) -> None:
        """Their computer; the media server misses it twenty seconds later."""
        self.house.lose(self.there.room.name, self.there.seats[name].identity)
        self.beating.discard(name)

    def states(self, until: float) -> set[str]:
        """Go on to this second; in which states the room was."""
        found = set()
        while self.second < until:
            self.wrong.move(2)
            self.until(self.second + 2)
            with scope(self.there.watch):
                found.add(RoomState.objects.get(room=self.there.room).state)
        return found


@pytest.fixture(params=[APART, -APART], ids=["ahead", "behind"])
def ahead(request):
    return request.param


@pytest.fixture
def received(kept, ahead, tmp_path):
    """Kim leads alone, and everybody is there from the sixth second on."""
    found = Apart(kept, tmp_path, ahead)
    found.second = 6
    found.wrong.move(6)
    found.comes("kim", "p1", "p2", "p3", "p4")
    found.states(until=20)
    return found


def judged(there) -> dict:
    with scope(there.watch):
        return judge(read_evidence(lines(there.session, instant(there, 600))))


def seconds(there, moment: str) -> float:
    return (datetime.fromisoformat(moment) - there.session.starts_at).total_seconds()


def test_nobody_seems_gone_whose_connection_was_made_anew_or_whose_page_was_loaded_again(kept, received):
    received.comes("kim")
    anew = received.states(until=30)
    received.goes("kim")
    away = received.states(until=34)
    received.comes("kim")
    back = received.states(until=50)

    assert anew == {OK}
    assert away == {SUSPECT}
    assert BREACH not in back
    with scope(kept.watch):
        (page,) = Page.objects.all()
    assert page.withdrawn_at is not None
    assert received.answers == {200}


def test_whoever_pressed_leave_and_came_straight_back_is_there(kept, received):
    received.says_leave("kim", at=20)
    gone = received.states(until=22)
    received.comes("kim")
    back = received.states(until=40)

    assert gone == {BREACH}
    assert OK in back
    with scope(kept.watch):
        assert RoomState.objects.get(room=kept.room).state == OK


def test_each_edge_is_where_the_rules_say_and_nothing_is_lost(kept, received, ahead):
    received.states(until=40)
    received.dies("p2")
    received.states(until=70)
    received.comes("p2")
    received.states(until=100)
    received.goes("p1", "p2", "p3", "p4", "kim")
    received.states(until=102)

    answer = judged(kept)
    (room,) = answer["rooms"].values()
    stays = {
        name: [
            (seconds(kept, stay["start"]), seconds(kept, stay["end"]))
            for stay in answer["people"][str(patient_named(kept, name).pk)]["intervals"]
        ]
        for name in ("p1", "p2")
    }
    # Beginnings and goodbyes are the media server's to say; who is lost was there a second after the last heartbeat.
    assert stays["p1"] == [(6 + ahead, 100 + ahead)]
    assert stays["p2"] == [(6 + ahead, 41), (70 + ahead, 100 + ahead)]
    assert room["breaches"] == []
    assert received.answers == {200}


def test_whatever_watches_or_calls_people_asks_no_clock_but_the_databases():
    package = Path(hearthside.__file__).parent
    clocks = re.compile(r"\btime\.time(_ns)?\(|datetime\.(now|today|utcnow)\(|timezone\.now\(|date\.today\(")
    walked = [
        file
        for folder in ("live/watch", "live/watching", "live/actions", "live/queries", "live/attendance", "safety")
        for file in (package / folder).rglob("*.py")
    ]

    assert len(walked) > 100
    assert [file.name for file in walked if clocks.search(file.read_text(encoding="utf-8"))] == []
