"""
The far side of the relay: one connection to the media server's socket, in the frames of RFC 6455.

Only what a relay needs: whole messages out, whole messages in, pings answered, a bound on everything.
"""

import asyncio
import base64
import hashlib
import os
import ssl
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
LARGEST_BYTES = 2_000_000
WITHIN_SECONDS = 10.0
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_SWITCHING = 101


class NotConnected(Exception):
    """The media server did not open its socket; with the status that it answered, or 0 for no answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


@dataclass(frozen=True)
class Message:
    """One whole message."""

    kind: int
    content: bytes


class Upstream:
    """An open socket to the media server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, kind: int, content: bytes) -> None:
        """Pass on one message."""
        mask = os.urandom(4)
        size = len(content)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
        elif size < 65_536:
            head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, size)
        self._writer.write(head + mask + _masked(content, mask))
        await self._writer.drain()

    async def receive(self) -> Message | None:
        """The next message; None when the other side has ended."""
        kind, content = 0, b""
        try:
            while True:
                last, opcode, piece = await self._frame(LARGEST_BYTES - len(content))
                if opcode == PING:
                    await self.send(PONG, piece)
                elif opcode == CLOSE:
                    return None
                elif opcode in (TEXT, BINARY, CONTINUED):
                    kind, content = opcode or kind, content + piece
                    if last:
                        return Message(kind, content)
        except (asyncio.IncompleteReadError, OSError, ValueError):
            return None

    async def close(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except (OSError, ssl.SSLError):
            return

    async def _frame(self, most: int) -> tuple[bool, int, bytes]:
        first, second = await self._reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", await self._reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
        # A server never masks; and nothing that it says to a browser is ever this long.
        if second & 0x80 or size > most:
            raise ValueError("not a frame of a server")
        return bool(first & 0x80), first & 0x0F, await self._reader.readexactly(size)


async def connect(url: str, path: str, headers: dict[str, str]) -> Upstream:
    """
    Open the media server's socket at this path.

    Raises:
        NotConnected: it refused, or does not answer.
    """
    try:
        return await asyncio.wait_for(_connect(url, path, headers), WITHIN_SECONDS)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        raise NotConnected(0) from None


async def _connect(url: str, path: str, headers: dict[str, str]) -> Upstream:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    reader, writer = await asyncio.open_connection(
        parts.hostname, parts.port or (443 if secure else 80), ssl=ssl.create_default_context() if secure else None
    )
    try:
        word = base64.b64encode(os.urandom(16)).decode()
        asked = {"Host": parts.netloc, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": word,
                 "Sec-WebSocket-Version": "13", **headers}  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        writer.write(f"GET {parts.path.rstrip('/')}{path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
        await writer.drain()
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(answer.split(" ", 2)[1])
        if status != _SWITCHING or _accepts(word) not in answer:
            raise NotConnected(status)
    except BaseException:
        writer.close()
        raise
    return Upstream(reader, writer)


def _accepts(word: str) -> str:
    return base64.b64encode(hashlib.sha1((word + _GUID).encode(), usedforsecurity=False).digest()).decode()


def _masked(content: bytes, mask: bytes) -> bytes:
    """Each byte combined with a byte of the mask, all at once as two large numbers."""
    size = len(content)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
