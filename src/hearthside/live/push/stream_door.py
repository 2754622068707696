"""
GET /live/stream/<session>: what happens in a session, as it happens, by ids alone.

A browser's EventSource keeps it open. Whoever asks for anything else gets a short answer that says how often to ask for
the session's state instead: that is what a page does while no stream can be had.
"""

import json
from collections.abc import Awaitable, Callable
from uuid import UUID

from hearthside.live.push.answers import Origins, Receive, Scope, Send, answer, header
from hearthside.live.push.hub import Hub, Listener
from hearthside.live.push.streaming import EVENT_STREAM, MOST_STREAMS, POLL_SECONDS, keep_open

FOREIGN, NOT_FOUND, FULL = 403, 404, 503

Admit = Callable[[str, UUID], Awaitable[Listener | int]]


class StreamDoor:
    """Serves streams to whoever may listen."""

    def __init__(self, hub: Hub, admit: Admit, origins: Origins) -> None:
        self._hub, self._admit, self._origins = hub, admit, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self._origins.headers(scope)
        if not self._origins.allow(scope):
            await answer(send, FOREIGN, headers)
            return
        session = _session(scope["path"])
        listener = NOT_FOUND if session is None else await self._admit(header(scope, b"cookie") or "", session)
        if isinstance(listener, int):
            await answer(send, listener, headers)
        elif EVENT_STREAM not in (header(scope, b"accept") or ""):
            await answer(send, 200, headers, json.dumps({"ask_again_in_seconds": POLL_SECONDS}).encode())
        elif len(self._hub.listeners) >= MOST_STREAMS:
            await answer(send, FULL, [*headers, (b"retry-after", str(POLL_SECONDS).encode())])
        else:
            self._hub.join(listener)
            try:
                await keep_open(listener, headers, receive, send)
            finally:
                self._hub.leave(listener)


def _session(path: str) -> UUID | None:
    try:
        return UUID(path.rstrip("/").rpartition("/")[2])
    except ValueError:
        return None
