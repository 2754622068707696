"""
Ctrl-C during a long measurement: it ends, and what it began is put away.

A shell that begins something in the background has it ignore Ctrl-C (SIGINT), and Python leaves it so; a SIGTERM ends a
process at once, and what it began goes on. Here both end what runs inside, once: while it is put away, a second one is
not heard.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOPPED = 130
"""What a process gives back that ended so."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """
    What runs inside ends when it is told to, however it was begun.

    Raises:
        KeyboardInterrupt: it was told to.
    """
    before = {number: signal.signal(number, _end) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
