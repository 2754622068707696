"""
Who watches, of several processes that could: one, by a lock that the database holds as long as its connection lasts.

The one that watches says each second that it does. Whoever stands by takes its place when the lock is free, and ends
the connection of a watch that holds it and says nothing any more: nobody waits for a process that hangs.
"""

import contextlib
import logging
from types import TracebackType

import psycopg

LOCK = 4_107_016_203
"""Of this program's locks the one for the watch."""
SILENT_SECONDS = 2.5
NAME = "watch"

_SAY = """
    INSERT INTO live_at_work (name, does, at, backend) VALUES (%(name)s, 'watch', clock_timestamp(), pg_backend_pid())
    ON CONFLICT (name) DO UPDATE SET at = excluded.at, backend = excluded.backend
"""
_END_SILENT = """
    SELECT pg_terminate_backend(l.pid) FROM live_at_work w JOIN pg_locks l ON l.pid = w.backend
     WHERE w.name = %(name)s AND l.locktype = 'advisory' AND l.granted
       AND (l.classid::bigint << 32 | l.objid::bigint) = %(lock)s
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND w.at < clock_timestamp() - make_interval(secs => %(silent)s)
"""

log = logging.getLogger("hearthside.live")


class Place:
    """This process's try for the place, over a connection of its own."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None
        self.is_held = False

    def take_or_keep(self) -> bool:
        """
        Whether this process watches now. Asked every second: it says that it does, and finds out if it no longer may.

        A database that is away gives the place to nobody.
        """
        try:
            connection = self._connected()
            if not self.is_held:
                connection.execute(_END_SILENT, {"name": NAME, "lock": LOCK, "silent": SILENT_SECONDS})
                row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
                self.is_held = bool(row and row[0])
                if self.is_held:
                    log.info("This process watches from now on.")
            if self.is_held:
                connection.execute(_SAY, {"name": NAME})
        except (psycopg.Error, OSError) as error:
            if self.is_held:
                log.warning("This process watches no longer (%s).", type(error).__name__)
            self.give_up()
        return self.is_held

    def give_up(self) -> None:
        """Let somebody else have it."""
        connection, self._connection, self.is_held = self._connection, None, False
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                connection.close()

    def __enter__(self) -> "Place":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_up()

    def _connected(self) -> "psycopg.Connection[tuple[object, ...]]":
        if self._connection is None:
            # A statement that waits for long is as good as no connection.
            options = "-c statement_timeout=2000"
            made = psycopg.connect(self._url, autocommit=True, connect_timeout=2, options=options)
            made.execute("SELECT set_config('app.system', 'live', false)")
            self._connection = made
        return self._connection
