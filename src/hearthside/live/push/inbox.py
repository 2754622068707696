"""The inbox of what the media server told us: each event once, whoever brings it, and however often."""

import asyncio
from collections.abc import Sequence

import psycopg

from hearthside.live.media.told import Event

WITHIN_SECONDS = 1.0
"""Longer than any write that goes well. Until we have answered, the media server tells nothing else of that room."""

AWAY_SECONDS = 1.0
"""After a failure: so long nobody waits for the database."""

INSERT = """
    INSERT INTO live_webhook_inbox (event_id, program_id, event, room, room_sid, sid, identity, kind, created_at,
                                    joined_at_ms, reason, can_publish, received_at, stored_at, body_sha256)
    SELECT %(event_id)s, (SELECT program_id FROM live_room WHERE name = %(room)s), %(event)s, %(room)s, %(room_sid)s,
           %(sid)s, %(identity)s, %(kind)s, %(created_at)s, %(joined_at_ms)s, %(reason)s, %(can_publish)s,
           coalesce(%(received_at)s, clock_timestamp()), coalesce(%(stored_at)s, statement_timestamp()),
           %(body_sha256)s
    ON CONFLICT (event_id) DO NOTHING
"""


class DatabaseAway(Exception):
    """It could not be stored now, or whether it was is not known."""


class NotStorable(Exception):
    """The database refuses it, whenever it is asked."""


class Inbox:
    """One connection of this process, made anew whenever it breaks. What comes while it writes is written together."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._waiting: list[tuple[Event, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._away_until = 0.0

    async def store(self, events: Sequence[Event]) -> None:
        """
        All of them are committed, or it says that they may not be.

        Raises:
            DatabaseAway: at once while it was away a moment ago.
            NotStorable: one of them can never be; the others are.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._away_until:
            raise DatabaseAway
        ours = [(event, loop.create_future()) for event in events]
        self._waiting += ours
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())
        outcomes = await asyncio.gather(*(future for _, future in ours), return_exceptions=True)
        # Away comes first: then it is tried again, and what cannot be stored is found once more.
        for kind in (DatabaseAway, NotStorable):
            if any(isinstance(outcome, kind) for outcome in outcomes):
                raise kind

    async def close(self) -> None:
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
        await self._hang_up()

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.wait_for(self._insert([event for event, _ in batch]), WITHIN_SECONDS)
            except (psycopg.DataError, psycopg.IntegrityError):
                await self._one_by_one(batch)
            except (psycopg.Error, OSError, TimeoutError):
                self._away_until = asyncio.get_running_loop().time() + AWAY_SECONDS
                await self._hang_up()
                _say(batch + self._waiting, DatabaseAway())
                self._waiting = []
            else:
                _say(batch, None)

    async def _one_by_one(self, batch: Sequence[tuple[Event, "asyncio.Future[None]"]]) -> None:
        """One of them is refused: the others are not to suffer for it."""
        for event, future in batch:
            try:
                await asyncio.wait_for(self._insert([event]), WITHIN_SECONDS)
            except (psycopg.DataError, psycopg.IntegrityError):
                _say([(event, future)], NotStorable())
            except (psycopg.Error, OSError, TimeoutError):
                await self._hang_up()
                _say([(event, future)], DatabaseAway())
            else:
                _say([(event, future)], None)

    async def _insert(self, events: Sequence[Event]) -> None:
        if self._connection is None:
            connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=2)
            # A part of the system, in all programs: this connection is nobody else's.
            await connection.execute("SELECT set_config('app.system', 'live', false)")
            self._connection = connection
        async with self._connection.transaction(), self._connection.cursor() as cursor:
            await cursor.executemany(INSERT, [vars(event) for event in events])

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _say(batch: Sequence[tuple[Event, "asyncio.Future[None]"]], outcome: Exception | None) -> None:
    """Tell everybody who waits for one of these."""
    for _, future in batch:
        if future.done():
            continue
        if outcome is None:
            future.set_result(None)
        else:
            future.set_exception(outcome)
