"""A worker that is killed while it plans: nothing goes on behind it, and the next worker plans the week."""

import os
import signal
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from hearthside.project.up.embedded import SUPERUSER
from tests.database import ROOT, SERVER
from tests.placement.waiting_room import waiting_room

pytestmark = pytest.mark.slow

# Works as `hearthside up` lets it, and stays; or does what is due and ends.
WORK = """
import django; django.setup()
from procrastinate.contrib.django import app
from hearthside.project.jobs import take_up_stalled_jobs
if {stays}:
    from hearthside.project.up.worker import main
    main()
else:
    take_up_stalled_jobs.defer(timestamp=1)
    with app.replace_connector(app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(wait=False, delete_jobs="successful", install_signal_handlers=False)
"""


def worker(database: str, *, stays: bool) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DATABASE_URL": SERVER.url("hearthside_app", database)}
    return subprocess.Popen([sys.executable, "-c", WORK.format(stays=stays)], cwd=ROOT, env=environment)


def until(what, seconds: float = 120.0):
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return seen


@pytest.mark.parametrize("whom", ["the worker", "its process"])
def test_what_is_killed_in_the_middle_is_planned_again_or_says_so(apart, whom):
    room = waiting_room()
    from hearthside.ledger.scope import scope
    from hearthside.placement.actions.proposing import propose

    with scope(room.coordinator):
        asked = propose(program=room.house.program, week=room.monday, seconds=600, by=room.coordinator)
    first = worker(apart, stays=True)
    until(lambda: len(room.now(asked).trail) >= 2)
    (aside,) = (p for p in psutil.Process(first.pid).children(recursive=True) if "aside" in " ".join(p.cmdline()))
    niceness = aside.nice()

    killed = first if whom == "the worker" else aside
    killed.send_signal(signal.SIGKILL)

    until(lambda: not aside.is_running() or aside.status() == psutil.STATUS_ZOMBIE, 30)
    if whom == "its process":
        failed = until(lambda: room.now(asked).status == "failed" and room.now(asked))
        first.terminate()
        first.wait(60)
        assert "Whoever looks after the program finds it in the log." in failed.failed_because
    else:
        first.wait(60)
        left = room.now(asked)
        # Its worker gives no sign of life any more; and so that the test does not plan for ten minutes:
        with psycopg.connect(SERVER.url(SUPERUSER, apart), autocommit=True) as connection:
            connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
            connection.execute("UPDATE placement_proposal SET seconds = 3")
        worker(apart, stays=False).wait(180)
        again = room.now(asked)
        assert (left.status, left.begun) == ("running", 1)
        assert (again.status, again.begun) == ("ready", 2)
        assert len(room.week(again).cohort_of()) == 6
    assert niceness == psutil.Process().nice() + 10
