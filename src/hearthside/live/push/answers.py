"""Answers of the raw doors, and which pages may read them: those of this installation, under each of its names."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Door = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

NEVER_KEPT = (b"cache-control", b"no-store, private")
PLAIN = (b"content-type", b"text/plain; charset=utf-8")


class TooLong(Exception):
    """More was sent than the door reads."""


class Gone(Exception):
    """Whoever asked has left."""


class Origins:
    """From which pages a browser may ask."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)

    def allow(self, scope: Scope) -> bool:
        """Asked by a page of ours, or by nobody's page: a browser always says which page of another origin asks."""
        origin = header(scope, b"origin")
        if origin is None:
            return header(scope, b"sec-fetch-site") in (None, "same-origin", "none")
        return origin in self._known

    def headers(self, scope: Scope) -> Headers:
        """What lets the page that asked read the answer."""
        origin = header(scope, b"origin")
        if origin is None or origin not in self._known:
            return [(b"vary", b"origin")]
        return [
            (b"vary", b"origin"),
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
        ]


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of this name."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), None)


async def body(receive: Receive, most: int) -> bytes:
    """
    What was sent.

    Raises:
        TooLong: it is more than `most` bytes. Gone: they left before all of it came.
    """
    content: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        more: bytes = message.get("body", b"")
        content += more
        if len(content) > most:
            raise TooLong
        if not message.get("more_body"):
            return content


async def answer(send: Send, status: int, headers: Headers, content: bytes = b"") -> None:
    """One whole answer."""
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [NEVER_KEPT, PLAIN, length, *headers]})
    await send({"type": "http.response.body", "body": content})
