"""
GET /live/stream/<session>: what happens in a session, as it happens, by ids alone.

A browser's EventSource keeps it open. Whoever asks for anything else gets a short answer that says how often to ask for
the session's state instead: that is what a page does while no stream can be had.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from hearthside.live.push.answers import NEVER_KEPT, Headers, Origins, Receive, Scope, Send, answer, header
from hearthside.live.push.hub import RESYNC, Hub, Listener

PING_SECONDS = 15.0
POLL_SECONDS = 5
RETRY_MILLISECONDS = 2_000
MOST_STREAMS = 5_000
FOREIGN, NOT_FOUND, FULL = 403, 404, 503
EVENT_STREAM = "text/event-stream"

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
            await self._serve(listener, headers, receive, send)

    async def _serve(self, listener: Listener, headers: Headers, receive: Receive, send: Send) -> None:
        start = [NEVER_KEPT, (b"content-type", EVENT_STREAM.encode()), (b"x-accel-buffering", b"no"), *headers]
        self._hub.join(listener)
        left = asyncio.ensure_future(_until_they_leave(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": start})
            await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n" + _event(RESYNC))
            while not left.done():
                waiting = asyncio.ensure_future(listener.queue.get())
                await asyncio.wait({waiting, left}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    waiting.cancel()
                    if not left.done():
                        await _write(send, ": still here\n\n")
                    continue
                news = waiting.result()
                if news is None:
                    # Their right has ended: the page learns it from what it asks next.
                    await _write(send, "event: ended\ndata: {}\n\n")
                    break
                await _write(send, _event(news))
            await send({"type": "http.response.body", "body": b""})
        finally:
            left.cancel()
            self._hub.leave(listener)


async def _until_they_leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _event(news: dict[str, Any]) -> str:
    return f"data: {json.dumps(news, separators=(',', ':'))}\n\n"


def _session(path: str) -> UUID | None:
    try:
        return UUID(path.rstrip("/").rpartition("/")[2])
    except ValueError:
        return None
