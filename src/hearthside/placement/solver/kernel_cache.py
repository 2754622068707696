"""
Where the planner's compiled inner loops are kept, and how to get them ready.

They are compiled once per machine and version into the user's own cache folder: no compiler is needed, nothing is
written beside the program, and a new version never meets the machine code of an old one.
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Before numba is loaded, which reads them once: a twelfth less to wait for the compiler, and the search is as fast.
os.environ.setdefault("NUMBA_OPT", "2")
os.environ.setdefault("NUMBA_LOOP_VECTORIZE", "0")

import numba
import platformdirs

try:
    import fcntl
except ImportError:  # no such locks on this system: at worst two processes compile the same thing
    fcntl = None  # type: ignore[assignment]

# Every file with a function that is compiled asks this module for it.
_SOURCES = [f for f in sorted(Path(__file__).parent.glob("*.py")) if b"kernel_cache" in f.read_bytes()]


def _fingerprint() -> str:
    """
    Names everything the machine code depends on.

    Numba looks only at the file a function stands in, not at the files of what it calls; so all of them count here.
    """
    digest = hashlib.sha256(f"{numba.__version__} {sys.version_info[:2]}".encode())
    for file in _SOURCES:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def folder() -> Path:
    """The cache folder of this version; `HEARTHSIDE_CACHE` moves it."""
    base = os.environ.get("HEARTHSIDE_CACHE") or platformdirs.user_cache_dir("hearthside", appauthor=False)
    return Path(base) / f"kernel-{_fingerprint()}"


def _checkout() -> str:
    """
    Names this copy of the program on this disk.

    Numba keeps machine code for a file of one path and date; an equal copy elsewhere, or one checked out again, has
    to compile, and must say so.
    """
    dated = [(str(file), file.stat().st_mtime_ns) for file in _SOURCES]
    return hashlib.sha256(repr(dated).encode()).hexdigest()[:16]


_FOLDER = folder()
numba.config.CACHE_DIR = str(_FOLDER)
_READY = _FOLDER / f"ready-{_checkout()}"

compiled: Callable[..., Any] = numba.njit(cache=True, nogil=True, error_model="numpy")
"""Decorates a function of the inner loops: compiled, cached, and running beside other threads."""

folded: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy")
"""
Decorates a one-line function made in a loop, which becomes part of whatever calls it.

Never cached: such functions share one name, and two processes compiling at once could take each other's.
"""


def is_ready() -> bool:
    """Whether this copy has been compiled here before; if not, the first run waits about a minute for it."""
    return _READY.exists()


def mark_ready() -> None:
    """Remember that everything is compiled. A cache folder that cannot be written only costs time, never an answer."""
    try:
        _READY.parent.mkdir(parents=True, exist_ok=True)
        _READY.touch()
    except OSError:
        return


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time compiles; others wait for it and then load what it made."""
    try:
        _FOLDER.mkdir(parents=True, exist_ok=True)
        lock = (_FOLDER / "compiling").open("w")
    except OSError:
        yield
        return
    with lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare() -> float:
    """Compile or load all inner loops and give the seconds it took, waiting for another process included."""
    began = time.monotonic()
    with _alone():
        from hearthside.placement.solver import warm_up

        if not is_ready():
            warm_up.compile_on_two_cores()
        warm_up.run()
        mark_ready()
    return time.monotonic() - began
