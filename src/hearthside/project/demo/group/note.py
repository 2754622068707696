"""
How whoever fills a group and whoever presses a button speak with each other: by small files in the data folder.

Nobody else can write there. A note that is old says that nobody is at it any more.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from hearthside.project.up.folder import write_privately

FOLDER, NOTE = "demo-group", "note.json"
KILL, BACK, STOP = "kill", "back", "stop"
WORDS = (KILL, BACK, STOP)
OLD_SECONDS, FAILED_SECONDS = 8.0, 120.0


class Notes:
    """The notes of one installation; `run` is the folder of what is only true while it runs."""

    def __init__(self, run: Path) -> None:
        self._folder = run / FOLDER

    def keep(self, **facts: Any) -> None:
        """Say how it stands."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_privately(self._folder / NOTE, json.dumps(facts))

    def read(self) -> dict[str, Any] | None:
        """How it stands; None where nobody fills a group."""
        found = self._kept()
        return None if found is None or "failed" in found else found

    def failure(self) -> str:
        """Why nobody fills a group, where somebody tried a moment ago."""
        found = self._kept() or {}
        return str(found.get("failed", ""))

    def fail(self, why: str) -> None:
        """Say why no group is filled."""
        self.keep(failed=why)

    def _kept(self) -> dict[str, Any] | None:
        file = self._folder / NOTE
        try:
            age = time.time() - file.stat().st_mtime
            found = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(found, dict) or age > (FAILED_SECONDS if "failed" in found else OLD_SECONDS):
            return None
        return found

    def ask(self, word: str) -> None:
        """Ask whoever fills the group for one of the words."""
        if word not in WORDS:
            raise ValueError(f"Nobody knows what {word!r} means.")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_privately(self._folder / word, "")

    def asked(self) -> list[str]:
        """What was asked for since the last time, each once."""
        found = [word for word in WORDS if (self._folder / word).exists()]
        for word in found:
            (self._folder / word).unlink(missing_ok=True)
        return found

    def forget(self) -> None:
        """Nobody fills a group any more."""
        with suppress(OSError):
            (self._folder / NOTE).unlink(missing_ok=True)
