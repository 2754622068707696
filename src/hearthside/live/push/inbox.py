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
                                    joined_at_ms, reason, can_publish, received_at, body_sha256)
    SELECT %(event_id)s, (SELECT program_id FROM live_room WHERE name = %(room)s), %(event)s, %(room)s, %(room_sid)s,
           %(sid)s, %(identity)s, %(kind)s, %(created_at)s, %(joined_at_ms)s, %(reason)s, %(can_publish)s,
           coalesce(%(received_at)s, clock_timestamp()), %(body_sha256)s
    ON CONFLICT (event_id) DO NOTHING
"""


class DatabaseAway(Exception):
    """It could not be stored now, or whether it was is not known."""


class Inbox:
    """One connection of this process, made anew whenever it breaks."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._turn = asyncio.Lock()
        self._away_until = 0.0

    async def store(self, events: Sequence[Event]) -> None:
        """
        All of them are committed, or it says that they may not be.

        Raises:
            DatabaseAway: at once while it was away a moment ago.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._away_until:
            raise DatabaseAway
        try:
            await asyncio.wait_for(self._store(events), WITHIN_SECONDS)
        except (psycopg.Error, OSError, TimeoutError):
            self._away_until = loop.time() + AWAY_SECONDS
            await self.close()
            raise DatabaseAway from None

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _store(self, events: Sequence[Event]) -> None:
        async with self._turn:
            if self._connection is None:
                self._connection = await psycopg.AsyncConnection.connect(self._url, connect_timeout=2)
                # A part of the system, in all programs: this connection is nobody else's.
                await self._connection.execute("SELECT set_config('app.system', 'live', false)")
                await self._connection.commit()
            async with self._connection.transaction(), self._connection.cursor() as cursor:
                await cursor.executemany(INSERT, [vars(event) for event in events])
