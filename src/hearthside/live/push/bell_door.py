"""
GET /live/bell/<note>: rings when there is something to look at, and says nothing of it.

The note is all that is asked for: whoever waits at a door may have come by a ticket, and whoever is on duty may have
been signed out while nothing happened. Both must hear.
"""

from collections.abc import Awaitable, Callable

from hearthside.access.bells import Bell, opened
from hearthside.live.push.answers import Origins, Receive, Scope, Send, answer, header
from hearthside.live.push.bells import Bells, Ringing
from hearthside.live.push.streaming import EVENT_STREAM, MOST_STREAMS, POLL_SECONDS, keep_open

FOREIGN, NOT_FOUND, NOT_ACCEPTABLE, FULL = 403, 404, 406, 503

Admit = Callable[[Bell], Awaitable[Ringing | int]]


class BellDoor:
    """Serves bells to whoever brings a note of ours."""

    def __init__(self, bells: Bells, admit: Admit, origins: Origins) -> None:
        self._bells, self._admit, self._origins = bells, admit, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self._origins.headers(scope)
        if not self._origins.allow(scope):
            await answer(send, FOREIGN, headers)
            return
        bell = opened(scope["path"].rpartition("/")[2])
        page = NOT_FOUND if bell is None else await self._admit(bell)
        if isinstance(page, int):
            await answer(send, page, headers)
        elif EVENT_STREAM not in (header(scope, b"accept") or ""):
            await answer(send, NOT_ACCEPTABLE, headers)
        elif len(self._bells.pages) >= MOST_STREAMS:
            await answer(send, FULL, [*headers, (b"retry-after", str(POLL_SECONDS).encode())])
        else:
            self._bells.join(page)
            try:
                await keep_open(page, headers, receive, send)
            finally:
                self._bells.leave(page)
