"""A fake media server, to which our own client talks as to the real one: over HTTP, in JSON, with signed rights."""

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import jwt

from hearthside.live.media.fake.clock import Clock, WallClock
from hearthside.live.media.fake.house import House
from hearthside.live.media.fake.requests import METHODS, Refused
from hearthside.live.media.fake.telling import Knobs, Send, Telling
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.twirp import SERVICE

ANSWERS_WITHIN_SECONDS = 5.0
STATUS_OF = {"unauthenticated": 401, "permission_denied": 403, "not_found": 404, "bad_route": 404, "unavailable": 503}


class FakeLiveKit(AbstractContextManager["FakeLiveKit"]):
    """
    One server on this machine; as a context it runs.

    What happens in its rooms is told to `send`, or where an address is given, to whoever answers there.
    """

    def __init__(
        self,
        keys: Callable[[str], MediaServer],
        *,
        send: Send | None = None,
        hook_url: str = "",
        clock: Clock | None = None,
        knobs: Knobs | None = None,
    ) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server = keys(f"http://127.0.0.1:{self.http.server_port}")
        self.clock = clock or WallClock()
        telling = Telling(self.server.hook, self.clock, send or posting(hook_url), knobs or Knobs())
        self.house = House(self.server.app, self.clock, telling)
        self.lock = threading.RLock()

    def __enter__(self) -> "FakeLiveKit":
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def answer(self, method: str, token: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """
        What the real one answers to this request.

        Raises:
            Refused: with its word for why.
        """
        if method not in METHODS:
            raise Refused("bad_route", f"no handler for path {method}")
        right, act = METHODS[method]
        self._require(token, right, str(asked.get("room", "")))
        with self.lock:
            return act(self.house, asked)

    def _require(self, token: str, right: str, room: str) -> None:
        """Now by the wall's clock, whatever the house's: our client signs with that."""
        try:
            video = jwt.decode(token, self.server.app.secret, ["HS256"], issuer=self.server.app.name).get("video", {})
        except jwt.InvalidTokenError:
            raise Refused("unauthenticated", "invalid token") from None
        if not video.get(right) or (right == "roomAdmin" and video.get("room") != room):
            raise Refused("permission_denied", "permissions denied")


def posting(url: str) -> Send:
    """Hands what there is to tell to whoever answers at this address."""

    def send(body: bytes, signed: str) -> int:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ANSWERS_WITHIN_SECONDS)
        try:
            headers = {"Content-Type": "application/webhook+json", "Authorization": signed}
            connection.request("POST", parts.path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    return send if url else lambda body, signed: 200


def _handler(fake: FakeLiveKit) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(503 if fake.house.down else 200, b"OK")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if fake.house.down:
                # As where nobody listens: the connection ends without a word.
                self.close_connection = True
                return
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                answer = fake.answer(self.path.removeprefix(f"{SERVICE}/"), token, json.loads(body))
            except Refused as why:
                told = {"code": why.code, "msg": str(why)}
                self._say(STATUS_OF[why.code], json.dumps(told).encode())
                return
            self._say(200, json.dumps(answer).encode())

        def _say(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: a test server has nothing to say to a terminal."""

    return Handler
