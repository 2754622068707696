"""
The database of the tests: a real PostgreSQL, the application signed in as its ordinary role.

One embedded server for all workers of all runs on this machine, started by whoever needs it first and stopped by
whoever leaves last. Migrations run once into a template named after what is in them; every worker gets a copy.

Loaded as a pytest plugin before anything else, because settings are read from the environment when Django starts.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hearthside.project.up.embedded import APP_ROLE, LONGEST_PATH, OWNER_ROLE, SUPERUSER, EmbeddedPostgres

ROOT = Path(__file__).parents[1]
# What a migrated database depends on.
SCHEMA = ("src/hearthside/*/migrations/*.py", "src/hearthside/*/*sql.py", "src/hearthside/project/database.py",
          "src/hearthside/*/sql/*.sql", "src/hearthside/policy/baseline.csv", "src/hearthside/people/data/*.csv",
          "requirements.txt")  # fmt: skip
MIGRATE = "import django; django.setup(); from hearthside.project.database import migrate; migrate()"


def _folder() -> Path:
    usual = ROOT / "var" / "test"
    if len(os.fsencode(str(usual))) <= LONGEST_PATH:
        return usual
    return Path(tempfile.gettempdir()) / f"hearthside-test-{os.geteuid()}"


def _static_digest() -> str:
    """Changes whenever a file for browsers does."""
    digest = hashlib.sha256()
    for file in sorted(ROOT.glob("src/hearthside/*/static/**/*")):
        if file.is_file():
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


SERVER = EmbeddedPostgres(_folder())
# A folder for each state of those files: whoever started before a file changed goes on with what it knew.
DATA = SERVER.folder / f"data-{_static_digest()}"
KEPT_SECONDS = 24 * 3600
# How far a worker's database may grow by what tests undid before a new copy takes its place.
MOST_GROWTH = 24 * 2**20
NAME = f"test_{os.getpid()}"
os.environ.update(
    DJANGO_SETTINGS_MODULE="hearthside.project.settings",
    # Playwright keeps an event loop in this thread, in which Django then would not speak to the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="yes",
    HEARTHSIDE_MODE="demo",
    HEARTHSIDE_DATA=str(DATA),
    HEARTHSIDE_SECRET_KEY="a-key-that-signs-nothing-but-tests-0123456789",
    HEARTHSIDE_DATABASE_POOL="0",
    HEARTHSIDE_HTTPS="no",
    # Staff of the tests sign in by password alone; the tests of second factors switch them on.
    HEARTHSIDE_SECOND_FACTOR="off",
    HEARTHSIDE_HOSTS="testserver,localhost,127.0.0.1",
    DATABASE_URL=SERVER.url(APP_ROLE, NAME),
    DATABASE_OWNER_URL=SERVER.url(OWNER_ROLE, NAME),
)


def template() -> str:
    """The name of the database that holds these migrations and nothing else."""
    digest = hashlib.sha256()
    for pattern in SCHEMA:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def _waits_for_no_disk() -> None:
    """
    What is in this server is thrown away: it need not outlive the machine.

    And nothing counts its rows by the way: tables whose rows were all undone would be taken for empty, and the next
    world in them would be searched row by row.
    """
    with psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def _make_template(name: str) -> None:
    with psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
    if name in there:
        return
    making = f"{name}_making"
    SERVER.drop_database(making)
    SERVER.create_database(making)
    environment = {**os.environ, "DATABASE_URL": SERVER.url(OWNER_ROLE, making)}
    subprocess.run([sys.executable, "-W", "error", "-c", MIGRATE], env=environment, check=True, cwd=ROOT)
    with psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"'.encode())
    for old in there:
        if old.startswith("template_"):
            SERVER.drop_database(old)


def _collect_static() -> None:
    """Gather static files under their hashed names, as an installation does; only when one has changed."""
    done = DATA / "static.done"
    if not done.exists():
        (DATA / "static").mkdir(parents=True, exist_ok=True)
        collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--clear", "-v", "0"]
        subprocess.run(collect, env=os.environ, check=True, cwd=ROOT)
    done.touch()
    for old in SERVER.folder.glob("data-*"):
        # Touched by every run that begins with it, and no run lasts a day.
        seen = max(path.stat().st_mtime for path in (old, old / "static.done") if path.exists())
        if old != DATA and time.time() - seen > KEPT_SECONDS:
            shutil.rmtree(old)


def copy(name: str) -> None:
    """Make a database of this name: migrated, empty."""
    # Held while it is copied: another run, whose migrations are newer, takes the template away.
    with (SERVER.folder / "making.lock").open("a") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        latest = template()
        _make_template(latest)
        SERVER.create_database(name, template=latest)


def _size() -> int:
    with psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        row = connection.execute("SELECT pg_database_size(%s)", [NAME]).fetchone()
    return row[0] if row else 0


class _Own:
    """This worker's copy of the template, once it has one: which, and how large it was."""

    made_of, size = "", 0

    def make(self) -> None:
        self.made_of = template()
        copy(NAME)
        self.size = _size()

    def make_anew_once_grown(self) -> None:
        """Where nobody is at work: rows that were undone are still walked over."""
        if not self.made_of or self.made_of != template() or _size() - self.size < MOST_GROWTH:
            return
        from django.db import connections

        connections.close_all()
        SERVER.drop_database(NAME)
        self.make()


OWN = _Own()


@contextmanager
def running() -> Iterator[EmbeddedPostgres]:
    """The server, started by whoever needs it first, with its template made; stopped by whoever leaves last."""
    SERVER.folder.mkdir(parents=True, exist_ok=True)
    with (SERVER.folder / "users.lock").open("a") as users, (SERVER.folder / "making.lock").open("a") as making:
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(making, fcntl.LOCK_EX)
        SERVER.start()
        _waits_for_no_disk()
        _make_template(template())
        _collect_static()
        fcntl.flock(making, fcntl.LOCK_UN)
        yield SERVER
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses it
        SERVER.stop()


@pytest.fixture(scope="session")
def database_server() -> Iterator[EmbeddedPostgres]:
    """The running server with its template made."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(database_server: EmbeddedPostgres) -> Iterator[None]:
    """In place of pytest-django's own: this worker's copy of the template."""
    OWN.make()
    yield
    from django.db import connections

    connections.close_all()
    database_server.drop_database(NAME)


if __name__ == "__main__":
    # `python -m tests.database` makes the template alone, for whoever has a core to spare before the tests begin.
    with running():
        pass
