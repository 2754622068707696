"""
The program as a person meets it: real pages from a real server on a database of its own.

`site` begins anew for each test module that asks: one server for all of them, an empty database for each. What a test
needs is put there through actions, committed, before its pages are opened: `with site.as_program(): ...`.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError

import pytest

from hearthside.project.up.embedded import APP_ROLE, EmbeddedPostgres
from tests.database import ROOT, SERVER, copy
from tests.memory import FORGETTING

# Far above what any machine needs that does nothing else: only a server that hangs meets it.
START_SECONDS = 300


@dataclass(frozen=True)
class Site:
    """A running program: its address and its database."""

    url: str
    database: str

    @contextmanager
    def as_program(self) -> Iterator[None]:
        """Let Django in this process work on the site's database, outside any test's transaction."""
        from django.db import connection

        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/accounts/login/", timeout=60).close()
    except (URLError, OSError):
        return False
    return True


@contextmanager
def serve(database: str, *options: str, **variables: str) -> Iterator[str]:
    """Serve the program's pages from this database, with these options of the server; gives the address."""
    port = _free_port()
    environment = {**os.environ, "DATABASE_URL": SERVER.url(APP_ROLE, database), **variables}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--no-ws", "--workers-kill-timeout", "5", "--log-level", "warning", *options,
        "tests.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    # A passkey is bound to a name, so the address says localhost and not a number.
    url = f"http://localhost:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail("The program's server did not start.", pytrace=False)
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def served(database_server: EmbeddedPostgres) -> Iterator[Site]:
    """The program's server, started once in a worker: what it takes to start is no part of what any page answers."""
    name = f"site_{os.getpid()}"
    copy(name)
    try:
        with serve(name) as url:
            yield Site(url, name)
    finally:
        SERVER.drop_database(name)


@pytest.fixture(scope="module")
def site(served: Site, django_db_blocker: object) -> Iterator[Site]:
    """The program on a database made anew, for the tests of one module; of the one before, it remembers nothing."""
    SERVER.drop_database(served.database)
    copy(served.database)
    urllib.request.urlopen(served.url + FORGETTING, timeout=60).close()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield served
