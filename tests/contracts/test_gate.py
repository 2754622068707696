"""The real media server behind our relay: whoever was let in gets through, and whoever was put out never again."""

import socket
import urllib.error
import urllib.request
from dataclasses import dataclass

import jwt
import pytest

from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.engine import engine
from hearthside.live.media.keys import MediaServer, socket_address
from hearthside.live.media.order import put_out
from tests import build
from tests.apart import apart_database
from tests.builders import live
from tests.builders.live import Live
from tests.contracts.hearing import until
from tests.contracts.ports import free_port
from tests.contracts.raw_doors import raw_doors
from tests.contracts.stages import Bot, RealStage, Refused
from tests.live.hooks import stored

pytestmark = [pytest.mark.media, pytest.mark.slow]


@dataclass
class House:
    """A session that is open, a media server, and our doors before it."""

    there: Live
    stage: RealStage
    database: str
    address: str

    def token(self, who: str) -> str:
        with scope(self.there.actors[who]):
            return enter_room(seat=self.there.seat(who), by=self.there.actors[who]).token

    def join(self, token: str) -> Bot:
        bot = Bot(socket_address(self.address), token)
        self.stage.guests.append(bot)
        return bot

    def says(self, path: str, **headers: str) -> int:
        """The status of a plain request."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, headers=headers), timeout=10) as a:
                return int(a.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code


@pytest.fixture(scope="module")
def house(tmp_path_factory, database_server, django_db_setup, django_db_blocker):
    from django.conf import settings

    folder = tmp_path_factory.mktemp("gate")
    port = free_port()
    with django_db_blocker.unblock(), apart_database() as database:
        there = live.live(build.program())
        stage = RealStage(folder, hook_url=f"http://127.0.0.1:{port}/hooks/livekit")
        own = stage.own.server
        settings.MEDIA = MediaServer(own.url, f"ws://127.0.0.1:{port}", own.app, own.hook)
        try:
            with raw_doors(database, folder / "data", stage.own.variables, port) as address:
                yield House(there, stage, database, address)
        finally:
            settings.MEDIA = None
            stage.close()


def test_whoever_was_let_in_joins_through_the_relay_and_the_inbox_hears_of_it(house):
    bot = house.join(house.token("p1"))

    assert bot.track
    assert [one.identity for one in engine().participants(house.there.room.name)] == [house.there.seat("p1").identity]
    until(lambda: ("participant_joined", bot.sid) in {(row[1], row[4]) for row in stored(house.database)})
    bot.leave()
    until(lambda: ("participant_left", bot.sid) in {(row[1], row[4]) for row in stored(house.database)})


def test_whoever_was_put_out_is_not_let_through_with_a_token_that_still_holds(house):
    token = house.token("p2")
    bot = house.join(token)

    with scope(house.there.lead):
        revoke_seat(seat=house.there.seat("p2"), by=house.there.lead)
    put_out(engine(), house.there.room.name, house.there.seat("p2").identity)

    until(lambda: bot.gone == "PARTICIPANT_REMOVED")
    with pytest.raises(Refused):
        house.join(token)
    assert house.says("/live/gate", **{"X-Forwarded-Uri": f"/rtc?access_token={token}"}) == 401


def test_a_proxy_that_asks_is_told_who_may_pass(house):
    token = house.token("p3")

    assert house.says("/live/gate", **{"X-Forwarded-Uri": f"/rtc?access_token={token}&sdk=js"}) == 204
    assert house.says("/live/gate", **{"X-Original-Uri": f"/rtc/v1?access_token={token}"}) == 204
    assert house.says("/live/gate") == 401
    assert house.says("/live/gate", **{"X-Forwarded-Uri": f"/rtc?access_token={token}&publish=cam"}) == 401


def test_a_token_for_somebody_who_was_never_let_in_does_not_pass(house):
    app = house.stage.own.app
    claims = jwt.decode(house.token("p3"), app.secret, algorithms=["HS256"], issuer=app.name)
    forged = jwt.encode({**claims, "sub": "s-somebody-else"}, app.secret, algorithm="HS256")

    with pytest.raises(Refused):
        house.join(forged)


def test_a_browser_of_another_page_is_not_let_through(house):
    path = f"/rtc/validate?access_token={house.token('p3')}"

    assert house.says(path) == 200
    assert house.says(path, Origin="https://elsewhere.example.org") == 401


def test_without_a_socket_the_way_in_is_closed(house):
    assert house.says(f"/rtc?access_token={house.token('p3')}") == 426
    assert house.says("/rtc/elsewhere") == 404


def test_a_request_in_pieces_that_asks_for_more_lines_gets_nothing(house):
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"GET /rtc?access_token=a%0d%0aX-Admin:%201 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                     b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                     b"Sec-WebSocket-Version: 13\r\n\r\n")  # fmt: skip
        assert not line.recv(4096).startswith(b"HTTP/1.1 101")
