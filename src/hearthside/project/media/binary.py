"""Where the media server's program is: the system's own, or the one that this user's cache holds."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import platformdirs

VERSION = "1.13.5"
"""The last one that Go's own tools can build from its published modules; releases carry later ones."""

LEAST = (1, 12)
"""From here on it tells of connections that were only tried, and takes every line of our configuration."""

NAMED = "HEARTHSIDE_LIVEKIT"
COMMAND = "livekit-server"
SAYS_VERSION_WITHIN_SECONDS = 20.0


def found() -> Path | None:
    """A program that works and is new enough: the one named in the environment, the system's, the cached one."""
    named = os.environ.get(NAMED)
    on_path = shutil.which(COMMAND)
    candidates = [Path(p) for p in (named, on_path) if p] + [cached()]
    return next((path for path in candidates if is_usable(path)), None)


def cached() -> Path:
    """Where it is kept once it has been got; `HEARTHSIDE_CACHE` moves the folder."""
    return folder() / f"{COMMAND}-{VERSION}-{platform.system().lower()}-{platform.machine().lower()}"


def folder() -> Path:
    base = os.environ.get("HEARTHSIDE_CACHE") or platformdirs.user_cache_dir("hearthside", appauthor=False)
    return Path(base) / "media"


def is_usable(path: Path) -> bool:
    """It starts on this machine, and is new enough."""
    version = version_of(path)
    return version is not None and version >= LEAST


def version_of(path: Path) -> tuple[int, ...] | None:
    """What it says of itself; None where it is missing or does not start."""
    if not path.is_file():
        return None
    try:
        told = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=SAYS_VERSION_WITHIN_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"version v?(\d+)\.(\d+)\.(\d+)", told.stdout + told.stderr)
    return tuple(map(int, number.groups())) if number and told.returncode == 0 else None
