"""The parts one after the other. One that breaks or never ends says so in its line and keeps no other from its turn."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import pytest

from bench.live.rows import Row

# Longer than any part takes that goes well, its loads at full length among them.
MOST_SECONDS = 1_500
Part = tuple[str, Callable[[], list[Row]]]


def gathered(
    parts: Sequence[Part], say: Callable[[str], None] = lambda words: None, most_seconds: float = MOST_SECONDS
) -> list[Row]:
    """What each part measures; `say` is told where it is, and each line as soon as there is one."""
    found: list[Row] = []
    for number, (name, measure) in enumerate(parts, start=1):
        began = time.monotonic()
        say(f"{number} of {len(parts)}, from {name} on")
        try:
            with _ends_after(most_seconds):
                rows = measure()
        # A server of the tests that does not start says so by failing a test.
        except (Exception, pytest.fail.Exception) as error:
            why = (str(error).strip() or "no word").splitlines()[0].replace("|", "/")
            rows = [Row(name, "", "", (), "", f"broken: {type(error).__name__}: {why}")]
        for row in rows:
            say(str(row))
        say(f"{number} of {len(parts)} took {time.monotonic() - began:.0f} s")
        found += rows
    return found


@contextmanager
def _ends_after(seconds: float) -> Iterator[None]:
    """What is done inside is broken off after so long; what it started ends with it."""

    def too_long(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
