"""
S2: a hundred rooms of twelve, each page with its stream and a heartbeat every two seconds, and a look at all of them
each second.

The raw doors and the watch run as `up` runs them, in processes of their own; the generator has a core of its own where
there are two. Counted is by how much each look comes later than its second, and how long it takes. A generator that was
late itself has measured nothing.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg

from bench.live.rows import Row, percentile
from bench.live.webhooks import LATE_SECONDS, _cpu, _listening, _pin
from tests.apart import apart_database
from tests.contracts.raw_doors import raw_doors
from tests.database import SERVER, SUPERUSER

PROGRAMS, ROOMS = 5, 100
TARGET_SECONDS = 0.5
FILES = 8_192


def measure(seconds: int) -> list[Row]:
    """Three lines: the look, a heartbeat, and the look while all pages come at once."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most), most))
    with apart_database() as database, raw_doors(database, Path(tempfile.mkdtemp()), {}) as address:
        from bench.live.crowd import crowd

        asked = json.dumps({"address": address, "seconds": seconds, "people": crowd(PROGRAMS, ROOMS)})
        with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as whole:
            # As any database is that has been at work for a day; the tests' own server does none of it by itself.
            whole.execute("VACUUM ANALYZE")
        server = _listening(urlsplit(address).port or 0)
        _pin(server, -1)
        before = _cpu(server)
        watch = _run("bench.live.looking", database)
        _pin(psutil.Process(watch.pid), -1)
        found = _answer(_run("bench.live.pages"), asked)
        used = _cpu(server) - before
        looked = _answer(watch, "")
    print(
        f"S2, {seconds} s: the doors used {used:.1f} s of a core, the watch {looked['cpu']:.1f} s, the generator "
        f"{found['cpu']:.1f} s; {found['streams']} streams were open, {found['refused']} heartbeats refused.",
        file=sys.stderr,
    )
    # Both have read the machine's own clock.
    lag = [late for due, late in looked["lag"] if found["began"] <= due <= found["until"]]
    opening = [late for due, late in looked["lag"] if due < found["began"]]
    slow = [f"{late:.1f} s at {due - found['began']:.0f}" for due, late in looked["lag"] if late > TARGET_SECONDS]
    print(f"Looks that ended late, by the second of the run: {', '.join(slow) or 'none'}.", file=sys.stderr)
    late = percentile(found["late"], 99)
    if found["refused"] or found["streams"] < found["wanted"]:
        verdict = f"broken: {found['streams']} of {found['wanted']} streams, {found['refused']} refused"
    elif late > LATE_SECONDS:
        verdict = f"not measurable here: the generator itself was late by {late * 1000:.0f} ms (p99)"
    else:
        verdict = "met" if percentile(lag, 99) <= TARGET_SECONDS else "missed"
    rate = len(found["took"]) / seconds
    what = f"{looked['sessions']} rooms, {found['streams']} streams, {rate:.0f} heartbeats a second"
    return [
        Row("S2", f"{what}: a look ends after its second began", "control plane", lag,
            f"p99 {TARGET_SECONDS * 1000:.0f}", verdict),
        Row("", "a heartbeat is answered", "control plane", found["took"], "", ""),
        Row("", "the look while all of these pages open their streams at once", "control plane", opening, "", ""),
    ]  # fmt: skip


def _run(module: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _answer(process: "subprocess.Popen[str]", asked: str) -> dict[str, Any]:
    told, _ = process.communicate(asked)
    answer: dict[str, Any] = json.loads(told)
    return answer
