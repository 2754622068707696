"""Jobs whose worker was killed with them in hand."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from hearthside.project.up.embedded import APP_ROLE, SUPERUSER, EmbeddedPostgres
from tests.database import ROOT, copy

TASK = "project.take_up_stalled_jobs"
# A worker that does what is due and ends, as `hearthside up` runs one that stays.
WORK = """
import django; django.setup()
from procrastinate.contrib.django import app
from hearthside.project.jobs import take_up_stalled_jobs
take_up_stalled_jobs.defer(timestamp=1)
with app.replace_connector(app.connector.get_worker_connector()) as at_work:
    at_work.run_worker(wait=False, delete_jobs="successful", install_signal_handlers=False)
"""
HOLD = """
    WITH gone AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, queueing_lock)
    SELECT 'default', %s, '{"timestamp": 0}', 'doing', id, %s FROM gone RETURNING id
"""
WAIT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at, queueing_lock)
    VALUES ('default', %s, '{"timestamp": 0}', 'todo', now() + interval '1 day', %s) RETURNING id
"""


@pytest.fixture
def database(database_server: EmbeddedPostgres) -> Iterator[str]:
    name = f"jobs_{os.getpid()}"
    copy(name)
    yield name
    database_server.drop_database(name)


def added(connection: "psycopg.Connection[tuple[int]]", query: str, lock: str | None) -> int:
    row = connection.execute(query.encode(), [TASK, lock]).fetchone()
    assert row
    return row[0]


def test_they_are_done_again_unless_the_same_waits_already(database_server: EmbeddedPostgres, database: str):
    with psycopg.connect(database_server.url(SUPERUSER, database), autocommit=True) as connection:
        twin = added(connection, HOLD, "only one waits")
        held = added(connection, HOLD, None)
        waits = added(connection, WAIT, "only one waits")

        worked = subprocess.run(
            [sys.executable, "-c", WORK],
            env={**os.environ, "DATABASE_URL": database_server.url(APP_ROLE, database)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

        left = connection.execute("SELECT id, status::text FROM procrastinate_jobs").fetchall()
    assert worked.returncode == 0, worked.stderr
    assert f"Job {held} ({TASK}) was held by a worker that died; it is done again." in worked.stderr
    assert f"Job {twin} ({TASK}) was held by a worker that died; the next one does it." in worked.stderr
    assert left == [(waits, "todo")]
