"""News of a live session: who hears of what, and that an ended right ends the stream."""

import asyncio
import json
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.base.ids import new_id
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.push import rights
from hearthside.live.push.answers import Origins
from hearthside.live.push.hub import MOST_WAITING, Hub, Listener
from hearthside.live.push.stream_door import StreamDoor
from hearthside.live.relations import TO_COUNTS, TO_CRISIS, TO_ROOM, TO_SEAT, TO_STAFF
from hearthside.live.telling import RATIO
from tests import build
from tests.builders import live
from tests.builders.live import account_of
from tests.kept import begins_with
from tests.loops import no_loop_running

OURS = "http://localhost:8000"


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def cookie_of(account) -> str:
    client = Client()
    client.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Browser:
    """Somebody's page, which listens until it is closed."""

    def __init__(self, hub: Hub, session: object, cookie: str = "", **headers: str) -> None:
        self.hub, self.path, self.cookie, self.sent = hub, f"/live/stream/{session}", cookie, []
        sent = {"accept": "text/event-stream", "cookie": cookie, **headers}
        self.headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()]
        self.closed = asyncio.Event()

    def listens(self, meanwhile=None) -> "Browser":
        """Open the stream, let something happen, and close it."""
        session = self.path.rpartition("/")[2]
        # Asked beforehand: what is asked of the database here must be asked outside of the loop.
        admitted = rights.admit(self.cookie, UUID(session)) if session != "no-session" else None

        async def admit(cookies, session):
            return admitted

        door = StreamDoor(self.hub, admit, Origins([OURS]))
        scope_of_request = {"path": self.path, "headers": self.headers}
        # What happens meanwhile asks the test's own connection, which stands with whatever loop runs here.
        with no_loop_running():
            loop = asyncio.new_event_loop()
            opened = loop.create_task(door(scope_of_request, self._receive, self._send))
            loop.run_until_complete(asyncio.sleep(0.01))
        if meanwhile:
            meanwhile()
        with no_loop_running():
            loop.run_until_complete(asyncio.sleep(0.01))
            self.closed.set()
            loop.run_until_complete(opened)
            loop.close()
        return self

    async def _receive(self):
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    @property
    def news(self) -> list[dict]:
        return [json.loads(line[6:]) for line in self.text.splitlines() if line.startswith('data: {"')]


def opened(session, account=None, meanwhile=None, hub: Hub | None = None, **headers: str) -> Browser:
    cookie = cookie_of(account) if account is not None else ""
    return Browser(hub or Hub(), session, cookie, **headers).listens(meanwhile)


def payload(there, to: str, kind: str = RATIO) -> str:
    return json.dumps({"session": str(there.live.pk), "to": to, "kind": kind, "id": str(there.room.pk)})


HEARS = [
    ("p1", {TO_ROOM}),
    ("kim", {TO_ROOM, TO_STAFF, TO_COUNTS}),
    ("lee", {TO_ROOM, TO_STAFF, TO_COUNTS}),
    ("director", {TO_COUNTS}),
]


@pytest.mark.parametrize(("who", "audiences"), HEARS)
def test_each_hears_what_is_for_them_and_nothing_else(there, who, audiences):
    hub, account = Hub(), account_of(there.actors.get(who, there.at.director))
    told = {TO_ROOM: "a", TO_STAFF: "b", TO_COUNTS: "c", TO_CRISIS: "d", f"{TO_SEAT}{there.seats['p2'].pk}": "e"}

    def tells():
        for to, kind in told.items():
            hub.hear(payload(there, to, kind))

    page = opened(there.live.pk, account, tells, hub)

    assert page.status == 200
    assert page.news[0] == {"kind": "resync"}
    assert page.news[1:] == [{"kind": told[to], "id": str(there.room.pk)} for to in told if to in audiences]


def test_whoever_sits_there_hears_of_their_own_seat(there):
    hub, own = Hub(), f"{TO_SEAT}{there.seats['p1'].pk}"

    page = opened(there.live.pk, account_of(there.actors["p1"]), lambda: hub.hear(payload(there, own)), hub)

    assert len(page.news) == 2


def test_somebody_not_signed_in_somebody_elsewhere_and_an_unknown_session_get_nothing(there):
    stranger = build.account("Somebody Else")

    assert opened(there.live.pk).status == 401
    assert opened(there.live.pk, stranger).status == 404
    assert opened(new_id(), account_of(there.lead)).status == 404
    assert opened("no-session", account_of(there.lead)).status == 404


def test_a_page_of_another_origin_is_refused_and_ours_is_let_in(there):
    account = account_of(there.lead)

    foreign = opened(there.live.pk, account, origin="https://elsewhere.example.org")
    ours = opened(there.live.pk, account, origin=OURS)

    assert foreign.status == 403
    assert ours.status == 200
    assert (b"access-control-allow-credentials", b"true") in ours.sent[0]["headers"]


def test_without_a_stream_a_page_is_told_how_often_to_ask(there):
    page = opened(there.live.pk, account_of(there.lead), accept="application/json")

    assert json.loads(page.text) == {"ask_again_in_seconds": 5}


def still(hub: Hub) -> None:
    hub.keep(rights.still_admitted(hub.listeners))


def test_a_removed_persons_stream_ends_with_the_next_look_and_cannot_be_opened_again(there):
    hub, account = Hub(), account_of(there.actors["p1"])

    def put_out():
        with scope(there.lead):
            revoke_seat(seat=there.seats["p1"], by=there.lead)
        still(hub)

    page = opened(there.live.pk, account, put_out, hub)

    assert "event: ended" in page.text
    assert hub.listeners == []
    assert opened(there.live.pk, account).status == 404


def test_access_that_ends_ends_the_stream(there):
    hub, by = Hub(), system_actor("command_line", program=there.at.program.pk)

    def ends():
        with scope(by):
            end_access_everywhere(account=account_of(there.co), program=there.at.program, by=by)
        still(hub)

    page = opened(there.live.pk, account_of(there.co), ends, hub)

    assert "event: ended" in page.text


def test_whoever_may_still_listen_goes_on(there):
    hub = Hub()

    page = opened(there.live.pk, account_of(there.lead), lambda: still(hub), hub)

    assert "event: ended" not in page.text


def test_whoever_reads_too_slowly_is_told_to_fetch_everything(there):
    listener = Listener(there.live.pk, "key", there.lead.account, frozenset({TO_ROOM}))
    for n in range(MOST_WAITING + 1):
        listener.push({"kind": "tiles", "id": str(n)})

    assert listener.queue.get_nowait() == {"kind": "resync"}
    assert listener.queue.get_nowait() == {"kind": "tiles", "id": str(MOST_WAITING)}
