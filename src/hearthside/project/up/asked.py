"""Being asked to stop, and waiting for whatever comes first: that, the end of a child, or the clock."""

import os
import select
import signal
import time
from types import FrameType, TracebackType

TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECOND_AFTER_SECONDS = 1.0


class Asked:
    """
    As a context: from the first Ctrl-C, SIGTERM or hang-up on, calling it says True.

    Nothing is raised in the middle of anything: who waits here is woken, and looks.
    """

    def __init__(self) -> None:
        self.first_at: float | None = None
        self.hurry = False
        """Asked a second time: no more grace."""
        self.before: dict[signal.Signals, object] = {}

    def __call__(self) -> bool:
        return self.first_at is not None

    def wait(self, seconds: float) -> None:
        """Until a signal has come, a child has ended, or the time is over."""
        ready, _, _ = select.select([self.read], [], [], max(seconds, 0))
        if ready:
            os.read(self.read, 4096)

    def __enter__(self) -> "Asked":
        self.read, self.write = os.pipe()
        for end in (self.read, self.write):
            os.set_blocking(end, False)
        self.wakeup = signal.set_wakeup_fd(self.write, warn_on_full_buffer=False)
        self.before = {number: signal.signal(number, self._ask) for number in TO_STOP}
        # Only a signal with a handler wakes us.
        self.before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def _ask(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.first_at is None:
            self.first_at = now
        # One Ctrl-C may reach us twice, from the terminal and from `make`: that is no second wish.
        elif now - self.first_at > SECOND_AFTER_SECONDS:
            self.hurry = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)  # type: ignore[arg-type] # what signal() gave may be given back to it
        signal.set_wakeup_fd(self.wakeup)
        os.close(self.read)
        os.close(self.write)
