"""Bringing what connects people while they already check in: whoever fills a group waits for nothing."""

import threading
import time
from pathlib import Path

from hearthside.project.demo.group import client

TRIES_AGAIN_AFTER_SECONDS = 60.0
COMES = "What connects them comes to this machine: some seconds, once. They wait at the door."


class Bringing:
    """`there` once it is here; until then, `words` say how it stands."""

    def __init__(self) -> None:
        self.there: Path | None = client.found()
        self.words = COMES
        self._at: threading.Thread | None = None
        self._ended_at = 0.0

    def goes_on(self) -> bool:
        """Whether it is here; begins to bring it where nobody does, and again a while after it could not be had."""
        if self.there is None and self._at is None and self._is_time():
            # A thread that is left alone ends with the process, and what it had begun is thrown away by the next.
            self._at = threading.Thread(target=self._bring, daemon=True)
            self._at.start()
        return self.there is not None

    def _is_time(self) -> bool:
        return not self._ended_at or time.monotonic() - self._ended_at > TRIES_AGAIN_AFTER_SECONDS

    def _bring(self) -> None:
        try:
            self.there = client.bring()
        except client.NoClient as no:
            self.words = str(no)
        self._ended_at, self._at = time.monotonic(), None
