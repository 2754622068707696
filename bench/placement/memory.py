"""Runs a command and watches how much memory its whole process tree takes."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Measured:
    seconds: float
    peak_mb: float
    code: int
    out: str


class CommandFailed(Exception):
    """A measured command ended badly; the message holds what it printed."""


def run_measured(
    command: Sequence[str], *, most_seconds: float, env: dict[str, str] | None = None, accept: tuple[int, ...] = (0,)
) -> Measured:
    """
    Run to the end; seconds by the wall clock, peak resident memory (MB of 10**6 bytes) summed over the process tree.

    Raises:
        CommandFailed: the exit code is none of `accept`, or it took longer than `most_seconds`.
    """
    began = time.monotonic()
    peak = 0
    # Into a file: a pipe that nobody empties would stop the command.
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(
            command, stdout=printed, stderr=subprocess.STDOUT, text=True, env={**os.environ, **(env or {})}
        )
        while process.poll() is None:
            peak = max(peak, tree_bytes(process.pid))
            if time.monotonic() - began > most_seconds:
                process.kill()
            time.sleep(LOOK_EVERY)
        seconds = time.monotonic() - began
        printed.seek(0)
        out = printed.read()
    if process.returncode not in accept:
        raise CommandFailed(f"{' '.join(command[:4])} ... ended with {process.returncode}:\n{out[-2000:]}")
    return Measured(seconds, peak / 1e6, process.returncode, out)


def tree_bytes(pid: int) -> int:
    """Resident memory of a process and everything it started; 0 once it is gone or where the system does not tell."""
    total, waiting = 0, [pid]
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        try:
            total += int((one / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for thread in (one / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return total
