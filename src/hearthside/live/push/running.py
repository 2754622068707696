"""
What runs beside the raw doors in their process: heartbeats written once a second, news from the database passed on, and
the right of every open stream asked again.

Each with a connection of its own, which is made anew whenever it breaks. None of them ever ends the others.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import psycopg

from hearthside.live.push import bells as bells_of
from hearthside.live.push import rights
from hearthside.live.push.beats import WRITE, Beats
from hearthside.live.push.bells import Bells
from hearthside.live.push.hub import CHANNEL, Hub
from hearthside.safety.pager.telling import HEARD_ON

WRITE_SECONDS = 1.0
# Two looks in less than the five seconds within which an ended right ends a stream.
RIGHTS_SECONDS = 2.0
AGAIN_SECONDS = 1.0

log = logging.getLogger("hearthside.live")


class Running:
    """The tasks of one process, from start to stop."""

    def __init__(self, database_url: str, beats: Beats, hub: Hub, bells: Bells) -> None:
        self._url, self._beats, self._hub, self._bells = database_url, beats, hub, bells
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def start(self) -> None:
        jobs = {"beats": self._write_beats, "news": self._listen, "rights": self._ask_rights}
        self._tasks = [asyncio.ensure_future(self._again(name, job)) for name, job in jobs.items()]

    async def stop(self) -> None:
        """End everything, after a last writing of what was heard."""
        for stream in (*self._hub.listeners, *self._bells.pages):
            stream.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(psycopg.Error, OSError):
            async with await self._connect() as connection:
                await self._write_once(connection)

    async def _again(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await job()
            except (psycopg.Error, OSError) as error:
                # The server's words may name a row; the kind of error may not.
                log.warning("%s of the live room stopped (%s); it is begun again.", name, type(error).__name__)
            except Exception as error:
                log.exception("%s of the live room failed: %s", name, type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)
        # A part of the system, in all programs: this connection is nobody else's.
        await connection.execute("SELECT set_config('app.system', 'live', false)")
        return connection

    async def _write_beats(self) -> None:
        async with await self._connect() as connection:
            while True:
                await self._write_once(connection)
                await asyncio.sleep(WRITE_SECONDS)

    async def _write_once(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        taken = self._beats.take()
        try:
            await connection.execute(WRITE, self._beats.parameters(taken))
        except BaseException:
            self._beats.give_back(taken)
            raise

    async def _listen(self) -> None:
        async with await self._connect() as connection:
            for channel in (CHANNEL, HEARD_ON):
                await connection.execute(f"LISTEN {channel}".encode())
            # Whatever was told while nobody listened is fetched again.
            self._hub.resync()
            self._bells.resync()
            async for news in connection.notifies():
                if news.channel == CHANNEL:
                    self._hub.hear(news.payload)
                    self._bells.hear_of_session(news.payload)
                else:
                    self._bells.hear_of_page(news.payload)
        raise OSError("the connection that listens has ended")

    async def _ask_rights(self) -> None:
        while True:
            await asyncio.sleep(RIGHTS_SECONDS)
            if listeners := self._hub.listeners:
                self._hub.keep(await rights.aside(rights.still_admitted, listeners))
            if pages := self._bells.pages:
                # Whoever came meanwhile was asked when they came.
                still = await rights.aside(bells_of.still_admitted, pages)
                self._bells.keep(still, of=pages)
