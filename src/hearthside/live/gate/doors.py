"""
/rtc: the way of every browser to the media server's signals, and of nobody who was put out.

The relay opens the media server's socket only for a seat that may be there at that moment. Where a proxy of the
installation's own passes signals on itself, it asks `/live/gate` first, which answers the same question.
"""

import asyncio
import http.client
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from hearthside.live.gate.asked import Shown, shown
from hearthside.live.gate.standing import Standing
from hearthside.live.gate.upstream import BINARY, TEXT, NotConnected, Upstream, connect
from hearthside.live.media.keys import MediaServer
from hearthside.live.push.answers import Origins, Receive, Scope, Send, answer, header

LONGEST_QUERY = 32_000
PASSED, NOT_ALLOWED, NO_SOCKET, NOT_REACHED = 204, 401, 426, 503
LARGEST_ANSWER_BYTES, ANSWERS_WITHIN_SECONDS = 10_000, 5.0
POLICY_VIOLATION, TRY_AGAIN_LATER = 1008, 1013

log = logging.getLogger("hearthside.live")


class Gate:
    """Who may reach the media server."""

    def __init__(self, media: MediaServer | None, standing: Standing, now: Callable[[], float]) -> None:
        self.media, self._standing, self._now = media, standing, now

    async def passes(self, query: str, authorization: str | None) -> bool:
        """Whether whoever shows this may go on to the media server."""
        if self.media is None or len(query) > LONGEST_QUERY or not _is_plain(query + (authorization or "")):
            return False
        found: Shown | None = shown(query, authorization, (self.media.app, self.media.hook), self._now())
        return found is not None and await self._standing.may_be_there(found)

    async def stop(self) -> None:
        await self._standing.close()


class GateDoor:
    """GET /live/gate: asked by a proxy, with the address that somebody wants to open."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = header(scope, b"x-forwarded-uri") or header(scope, b"x-original-uri") or ""
        passes = await self._gate.passes(urlsplit(wanted).query, header(scope, b"authorization"))
        await answer(send, PASSED if passes else NOT_ALLOWED, [])


class ValidateDoor:
    """GET /rtc/validate: why a socket was not opened, asked by a browser's client after it was refused."""

    def __init__(self, gate: Gate, origins: Origins) -> None:
        self._gate, self._origins = gate, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self._origins.headers(scope)
        authorization = header(scope, b"authorization")
        if not self._origins.allow(scope) or not await self._gate.passes(_query(scope), authorization):
            await answer(send, NOT_ALLOWED, headers)
            return
        try:
            status, content = await asyncio.to_thread(self._ask, _target(scope), authorization)
        except (OSError, http.client.HTTPException):
            status, content = NOT_REACHED, b""
        await answer(send, status, headers, content)

    def _ask(self, target: str, authorization: str | None) -> tuple[int, bytes]:
        assert self._gate.media
        parts = urlsplit(self._gate.media.url)
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = make(parts.hostname or "", parts.port, timeout=ANSWERS_WITHIN_SECONDS)
        try:
            connection.request("GET", parts.path.rstrip("/") + target, headers=_passed_on(authorization))
            told = connection.getresponse()
            return told.status, told.read(LARGEST_ANSWER_BYTES)
        finally:
            connection.close()


class RelayDoor:
    """/rtc: opens the media server's socket for whoever may be there, and passes every message on."""

    def __init__(self, gate: Gate, origins: Origins) -> None:
        self._gate, self._origins = gate, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await answer(send, NO_SOCKET, [(b"upgrade", b"websocket")])
            return
        authorization = header(scope, b"authorization")
        if (await receive())["type"] != "websocket.connect":
            return
        if not self._origins.allow(scope) or not await self._gate.passes(_query(scope), authorization):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        assert self._gate.media
        try:
            far = await connect(self._gate.media.url, _target(scope), _passed_on(authorization))
        except NotConnected as why:
            log.info("The media server did not open its socket (status %d).", why.status)
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
            return
        try:
            await send({"type": "websocket.accept"})
            await _first_to_end(_to_server(receive, far), _to_browser(far, send))
        finally:
            await far.close()


async def _to_server(receive: Receive, far: Upstream) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        content = message.get("bytes")
        if content is not None:
            await far.send(BINARY, content)
        else:
            await far.send(TEXT, message["text"].encode())


async def _to_browser(far: Upstream, send: Send) -> None:
    while (message := await far.receive()) is not None:
        part: dict[str, Any] = (
            {"text": message.content.decode()} if message.kind == TEXT else {"bytes": message.content}
        )
        await send({"type": "websocket.send", **part})
    await send({"type": "websocket.close"})


async def _first_to_end(*ways: Any) -> None:
    """When one side has ended, so has the other."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.info("A relayed connection ended (%s).", type(outcome).__name__)


def _is_plain(text: str) -> bool:
    """Nothing in it could begin another line or another request."""
    return text.isascii() and text.isprintable()


def _query(scope: Scope) -> str:
    return bytes(scope.get("query_string") or b"").decode("latin-1")


def _target(scope: Scope) -> str:
    query = _query(scope)
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def _passed_on(authorization: str | None) -> dict[str, str]:
    return {"Authorization": authorization} if authorization else {}
