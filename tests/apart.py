"""
A database of its own for one test: for races between connections, and for what cannot be undone.

Tests usually run in one transaction that is rolled back. Two threads see nothing of each other there, and lines of the
ledger can never be removed again; such a test gets a copy of the empty database instead, dropped when it is over.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from hearthside.base.ids import new_id
from hearthside.project.up.embedded import EmbeddedPostgres
from tests.database import SERVER, copy


@contextmanager
def apart_database() -> Iterator[str]:
    """Let Django in this process work on a copied database; gives its name."""
    name = f"apart_{new_id().hex[-12:]}"
    copy(name)
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        SERVER.drop_database(name)


@pytest.fixture
def apart(database_server: EmbeddedPostgres, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """This test works on a database that nobody else has."""
    with django_db_blocker.unblock(), apart_database() as name:
        yield name


def race(runners: int, run: Callable[[int], Any]) -> list[Any]:
    """Let these start at the same moment, each on a connection of its own; gives what each answered or raised."""
    start = Barrier(runners)

    def one(number: int) -> Any:
        start.wait()
        try:
            return run(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(one, range(runners)))
