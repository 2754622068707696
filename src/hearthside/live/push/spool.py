"""
Where an event waits while the database is away: a file of its own, on disk before the media server is told that we have
it. It is brought into the inbox once the database is back; twice does no harm, because the inbox takes each only once.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hearthside.live.media.told import Event, from_json, to_json

ENDING = ".event"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Waiting:
    """An event that waits, and the file in which it does."""

    event: Event
    file: Path


class Spool:
    """A folder that only its owner may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, event: Event, received_at: datetime) -> None:
        """
        Write it down for good.

        Raises:
            OSError: the disk is full, or may not be written to.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = self.folder / f"{event.event_id}{ENDING}"
        half = self.folder / f".{event.event_id}.{os.getpid()}"
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(to_json(event, received_at))
                file.flush()
                os.fsync(file.fileno())
            half.replace(whole)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        self._sync_folder()

    def waiting(self) -> list[Waiting]:
        """Some of those that wait. One that cannot be read is put aside, to be looked at."""
        found = []
        # In the order of their names, which is none: the inbox does not care, and nothing is looked up for each.
        for file in sorted(self.folder.glob(f"*{ENDING}"))[:MOST_AT_ONCE]:
            try:
                found.append(Waiting(from_json(file.read_text(encoding="utf-8")), file))
            except (ValueError, KeyError, TypeError):
                self.put_aside(file)
        return found

    def put_aside(self, file: Path) -> None:
        """It is never looked at again but by a person."""
        file.replace(file.with_suffix(".unreadable"))

    def done(self, brought: Sequence[Waiting]) -> None:
        """They are in the inbox, committed."""
        for one in brought:
            one.file.unlink(missing_ok=True)

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
