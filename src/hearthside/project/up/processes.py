"""
Processes of ours that nobody looks after any more.

Every part is started with two marks in its environment: which part it is, and of which data folder. So what a
supervisor left behind when it was killed is found by looking at what runs, not by trusting a note that may be old.
"""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

PART, FOLDER = "HEARTHSIDE_PART", "HEARTHSIDE_DATA"
GRACE_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.02


def marks(part: str, data: Path) -> dict[str, str]:
    """What a part's environment says of it."""
    return {PART: part, FOLDER: str(data)}


def left_behind(data: Path) -> list[psutil.Process]:
    """Every running process that is marked as a part of this data folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            environment = process.environ()
            if PART in environment and environment.get(FOLDER) == str(data) and lives(process):
                found.append(process)
    return found


def part_of(process: psutil.Process) -> str:
    """Which part it is."""
    try:
        return process.environ().get(PART, "a part")
    except (psutil.Error, OSError):
        return "a part"


def lives(process: psutil.Process) -> bool:
    """
    It runs. A zombie does not: it has ended, and only its parent has not asked yet.

    In a container nobody may ever ask, so a process number that answers proves nothing.
    """
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(processes: Iterable[psutil.Process], *, grace_seconds: float = GRACE_SECONDS) -> None:
    """Ask them to stop, and end those that have not when the time is over."""
    asked = [process for process in processes if lives(process)]
    for process in asked:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in wait_for(asked, grace_seconds):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    wait_for(asked, grace_seconds)


def wait_for(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run when all have ended or the time is over."""
    deadline = time.monotonic() + seconds
    waiting = [process for process in processes if lives(process)]
    while waiting and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN_SECONDS)
        waiting = [process for process in waiting if lives(process)]
    return waiting


def end_group(group: int) -> None:
    """End at once whatever is left of a process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
