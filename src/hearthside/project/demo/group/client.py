"""
What connects the demonstration's made-up people to a room: a Python package, brought once to this user's cache.

It is 30 MB that nobody else needs, so the program is installed without it. Whoever fills a group first brings it: that
takes seconds, in which people come to the door.
"""

import hashlib
import importlib.util
import platform
import shutil
import tempfile
from pathlib import Path

from hearthside.base.refusal import Refusal
from hearthside.project.media import binary
from hearthside.project.media.packages import NotInstalled, install
from hearthside.project.up.lock import held

PACKAGE = "livekit"
LOCK = Path(__file__).parent / "client.txt"
SCRATCH = "bringing-"


class NoClient(Refusal):
    """Made-up people cannot connect from this machine."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Made-up people cannot come into a room here: the Python package {PACKAGE} {why}. Everything else runs."
        )


def found() -> Path | None:
    """The folder in which the package is: this environment's own or the cached one; None where there is neither."""
    own = importlib.util.find_spec(PACKAGE)
    if own is not None and own.submodule_search_locations:
        return Path(next(iter(own.submodule_search_locations))).parent
    return cached() if cached().is_dir() else None


def cached() -> Path:
    """Where it is kept once it has been brought: another lock, system or processor has another folder."""
    which = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    return binary.folder() / f"client-{which}-{platform.system().lower()}-{platform.machine().lower()}"


def bring() -> Path:
    """
    The folder of the package, brought if it is not here yet. One process brings it while others wait.

    Raises:
        NoClient: it cannot be had.
    """
    if there := found():
        return there
    target = cached()
    target.parent.mkdir(parents=True, exist_ok=True)
    with held(target.parent / "bringing"):
        # Whoever waited finds what the other brought.
        if there := found():
            return there
        for left in target.parent.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=SCRATCH) as scratch:
            try:
                install(LOCK, Path(scratch) / "whole")
            except NotInstalled as why:
                raise NoClient(str(why)) from None
            (Path(scratch) / "whole").rename(target)
    return target
