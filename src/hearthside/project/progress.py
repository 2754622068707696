"""How far the planner is, on one line of a terminal that writes over itself. Into a file or a pipe it says nothing."""

import time
from fractions import Fraction
from types import TracebackType
from typing import TextIO

BETWEEN_SECONDS = 0.2


class Progress:
    """
    Called by the planner with seconds, best score and bound as often as it likes.

    Used as a context, it leaves the terminal's line clean.
    """

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.speaks = stream.isatty()
        self.due = 0.0
        self.width = 0

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, seconds: float, best: Fraction | float, bound: Fraction | float | None) -> None:
        if not self.speaks or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + BETWEEN_SECONDS
        self._show(line(seconds, best, bound))

    def _show(self, text: str) -> None:
        self.stream.write("\r" + text.ljust(self.width))
        self.stream.flush()
        self.width = len(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.speaks and self.width:
            self._show("")
            self.stream.write("\r")
            self.stream.flush()


def line(seconds: float, best: Fraction | float, bound: Fraction | float | None) -> str:
    """For example: 12 s   best 201,345   bound 208,100   gap 3.2 %"""
    said = f"{seconds:4.0f} s   best {float(best):,.0f}"
    if bound is None or bound <= 0:
        return said
    gap = (float(bound) - float(best)) / float(bound)
    return f"{said}   bound {float(bound):,.0f}   gap {gap:.1%}".replace("%", " %")
