"""What the database says of an installation, asked with the driver alone: it may be wrong enough to keep Django out."""

import time
from collections.abc import Iterator, Mapping

import psycopg

from hearthside.project import application_role
from hearthside.project.doctor.finding import Finding
from hearthside.project.up import lock, processes
from hearthside.project.up.embedded import APP_ROLE
from hearthside.project.up.installation import Installation

ANSWERS_WITHIN_SECONDS = 5
CLOCKS_APART_SECONDS = 2.0
BEATS_WITHIN_SECONDS = 60
WAITS_AT_MOST_SECONDS = 300

_SCHEMA = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'django_migrations'"
_HEARTBEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
_WAITING = """
    SELECT count(*) FROM procrastinate_jobs
     WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - make_interval(secs => %s)
"""


def look(installation: Installation) -> Iterator[Finding]:
    """Reachable, new enough, an ordinary role, clocks, schema, worker."""
    if installation.embedded is not None and not installation.embedded.answers():
        # Without `up` it is not meant to run.
        if lock.is_up(installation.folder):
            yield Finding("database", "The embedded database does not answer.", f"Read {installation.embedded.log}.")
        return
    try:
        connection = psycopg.connect(
            installation.variables["DATABASE_URL"], autocommit=True, connect_timeout=ANSWERS_WITHIN_SECONDS
        )
    except (psycopg.Error, UnicodeError) as error:
        why = str(error).strip().splitlines()[-1:] or ["no reason given"]
        yield Finding("database", f"The application cannot sign in: {why[0]}", "Check DATABASE_URL.")
        return
    with connection:
        yield _version(connection)
        yield _role(connection)
        yield _clocks(connection)
        if not _count(connection, _SCHEMA):
            yield Finding("schema", "The database has no tables of ours.", "Say `hearthside migrate`.")
            return
        yield from _worker(installation, connection)
    yield from _schema(installation)


def _version(connection: "psycopg.Connection[tuple[object, ...]]") -> Finding:
    version = connection.info.server_version
    too_old = version < application_role.OLDEST_SERVER
    return Finding(
        "database",
        f"PostgreSQL {version // 10_000}.{version % 10_000} answers.",
        "Hearthside needs PostgreSQL 16 or newer." if too_old else "",
    )


def _role(connection: "psycopg.Connection[tuple[object, ...]]") -> Finding:
    user = connection.info.user
    found = application_role.faults(connection.cursor())
    if found:
        return Finding(
            "role",
            f"The application signs in as {user}, which {' and '.join(found)}: row security is no wall for it.",
            f"Let DATABASE_URL name {APP_ROLE}.",
        )
    return Finding("role", f"The application signs in as {user}, an ordinary role.")


def _clocks(connection: "psycopg.Connection[tuple[object, ...]]") -> Finding:
    before = time.time()
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    here = (before + time.time()) / 2
    apart = abs(float(str(row[0])) - here) if row else 0.0
    return Finding(
        "clocks",
        f"The clocks of the database and this machine are {apart:.1f} s apart.",
        "Let both follow a time server: what is due is decided by the database's."
        if apart > CLOCKS_APART_SECONDS
        else "",
    )


def _worker(installation: Installation, connection: "psycopg.Connection[tuple[object, ...]]") -> Iterator[Finding]:
    waiting = _count(connection, _WAITING, [WAITS_AT_MOST_SECONDS])
    if waiting:
        yield Finding(
            "jobs",
            f"{waiting} jobs have been due for more than {WAITS_AT_MOST_SECONDS // 60} minutes.",
            f"Read {installation.folder.logs / 'worker.log'}; without a worker nothing is sent.",
        )
    row = connection.execute(_HEARTBEAT).fetchone()
    beat = row[0] if row else None
    if beat is not None and float(str(beat)) <= BEATS_WITHIN_SECONDS:
        yield Finding("worker", f"A worker last said that it lives {float(str(beat)):.0f} s ago.")
    elif any(
        processes.part_of(process) == "worker" and time.time() - process.create_time() < BEATS_WITHIN_SECONDS
        for process in processes.left_behind(installation.folder.path)
    ):
        yield Finding("worker", "The worker was started less than a minute ago, and is not at work yet.")
    elif installation.embedded is None or lock.is_up(installation.folder):
        yield Finding(
            "worker", "No worker has said within a minute that it lives.", "`hearthside up` runs one; see its log."
        )


def _schema(installation: Installation) -> Iterator[Finding]:
    pending = pending_migrations(installation.variables)
    if pending:
        yield Finding(
            "schema", f"{len(pending)} migrations are pending, first {pending[0]}.", "Say `hearthside migrate`."
        )
    else:
        yield Finding("schema", "Every migration has been applied.")


def pending_migrations(variables: Mapping[str, str]) -> list[str]:
    """Asked through Django, which knows the order."""
    import os

    os.environ.update(variables)
    import django

    django.setup()
    from hearthside.project import database

    return database.pending_migrations()


def _count(connection: "psycopg.Connection[tuple[object, ...]]", query: str, values: list[object] | None = None) -> int:
    row = connection.execute(query.encode(), values).fetchone()
    return int(str(row[0])) if row else 0
