"""
Whether the embedded database's server runs, and how to come back after one that did not end by itself.

Its notes (`postmaster.pid`, and one beside the socket) prove nothing: after a kill -9 they stay, and where nobody asks
for dead processes (process 1 of many containers never does) the number in them answers for ever. PostgreSQL would then
refuse to start. We say who lives, and leave the other half of its check alone: it never starts while anything still
uses the old server's memory.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from hearthside.project.up.processes import lives, wait_for

FAST_SECONDS, IMMEDIATE_SECONDS = 60, 30
BETWEEN_TRIES_SECONDS = 0.2
NOBODYS_NUMBER = 2**31 - 1
"""Above every process number that a system gives."""
SOCKET_NOTE = ".s.PGSQL.5432.lock"
MAY_PASS = ("pre-existing shared memory block", 'lock file "postmaster.pid"', "the database system is starting up")


def running(data: Path) -> psutil.Process | None:
    """The server of this cluster, while it runs."""
    number = _number(data)
    if number is None:
        return None
    try:
        process = psutil.Process(number)
        # The number may have gone to somebody else since.
        return process if lives(process) and str(data) in process.cmdline() else None
    except psutil.Error:
        return None


def stop(data: Path) -> None:
    """
    Stop the server if it runs: sessions are ended, everything committed is written.

    One that does not obey in a minute is told to leave at once; it then repairs itself at the next start.
    """
    process = running(data)
    if process is None:
        return
    for how, seconds in ((signal.SIGINT, FAST_SECONDS), (signal.SIGQUIT, IMMEDIATE_SECONDS)):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(how)
        if not wait_for([process], seconds):
            return


def tries(data: Path, socket: Path, log: Path, *, seconds: float) -> Iterator[None]:
    """
    Once for each attempt to start that makes sense.

    Another makes sense while what stands in the way goes by itself: a server that is just ending, or what is left of
    one that was killed.
    """
    deadline = time.monotonic() + seconds
    while True:
        if running(data) is None:
            _correct(data / "postmaster.pid")
            _correct(socket / SOCKET_NOTE)
        written = log.stat().st_size if log.exists() else 0
        yield
        if time.monotonic() > deadline or not any(words in _since(log, written) for words in MAY_PASS):
            return
        time.sleep(BETWEEN_TRIES_SECONDS)


def _correct(note: Path) -> None:
    try:
        _, _, rest = note.read_text().partition("\n")
    except FileNotFoundError:
        return
    # Only the number: the lines below it name the memory that the old server's processes may still use.
    note.write_text(f"{NOBODYS_NUMBER}\n{rest}")


def _number(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _since(log: Path, position: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(position)
            return file.read().decode(errors="replace")
    except OSError:
        return ""
