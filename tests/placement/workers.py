"""Real workers in processes of their own, to be killed in the middle of what they do."""

import os
import subprocess
import sys
import time

import psycopg

from hearthside.project.up.embedded import SUPERUSER
from tests.database import ROOT, SERVER

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


def give_no_sign_of_life(database: str) -> None:
    """Whoever was killed has been silent for so long that their jobs are taken up again."""
    with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as connection:
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def until(what, seconds: float = 120.0):
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return seen
