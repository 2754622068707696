"""
POST /hooks/livekit: the media server tells what happened in a room.

Verified, reduced to the fields we keep, stored, answered; whatever follows from it is somebody else's work. While the
database is away it waits on disk, and only if that fails too is the server asked to try again later: any other refusal
it takes for success, and forgets.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from hearthside.live.media.keys import KeyPair
from hearthside.live.media.signed import NotSigned, require_signed
from hearthside.live.media.told import Event, NotReadable, event_of
from hearthside.live.push.answers import Gone, Receive, Scope, Send, TooLong, answer, body, header
from hearthside.live.push.inbox import DatabaseAway, Inbox, NotStorable
from hearthside.live.push.spool import Spool, Waiting

LONGEST_BODY = 64_000
KEPT, NOT_READABLE, NOT_SIGNED, TOO_LONG, LATER = 200, 400, 401, 413, 503
REPLAY_SECONDS = 1.0

log = logging.getLogger("hearthside.live")


class HookDoor:
    """Takes what the media server tells."""

    def __init__(self, pair: KeyPair | None, inbox: Inbox, spool: Spool, now: Callable[[], float]) -> None:
        self._pair, self._inbox, self._spool, self._now = pair, inbox, spool, now
        self._replaying: asyncio.Task[None] | None = None

    def start(self) -> None:
        """From now on bring in what waits on disk."""
        self._replaying = asyncio.ensure_future(self._replay())

    async def stop(self) -> None:
        """What still waits stays where it is, for the next process."""
        if self._replaying is not None:
            self._replaying.cancel()
            await asyncio.gather(self._replaying, return_exceptions=True)
        await self._inbox.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content = await body(receive, LONGEST_BODY)
        except Gone:
            return
        except TooLong:
            await answer(send, TOO_LONG, [])
            return
        await answer(send, await self._status(content, header(scope, b"authorization")), [])

    async def _status(self, content: bytes, signature: str | None) -> int:
        if self._pair is None:
            return NOT_SIGNED
        try:
            require_signed(content, signature, self._pair, self._now())
            event = event_of(content)
        except NotSigned as why:
            log.warning("A message for the live room was refused. %s", why)
            return NOT_SIGNED
        except NotReadable as why:
            log.error("A signed message of the media server could not be read. %s", why)
            return NOT_READABLE
        return KEPT if event is None else await self._kept(event)

    async def _kept(self, event: Event) -> int:
        try:
            await self._inbox.store([event])
        except DatabaseAway:
            return await self._spooled(event)
        except NotStorable:
            log.error("Event %s of the media server is refused by the database.", event.event_id)
            return NOT_READABLE
        return KEPT

    async def _spooled(self, event: Event) -> int:
        received_at = datetime.fromtimestamp(self._now(), UTC)
        try:
            await asyncio.to_thread(self._spool.keep, event, received_at)
        except OSError as error:
            log.error("Event %s of the media server could be kept nowhere (%s).", event.event_id, error.strerror)
            return LATER
        return KEPT

    async def _replay(self) -> None:
        while True:
            try:
                await self.replay_once()
            except OSError as error:
                log.error("What the media server told us waits on disk and cannot be read (%s).", error.strerror)
            await asyncio.sleep(REPLAY_SECONDS)

    async def replay_once(self) -> int:
        """Bring in what waits, as far as the database takes it; how many that were."""
        brought = 0
        while waiting := await asyncio.to_thread(self._spool.waiting):
            try:
                await self._inbox.store([one.event for one in waiting])
            except DatabaseAway:
                return brought
            except NotStorable:
                brought += await self._one_by_one(waiting)
                continue
            await asyncio.to_thread(self._spool.done, waiting)
            brought += len(waiting)
        if brought:
            log.info("%d events of the media server that had waited on disk are in the inbox.", brought)
        return brought

    async def _one_by_one(self, waiting: Sequence[Waiting]) -> int:
        """One of these can never be stored: it is put aside, to be looked at, and the others come in."""
        brought = 0
        for one in waiting:
            try:
                await self._inbox.store([one.event])
            except NotStorable:
                log.error("Event %s of the media server is refused by the database.", one.event.event_id)
                await asyncio.to_thread(self._spool.put_aside, one.file)
            except DatabaseAway:
                return brought
            else:
                await asyncio.to_thread(self._spool.done, [one])
                brought += 1
        return brought
