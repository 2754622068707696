"""Bells: a page on duty and one that waits at a door hear at once that there is something to look at, and no more."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from hearthside.access.bells import bell_note
from hearthside.base.ids import new_id
from hearthside.ledger.scope import scope
from hearthside.live.actions.door import turn_away
from hearthside.live.push import bells, rights
from hearthside.live.push.answers import Origins
from hearthside.live.push.beats import Beats
from hearthside.live.push.bell_door import BellDoor
from hearthside.live.push.bells import Bells
from hearthside.live.push.hub import Hub
from hearthside.live.push.running import Running
from hearthside.live.telling import AT_DOOR
from hearthside.project.up.embedded import APP_ROLE
from hearthside.safety.actions.duty import end_duty
from hearthside.safety.models.duty import Duty
from hearthside.safety.pager.telling import HEARD_ON
from hearthside.safety.words import DUTY_BELL
from tests.apart import apart_database
from tests.builders import safety
from tests.builders.door import open_door
from tests.database import SERVER

OURS = "http://localhost:8000"
SOON = 20.0


class Ears:
    """The process that keeps streams open, and one page that listens there."""

    def __init__(self) -> None:
        self.loop, self.bells = asyncio.new_event_loop(), Bells()
        url = SERVER.url(APP_ROLE, connection.settings_dict["NAME"])
        self.running = Running(url, Beats("tests", lambda: 0.0), Hub(), self.bells)
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def start(self) -> None:
        """From now on it listens."""
        self.loop.call_soon_threadsafe(self.running.start)
        listens = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = %s"
        for _ in range(int(SOON * 50)):
            with connection.cursor() as cursor:
                cursor.execute(listens, [f"LISTEN {HEARD_ON}"])
                if cursor.fetchone() == (1,):
                    return
            time.sleep(0.02)
        raise AssertionError("It does not listen.")

    def stop(self) -> None:
        self.ask(self.running.stop())
        self.ask(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(SOON)
        self.loop.close()

    def ask(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(SOON)

    @contextmanager
    def open(self, note: str, **headers: str) -> Iterator["Page"]:
        page = Page()
        page.closed = self.ask(_event())
        sent = {"accept": "text/event-stream", "origin": OURS, **headers}
        scope_of_request = {
            "path": f"/live/bell/{note}", "headers": [(name.encode(), value.encode()) for name, value in sent.items()]
        }  # fmt: skip
        door = BellDoor(self.bells, admits, Origins([OURS]))
        served = asyncio.run_coroutine_threadsafe(door(scope_of_request, page.receive, page.send), self.loop)
        try:
            assert page.heard.wait(SOON)
            yield page
        finally:
            self.loop.call_soon_threadsafe(page.closed.set)
            served.result(SOON)


class Page:
    """What one page was sent."""

    closed: asyncio.Event

    def __init__(self) -> None:
        self.sent, self.heard = [], threading.Event()

    async def receive(self):
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body":
            self.heard.set()

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    def hears(self, words: bytes, do) -> bool:
        """Whether it is sent these words because of what is done."""
        before = len(self.sent)
        do()
        for _ in range(int(SOON * 50)):
            if any(words in message.get("body", b"") for message in self.sent[before:]):
                return True
            self.heard.clear()
            self.heard.wait(0.02)
        return False


async def _event() -> asyncio.Event:
    return asyncio.Event()


async def admits(bell):
    return await rights.aside(bells.admit, bell)


@pytest.fixture(scope="module")
def there(database_server, django_db_setup, django_db_blocker):
    """A door that is open, with what listens beside it: committed, for news only leave with what they tell of."""
    with django_db_blocker.unblock(), apart_database():
        at, ears = open_door(), Ears()
        ears.start()
        yield at, ears
        ears.stop()


def test_a_page_on_duty_hears_at_once_that_somebody_is_called_and_nothing_of_it(there):
    at, ears = there
    floater = safety.on_duty(at.day.house, name="Flo Ito")
    with scope(floater):
        duty = Duty.objects.open().get(account=floater.account)

    with ears.open(bell_note(DUTY_BELL, at.program.pk, duty.pk)) as page:
        assert page.status == 200
        safety.Line([floater.account]).register()
        assert page.hears(b'data: {"kind":"look"}', lambda: safety.called_for(at.day.house, title="Quiet words"))
        assert b"Quiet words" not in b"".join(message.get("body", b"") for message in page.sent)

        def ends() -> None:
            with scope(floater):
                end_duty(duty=duty, by=floater)

        assert page.hears(b"event: ended", ends)


def test_whoever_waits_at_a_door_hears_of_their_own_place_and_of_nobody_elses(there):
    at, ears = there
    own, other = at.checks_in("Alex"), at.checks_in("Sam")
    dana = at.actor("Dana")

    def not_today(row) -> None:
        with scope(dana):
            turn_away(check_in=row, because="unwell", by=dana)

    with (
        ears.open(bell_note(AT_DOOR, at.program.pk, own.pk)) as alex,
        ears.open(bell_note(AT_DOOR, at.program.pk, other.pk)) as sam,
    ):
        assert alex.hears(b'data: {"kind":"look"}', lambda: not_today(own))
        assert sam.hears(b'data: {"kind":"look"}', lambda: not_today(other))
        rung = [message for message in alex.sent if b"look" in message.get("body", b"")]

    # The first word of the stream says to fetch everything; it is no ring.
    assert len(rung) == 1


@pytest.mark.parametrize("note", ["", "nothing", "a.b.c"])
def test_a_note_that_is_none_of_ours_opens_nothing(there, note):
    _, ears = there

    with ears.open(note) as page:
        assert page.status == 404


def test_a_note_for_what_is_over_or_never_was_and_a_strange_page_get_nothing(there):
    at, ears = there
    never = bell_note(DUTY_BELL, at.program.pk, new_id())

    with ears.open(never) as page:
        assert page.status == 404
    with ears.open(never, origin="https://elsewhere.example.org") as page:
        assert page.status == 403
