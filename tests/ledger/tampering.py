"""What somebody with the rights of a superuser could do to the ledger, one thing at a time, and undo traces of."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from hearthside.project.up.embedded import SUPERUSER
from tests.database import SERVER

GUARDS = "ALTER TABLE ledger_{book} {what} TRIGGER ALL"


@contextmanager
def superuser(database: str, *, guards: bool = False) -> Iterator[psycopg.Connection]:
    """The database as its superuser, with the guards switched off meanwhile unless they shall stay."""
    with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as connection:
        if not guards:
            _switch(connection, "DISABLE")
        try:
            yield connection
        finally:
            if not guards:
                _switch(connection, "ENABLE")


def _switch(connection: psycopg.Connection, what: str) -> None:
    for book in ("entry", "reading"):
        connection.execute(GUARDS.format(book=book, what=what))


def rewrite(connection: psycopg.Connection, book: str, chain: int, *, change_at: int, canonical: str | None) -> None:
    """Write a chain anew with right hashes, from the line that is changed (or removed) on, its head too."""
    connection.execute("SET session_replication_role = replica")
    rows = connection.execute(
        f"SELECT id, canonical FROM ledger_{book} WHERE chain = %s ORDER BY position", [chain]
    ).fetchall()
    connection.execute(f"DELETE FROM ledger_{book} WHERE chain = %s AND position > %s", [chain, len(rows)])
    if canonical is None:
        connection.execute(f"DELETE FROM ledger_{book} WHERE id = %s", [rows[change_at - 1][0]])
        del rows[change_at - 1]
    else:
        rows[change_at - 1] = (rows[change_at - 1][0], canonical)
        connection.execute(
            f"UPDATE ledger_{book} SET canonical = %s, facts = %s::jsonb->'facts' WHERE id = %s",
            [canonical, canonical, rows[change_at - 1][0]],
        )
    previous = hashlib.sha256(f"Hearthside {book} {chain}".encode()).digest()
    for position, (line, text) in enumerate(rows, start=1):
        digest = hashlib.sha256(previous + position.to_bytes(8, "big") + text.encode()).digest()
        connection.execute(
            f"UPDATE ledger_{book} SET position = %s, previous_hash = %s, hash = %s WHERE id = %s",
            [position, previous, digest, line],
        )
        previous = digest
    connection.execute(
        "UPDATE ledger_chain_head SET position = %s, hash = %s WHERE book = %s AND chain = %s",
        [len(rows), previous, book, chain],
    )
    connection.execute("SET session_replication_role = DEFAULT")
