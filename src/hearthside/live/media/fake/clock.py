"""Time for a fake media server: that of the wall, or one that stands still until somebody moves it."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do this when so much time has passed."""
        ...


class StandingClock:
    """Moves only when told to, and then through every moment at which something is to happen, in order."""

    def __init__(self, now: float) -> None:
        self._now = now
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()

    def now(self) -> float:
        return self._now

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self._now + seconds, next(self._count), act))

    def move(self, seconds: float) -> None:
        """Let so much time pass."""
        until = self._now + seconds
        while self._due and self._due[0][0] <= until:
            at, _, act = heapq.heappop(self._due)
            self._now = max(self._now, at)
            act()
        self._now = until


class WallClock:
    """The machine's own clock; what is to happen later happens `speed` times as soon."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed

    def now(self) -> float:
        return time.time()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(seconds / self.speed, act)
        timer.daemon = True
        timer.start()
