"""One supervisor for each data folder: whoever comes second is told about the first."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.project.up.folder import DataFolder, write_privately

LOCK_FILE = "lock"
STATE_FILE = "state.json"


class AlreadyUp(Refusal):
    """Another supervisor holds this data folder."""

    def __init__(self, folder: DataFolder):
        self.state = state(folder)
        where = f" at {self.state['address']}" if self.state.get("address") else ", and is still starting"
        process = self.state.get("pid")
        how = f"Press Ctrl-C in its terminal, or say `kill {process}`" if process else "Press Ctrl-C in its terminal"
        super().__init__(f"Hearthside already runs from this folder{where}. {how}, to stop it.")


@contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    """
    Hold the data folder for as long as this lasts.

    The system lets go of the lock when the process ends, however it ends: nothing stale can stay behind.

    Raises:
        AlreadyUp: somebody else holds it.
    """
    try:
        with held(folder.run / LOCK_FILE, waiting=False):
            tell(folder)
            yield
            (folder.run / STATE_FILE).unlink(missing_ok=True)
    except BlockingIOError:
        raise AlreadyUp(folder) from None


@contextmanager
def held(file: Path, *, waiting: bool = True) -> Iterator[None]:
    """
    Hold the lock that this file stands for; it is made where it is missing.

    Raises:
        BlockingIOError: somebody else holds it, and we are not `waiting`.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if waiting else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def is_up(folder: DataFolder) -> bool:
    """A supervisor holds this folder right now."""
    if not (folder.run / LOCK_FILE).exists():
        return False
    try:
        with held(folder.run / LOCK_FILE, waiting=False):
            return False
    except BlockingIOError:
        return True


def tell(folder: DataFolder, **facts: Any) -> None:
    """Leave word for other commands: our process id, and what else is known by now."""
    write_privately(folder.run / STATE_FILE, json.dumps({"pid": os.getpid(), **facts}))


def state(folder: DataFolder) -> dict[str, Any]:
    """What the supervisor said of itself; empty if it has said nothing."""
    try:
        found = json.loads((folder.run / STATE_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
