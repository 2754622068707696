"""How far the media server is, in a small file that its own process writes and others read."""

import json
from dataclasses import dataclass
from pathlib import Path

from hearthside.project.up.folder import write_privately

COMES, RUNS, NONE = "comes", "runs", "none"


@dataclass(frozen=True)
class Status:
    state: str
    words: str
    """How far it is, or why it cannot be had."""


def write(file: Path, state: str, words: str) -> None:
    write_privately(file, json.dumps({"state": state, "words": words}))


def read(file: Path) -> Status | None:
    """What was written last; None where nothing was."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return Status(said["state"], said["words"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Teller:
    """Says in the terminal what has changed, and no sooner than `every` seconds while it only comes along."""

    def __init__(self, file: Path, every: float = 20.0) -> None:
        self.file, self.every = file, every
        self.last: Status | None = None
        self.said_at = 0.0

    def news(self, now: float) -> str | None:
        """A line to say, or None."""
        found = read(self.file)
        if found is None or found == self.last:
            return None
        moves_on = self.last is not None and found.state == self.last.state == COMES
        if moves_on and now - self.said_at < self.every:
            return None
        was, self.last, self.said_at = self.last, found, now
        if found.state == COMES:
            return f"Video: {found.words}. It comes alive by itself."
        if found.state == NONE:
            return f"There is no video. {found.words} Everything else runs."
        return "Video is ready." if was is not None else None
