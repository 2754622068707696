"""Ctrl-C during a plan: the search stops, the best so far is written. A second one ends at once and writes nothing."""

import os
import signal
import threading
from types import FrameType, TracebackType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """
    As a context: from the first signal on, calling it says True. The planner asks it whether to stop.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.before: dict[signal.Signals, object] = {}

    def __call__(self) -> bool:
        return self.asked.is_set()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked.is_set():
            raise KeyboardInterrupt
        self.asked.set()
        # Not print: the signal may have come in the middle of one, and a buffer cannot be entered twice.
        os.write(2, b"\nStopping: the best week so far is being written. Press again to leave without it.\n")

    def __enter__(self) -> "Interruption":
        if threading.current_thread() is threading.main_thread():
            self.before = {number: signal.signal(number, self._ask) for number in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)  # type: ignore[arg-type] # typeshed does not tie what signal() gave to what it takes
