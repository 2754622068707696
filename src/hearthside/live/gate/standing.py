"""Whether a seat may still be in a room: asked of the database for every connection, because a token does not know."""

import asyncio

import psycopg

from hearthside.live.gate.asked import Shown

WITHIN_SECONDS = 2.0
ASK = """
    SELECT 1 FROM live_seat s
      JOIN live_room r ON r.session_id = s.session_id AND r.program_id = s.program_id
      JOIN live_session l ON l.session_id = s.session_id
     WHERE s.identity = %s AND r.name = %s AND s.admitted_at IS NOT NULL AND s.revoked_at IS NULL
       AND r.closed_at IS NULL AND l.ended_at IS NULL
"""


class Standing:
    """One connection of this process, made anew whenever it breaks."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._turn = asyncio.Lock()

    async def may_be_there(self, shown: Shown) -> bool:
        """Whether this seat was let in and not put out, and the room is open. No answer is a no."""
        try:
            return await asyncio.wait_for(self._ask(shown), WITHIN_SECONDS)
        except (psycopg.Error, OSError, TimeoutError):
            await self.close()
            return False

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _ask(self, shown: Shown) -> bool:
        async with self._turn:
            if self._connection is None:
                connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=2)
                # A part of the system, in all programs: this connection is nobody else's.
                await connection.execute("SELECT set_config('app.system', 'live', false)")
                self._connection = connection
            found = await self._connection.execute(ASK, (shown.identity, shown.room))
            return await found.fetchone() is not None
