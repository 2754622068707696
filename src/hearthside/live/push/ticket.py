"""
What lets a room page say "I am still here" without anything being looked up: a note that we signed.

It names a seat, the identity by which the media server knows it, and a room. It is worth nothing but heartbeats of that
seat, and nothing at all once its session is over.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

LONGEST = 512
_MOST_REMEMBERED = 4096


@dataclass(frozen=True)
class Ticket:
    """Whose heartbeats, in which room, until when (seconds since 1970)."""

    seat: UUID
    identity: str
    room: str
    until: int


class Tickets:
    """Signs tickets and knows its own again. A key of its own is made from the installation's."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"live beat ticket\x00" + secret.encode()).digest()
        # The same ticket comes every two seconds.
        self._opened = lru_cache(_MOST_REMEMBERED)(self._open)

    def sign(self, ticket: Ticket) -> str:
        """The ticket as a page carries it."""
        body = json.dumps([str(ticket.seat), ticket.identity, ticket.room, ticket.until], separators=(",", ":"))
        return f"{_text(body.encode())}.{_text(self._mac(body.encode()))}"

    def read(self, written: str, now: float) -> Ticket | None:
        """The ticket, if it is ours and its time is not over."""
        ticket = self._opened(written) if len(written) <= LONGEST else None
        return ticket if ticket is not None and now < ticket.until else None

    def _open(self, written: str) -> Ticket | None:
        body, dot, mac = written.partition(".")
        if not dot or not written.isascii():
            return None
        try:
            content = _bytes(body)
            if not hmac.compare_digest(_bytes(mac), self._mac(content)):
                return None
        except (binascii.Error, ValueError):
            return None
        seat, identity, room, until = json.loads(content)
        return Ticket(UUID(seat), identity, room, until)

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
