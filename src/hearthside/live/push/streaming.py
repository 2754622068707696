"""Keeping a stream of events open to a page, until either side ends it."""

import asyncio
import json
from typing import Any

from hearthside.live.push.answers import NEVER_KEPT, Headers, Receive, Send
from hearthside.live.push.hub import RESYNC, Stream

PING_SECONDS = 15.0
POLL_SECONDS = 5
RETRY_MILLISECONDS = 2_000
MOST_STREAMS = 5_000
EVENT_STREAM = "text/event-stream"


async def keep_open(stream: Stream, headers: Headers, receive: Receive, send: Send) -> None:
    """Write whatever comes to this stream; first a word to fetch everything, for nobody knows what was missed."""
    start = [NEVER_KEPT, (b"content-type", EVENT_STREAM.encode()), (b"x-accel-buffering", b"no"), *headers]
    left = asyncio.ensure_future(_until_they_leave(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": start})
        await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n" + _event(RESYNC))
        while not left.done():
            waiting = asyncio.ensure_future(stream.queue.get())
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


async def _until_they_leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _event(news: dict[str, Any]) -> str:
    return f"data: {json.dumps(news, separators=(',', ':'))}\n\n"
