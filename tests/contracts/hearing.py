"""Whoever hears what a media server tells: verified as our own door does it, reduced to what it keeps."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hearthside.live.media.keys import KeyPair
from hearthside.live.media.signed import NotSigned, require_signed
from hearthside.live.media.told import Event, event_of

PATIENCE_SECONDS = 10.0


class Hearing:
    """A door on this machine that believes one key, and remembers every event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.refused: list[str] = []
        self.heard_at: dict[str, float] = {}
        self.pair: KeyPair | None = None
        hearing = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(hearing.hear(body, self.headers.get("Authorization", "")))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/hooks/livekit"

    def hear(self, body: bytes, signature: str) -> int:
        try:
            assert self.pair
            require_signed(body, signature, self.pair, time.time())
        except NotSigned as why:
            self.refused.append(str(why))
            return 401
        event = event_of(body)
        if event:
            self.events.append(event)
            self.heard_at[event.event_id] = time.monotonic()
        return 200

    def of(self, event: str, identity: str = "") -> list[Event]:
        return [e for e in self.events if e.event == event and e.identity == identity]

    def until(self, event: str, identity: str = "", seconds: float = PATIENCE_SECONDS) -> Event:
        """The event, once it has been told."""
        until(lambda: bool(self.of(event, identity)), seconds)
        return self.of(event, identity)[-1]

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def until(true: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until it is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)
