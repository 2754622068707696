"""One part of the running program: a process with its log, which is started again when it ends by itself."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from hearthside.project.up.processes import end_group, marks

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
STEADY_SECONDS = 60.0
"""Who has run this long begins again with the first pause."""
LARGEST_LOG_BYTES = 10_000_000
TOLD_LINES = 15


@dataclass
class Part:
    """A command that is to run for as long as the program does."""

    name: str
    command: list[str]
    environment: dict[str, str]
    data: Path
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    began_at: float = 0.0
    due_at: float = 0.0
    pause_seconds: float = field(default=FIRST_PAUSE_SECONDS)

    def start(self) -> None:
        """Start it, in a session of its own: a terminal's Ctrl-C is for the supervisor, who stops parts in order."""
        _turn_over(self.log)
        # Found by name inside the log's folder only by us: it may hold what a traceback shows.
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                self.command,
                env={**self.environment, **marks(self.name, self.data)},
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            os.close(handle)
        self.began_at = time.monotonic()

    def ended(self) -> str | None:
        """How it ended, in words, if it has; whatever it had started itself is ended with it."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        end_group(self.process.pid)
        self.process = None
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def pause(self) -> float:
        """Wait before the next start, and longer each time that it does not last; gives the seconds."""
        now = time.monotonic()
        if now - self.began_at > STEADY_SECONDS:
            self.pause_seconds = FIRST_PAUSE_SECONDS
        pause, self.pause_seconds = self.pause_seconds, min(2 * self.pause_seconds, LONGEST_PAUSE_SECONDS)
        self.due_at = now + pause
        return pause

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End it and all that it started, now."""
        if self.process is not None:
            end_group(self.process.pid)
            self.process.wait()
            self.process = None

    def last_words(self) -> str:
        """The end of its log."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-TOLD_LINES:])


def _turn_over(log: Path) -> None:
    """A log that has grown large is kept once more beside the new one."""
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(log.suffix + ".1"))
