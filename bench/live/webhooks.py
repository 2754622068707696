"""
W1: the media server's door at sixty events a second, through the process that serves it, into a real database.

The generator has a core of its own where there are two, and the rest the other. Every event is signed beforehand, and
its connection is kept open, as the media server keeps it. A generator that was late itself has measured nothing.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from urllib.parse import urlsplit

import psutil

from bench.live.rows import Row, percentile
from tests.apart import apart_database
from tests.contracts.raw_doors import raw_doors
from tests.live.hooks import HOOK, message, signed, stored

EVENTS_A_SECOND = 60
TARGET_SECONDS = 0.1
LATE_SECONDS = 0.02
CONNECTIONS = 16
MEDIA = {
    "LIVEKIT_URL": "http://127.0.0.1:1", "LIVEKIT_API_KEY": "app", "LIVEKIT_API_SECRET": "a" * 40,
    "LIVEKIT_WEBHOOK_KEY": HOOK.name, "LIVEKIT_WEBHOOK_SECRET": HOOK.secret,
}  # fmt: skip


def measure(seconds: int) -> list[Row]:
    """One line, and what it cost on the error stream."""
    with apart_database() as database, raw_doors(database, Path(tempfile.mkdtemp()), MEDIA) as address:
        server = _listening(urlsplit(address).port or 0)
        _pin(server, -1)
        before = _cpu(server)
        told = subprocess.run(
            [sys.executable, "-m", "bench.live.webhooks", address, str(seconds)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found = json.loads(told.stdout)
        used = _cpu(server) - before
        kept = len(stored(database))
    cost = f"the door used {used:.1f} s of a core, the generator {found['cpu']:.1f} s"
    print(f"W1, {seconds} s: {cost}.", file=sys.stderr)
    late, took = percentile(found["late"], 99), percentile(found["took"], 99)
    if found["refused"] or kept != len(found["took"]):
        verdict = f"broken: {found['refused']} refused, {kept} kept"
    elif late > LATE_SECONDS:
        verdict = f"not measurable here: the generator itself was late by {late * 1000:.0f} ms (p99)"
    else:
        verdict = "met" if took <= TARGET_SECONDS else "missed"
    what = f"{EVENTS_A_SECOND} events a second for {seconds} s"
    return [Row("W1", what, "control plane", found["took"], f"p99 {TARGET_SECONDS * 1000:.0f}", verdict)]


def _listening(port: int) -> psutil.Process:
    """The server's process that has this port, with those it has started."""
    for process in psutil.Process().children(recursive=True):
        if any(c.laddr.port == port for c in process.net_connections(kind="inet") if c.status == psutil.CONN_LISTEN):
            return process
    raise LookupError(f"Nobody of ours listens on {port}.")


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _cpu(process: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _family(process))


def _pin(process: psutil.Process, core: int) -> None:
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        for one in _family(process):
            one.cpu_affinity([cores[core]])


def generate(address: str, seconds: int) -> dict[str, object]:
    """Send them at their times; how long each took, how late each began, how many were refused."""
    _pin(psutil.Process(), 0)
    host, port = urlsplit(address).hostname or "", urlsplit(address).port
    events = [signed(message(number)) for number in range(EVENTS_A_SECOND * seconds)]
    mine = local()

    def send(number: int) -> tuple[float, float, int]:
        connection = getattr(mine, "connection", None)
        if connection is None:
            connection = mine.connection = http.client.HTTPConnection(host, port, timeout=30)
        due = began + number / EVENTS_A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        start = time.monotonic()
        body, signature = events[number]
        connection.request("POST", "/hooks/livekit", body, {"Authorization": signature})
        answer = connection.getresponse()
        answer.read()
        return time.monotonic() - start, start - due, answer.status

    began = time.monotonic() + 1
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sent = list(pool.map(send, range(len(events))))
    return {
        "took": [took for took, _, _ in sent], "late": [max(0.0, late) for _, late, _ in sent],
        "refused": sum(status != 200 for _, _, status in sent), "cpu": time.process_time(),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(generate(sys.argv[1], int(sys.argv[2]))))
