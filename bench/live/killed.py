"""
P1 on a real clock: facilitators' pages are processes, and are killed; the watch and the pager run as `up` runs them.

Counted is from the kill until the database passes the word to the console of whoever is called; a console that listens
shows it with the next turn of its stream. In each room one facilitator leads, and is killed at a moment of chance.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.live.rows import Row, percentile
from tests.apart import apart_database
from tests.contracts.raw_doors import raw_doors
from tests.database import APP_ROLE, SERVER

ROOMS = 10
# A watch that did not look for so long is blind for a while.
BLIND_AFTER_SECONDS = 3.0
STARTS_WITHIN_SECONDS, NEVER = 120.0, 1e6
SILENT = "SELECT extract(epoch FROM clock_timestamp() - max(at))::float FROM live_at_work WHERE does = %s"
ROOM_OF = "SELECT r.name FROM safety_page p JOIN live_room r ON r.id = p.subject_id WHERE p.id = %s"
LANE = "control plane, real processes"
TARGET_95, TARGET_99 = 8.0, 12.0
# The watch is blind in its first seconds, and everybody beats once before anybody is lost.
SETTLES_SECONDS, WAITS_SECONDS, SPREAD_SECONDS = 14.0, 30.0, 6.0


def measure() -> list[Row]:
    """One line."""
    with apart_database() as database, raw_doors(database, Path(tempfile.mkdtemp()), {}) as address:
        from bench.live.rooms import rooms_with_one

        rooms = rooms_with_one(ROOMS)
        with _watch(database), _called(database) as (heard, silent), _pages(address, rooms) as pages:
            _until_it_watches(silent)
            time.sleep(SETTLES_SECONDS)
            silent.clear()
            killed = _kill(pages)
            deadline = time.monotonic() + WAITS_SECONDS
            while time.monotonic() < deadline and not set(killed) <= set(heard):
                time.sleep(0.05)
    took = [heard[room] - at for room, at in killed.items() if room in heard]
    lost = len(killed) - len(took)
    early = sum(seconds < 0 for seconds in took)
    met = not lost and percentile(took, 95) <= TARGET_95 and percentile(took, 99) <= TARGET_99
    kept_waiting = max(silent, default=0.0)
    verdict = "met" if met else "missed"
    if early:
        verdict = f"broken: {early} were called for before anybody was lost"
    elif not met and kept_waiting > BLIND_AFTER_SECONDS:
        # Then it rightly believes no silence, for it may be its own.
        verdict = f"not measurable here: other work kept the watch from looking for {kept_waiting:.1f} s"
    what = f"a facilitator's process is killed: the console of the first floater is told; never told: {lost}"
    return [Row("P1", what, LANE, took, "p95 8 s, p99 12 s", verdict)]


def _until_it_watches(silent: list[float]) -> None:
    """The watch and the door of heartbeats say that they work: on a busy machine their start takes a while."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and (len(silent) < 2 or max(silent[-2:]) > BLIND_AFTER_SECONDS):
        time.sleep(0.1)


def _kill(pages: dict[str, "subprocess.Popen[str]"]) -> dict[str, float]:
    """One page of each room, one after the other; when each was killed."""
    dice, killed = random.Random(20270105), {}
    for room, page in pages.items():
        time.sleep(dice.uniform(0, SPREAD_SECONDS / ROOMS * 2))
        page.send_signal(signal.SIGKILL)
        killed[room] = time.monotonic()
    return killed


@contextmanager
def _pages(address: str, rooms: list[dict[str, Any]]) -> Iterator[dict[str, "subprocess.Popen[str]"]]:
    """Each room's page beats; gives them by room."""
    started: dict[str, subprocess.Popen[str]] = {}
    try:
        for room in rooms:
            command = [sys.executable, "-m", "bench.live.beating", address, room["note"], room["sid"]]
            started[room["room"]] = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        for process in started.values():
            assert process.stdout
            process.stdout.readline()
        yield started
    finally:
        for process in started.values():
            process.kill()
            process.wait()
            assert process.stdout
            process.stdout.close()


@contextmanager
def _watch(database: str) -> Iterator[None]:
    """`hearthside live`, with the pager as its child."""
    environment = {**os.environ, "DATABASE_URL": SERVER.url(APP_ROLE, database)}
    command = [sys.executable, "-m", "hearthside.project.up.live"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def _called(database: str) -> Iterator[tuple[dict[str, float], list[float]]]:
    """
    By room, when somebody was first called for it, told as to a console by a word of the database; and how long the
    watch, or whoever receives heartbeats, had said nothing whenever they were asked.
    """
    from hearthside.safety.pager.telling import HEARD_ON

    heard: dict[str, float] = {}
    silent: list[float] = []
    stop = threading.Event()
    listening, asking = (psycopg.connect(SERVER.url(APP_ROLE, database), autocommit=True) for _ in range(2))
    asking.execute("SELECT set_config('app.system', 'live', false)")
    listening.execute(f"LISTEN {HEARD_ON}")

    def listen() -> None:
        while not stop.is_set():
            for does in ("watch", "beats"):
                row = asking.execute(SILENT, [does]).fetchone()
                silent.append(NEVER if row is None or row[0] is None else row[0])
            for word in listening.notifies(timeout=0.25):
                at, told = time.monotonic(), json.loads(word.payload)
                # A word without an account is for everybody on duty: that there is a page, and not yet whom it calls.
                row = asking.execute(ROOM_OF, [told["page"]]).fetchone() if told["account"] else None
                if row:
                    heard.setdefault(row[0], at)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield heard, silent
    finally:
        stop.set()
        thread.join()
        listening.close()
        asking.close()
