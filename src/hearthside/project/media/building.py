"""The media server, built from its published source at the lowest priority; of all that it takes, one file is kept."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from hearthside.project.media import go
from hearthside.project.media.binary import VERSION
from hearthside.project.media.unavailable import NotThisWay

MODULE = f"github.com/livekit/livekit-server/cmd/server@v{VERSION}"
# Go's sources, packages and cache while it builds.
NEEDS_BYTES = 2_500_000_000
LOWEST = 19
ABOUT_PACKAGES = 1_000
SAID_EVERY_PACKAGES = 25
SCRATCH = "building-"


def build(target: Path, say: Callable[[str], None]) -> None:
    """
    Put the program at `target`.

    Raises:
        NotThisWay: the disk has too little room, Go cannot be had, or its source cannot.
    """
    with _scratch(target.parent) as scratch:
        compiler = go.find_or_bring(scratch, say)
        say("building it from its source: two minutes on two idle cores")
        _compile(compiler, scratch, say)
        built = scratch / "bin" / "server"
        if not built.is_file():
            raise NotThisWay("Go ended without it")
        built.chmod(0o755)
        built.replace(target)


def clear(folder: Path) -> None:
    """Delete what a build that was killed has left; nobody else may be building."""
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A folder for the time of the build, on the disk where the program is to be."""
    free = shutil.disk_usage(beside).free
    if free < NEEDS_BYTES:
        raise NotThisWay(f"it takes {NEEDS_BYTES / 1e9:.1f} GB while it is built, and {free / 1e9:.1f} are free")
    with tempfile.TemporaryDirectory(dir=beside, prefix=SCRATCH, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _compile(compiler: Path, scratch: Path, say: Callable[[str], None]) -> None:
    with subprocess.Popen(
        [compiler, "install", "-v", MODULE],
        env=_environment(os.environ, scratch),
        cwd=scratch,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        try:
            psutil.Process(process.pid).nice(LOWEST)
            last = _followed(process, say)
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        raise NotThisWay(f"Go could not build it ({last})" if last else "Go could not build it")


def _followed(process: "subprocess.Popen[str]", say: Callable[[str], None]) -> str:
    """Say how far it is; gives the last line that is no progress."""
    fetched, compiled, last = 0, 0, ""
    assert process.stderr is not None
    for line in process.stderr:
        words = line.strip()
        if words.startswith("go: downloading"):
            fetched += 1
            if fetched % SAID_EVERY_PACKAGES == 1:
                say(f"fetching its source, {fetched} of about 110 modules")
        elif words and " " not in words:
            compiled += 1
            if compiled % SAID_EVERY_PACKAGES == 1:
                say(f"building it, {compiled} of about {ABOUT_PACKAGES:,} packages")
        else:
            last = words or last
    return last


def _environment(given: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """Everything Go writes lies in the scratch folder, and can be deleted with it."""
    folders = {"GOPATH": "path", "GOCACHE": "cache", "GOTMPDIR": "tmp", "GOBIN": "bin"}
    for name in folders.values():
        (scratch / name).mkdir(exist_ok=True)
    asked = {name: str(scratch / folder) for name, folder in folders.items()}
    # Without C: the program then runs wherever its processor does. Modules are checked against Go's own record of them.
    asked |= {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "-modcacherw -trimpath -buildvcs=false"}
    return {**given, **asked}


def _end(process: "subprocess.Popen[str]") -> None:
    """The compiler and all that it has started."""
    started = _children(process.pid)
    process.kill()
    for one in started:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait()


def _children(parent: int) -> list[psutil.Process]:
    try:
        return psutil.Process(parent).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
