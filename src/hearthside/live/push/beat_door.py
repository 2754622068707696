"""
POST /live/beat: "I am still here", every two seconds from every room page.

Behind it are no session, no tables and no framework: a signed ticket, one note in memory. The body is the ticket, a
space, and the id of the connection that is open.
"""

import re
import time

from hearthside.live.push.answers import Gone, Origins, Receive, Scope, Send, TooLong, answer, body
from hearthside.live.push.beats import Beats
from hearthside.live.push.ticket import LONGEST, Tickets

SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_BODY = LONGEST + 1 + 64
NOTED, NOT_READABLE, NOT_OURS, FOREIGN, TOO_LONG, FULL = 204, 400, 401, 403, 413, 503


class BeatDoor:
    """Takes heartbeats."""

    def __init__(self, tickets: Tickets, beats: Beats, origins: Origins) -> None:
        self._tickets, self._beats, self._origins = tickets, beats, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content = await body(receive, LONGEST_BODY)
        except Gone:
            return
        except TooLong:
            await answer(send, TOO_LONG, self._origins.headers(scope))
            return
        status = self._noted(content) if self._origins.allow(scope) else FOREIGN
        await answer(send, status, self._origins.headers(scope))

    def _noted(self, content: bytes) -> int:
        try:
            written, _, sid = content.decode("ascii").partition(" ")
        except UnicodeDecodeError:
            return NOT_READABLE
        if not SID.fullmatch(sid):
            return NOT_READABLE
        # Only whether a ticket still holds is asked of this machine's clock; when it beat, of the database's.
        ticket = self._tickets.read(written, time.time())
        if ticket is None:
            return NOT_OURS
        return NOTED if self._beats.beat(ticket.seat, sid, ticket.room) else FULL
