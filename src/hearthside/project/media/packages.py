"""Python packages put into a folder of their own, by their hashes: what a part needs that the program does not."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

INSTALLED_WITHIN_SECONDS = 900.0
EXACTLY = ("--quiet", "--only-binary", ":all:", "--no-deps", "--require-hashes")


class NotInstalled(Exception):
    """They did not come; says how, as the end of a sentence."""


def install(lock: Path, place: Path) -> None:
    """
    Put exactly what this file locks into `place`, and nothing that it asks for besides. Nothing is compiled.

    Raises:
        NotInstalled: it cannot be had, or did not come in time.
    """
    what = (
        "--quiet",
        "--target",
        str(place),
        "--only-binary",
        ":all:",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(lock),
    )
    try:
        done = subprocess.run(
            [*_installer(), *what], capture_output=True, text=True, check=False, timeout=INSTALLED_WITHIN_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NotInstalled("did not come in time") from None
    if done.returncode:
        raise NotInstalled("cannot be had")


def _installer() -> Sequence[str]:
    """What puts a package into a folder: uv or pip, whichever is here."""
    if shutil.which("uv"):
        return ("uv", "pip", "install", "--python", sys.executable)
    if importlib.util.find_spec("pip") is None:
        # An environment made by uv has no pip; Python brings one.
        subprocess.run([sys.executable, "-m", "ensurepip"], capture_output=True, check=False)
    return (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
