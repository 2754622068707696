"""
Bars with words: the sentence comes first, the rule is drawn as a line, and the table behind says the same again.

Everything is in percent of the width, so that the words keep their size on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# As wide as half a name, in hundredths of the narrowest drawing.
NEAR = 20


@dataclass(frozen=True)
class Bar:
    """From `start` to `end` on the axis; `theirs` is drawn dashed."""

    label: str
    end: float
    start: float = 0
    text: str = ""
    theirs: bool = False


@dataclass(frozen=True)
class Drawn:
    """A bar in percent of the width."""

    bar: Bar
    x: str
    width: str
    over: bool
    said: str


@dataclass(frozen=True)
class Tick:
    """A number below the axis, or the name of the limit."""

    x: str
    text: str

    @property
    def anchor(self) -> str:
        """Which end of the words stands there: near either edge they would otherwise be cut."""
        share = float(self.x.removesuffix("%"))
        return "end" if share > 100 - NEAR else "start" if share < NEAR else "middle"


@dataclass(frozen=True)
class BarChart:
    """`sentence` says what the drawing shows; `limit` is the rule, drawn as a line and named."""

    sentence: str
    bars: Sequence[Bar]
    low: float
    high: float
    ticks: Sequence[float] = ()
    unit: str = ""
    limit: float | None = None
    limit_name: str = ""

    def _percent(self, value: float) -> str:
        share = (value - self.low) / (self.high - self.low)
        return f"{100 * min(max(share, 0), 1):.2f}%"

    def _drawn(self, bar: Bar) -> Drawn:
        share = (min(bar.end, self.high) - max(bar.start, self.low)) / (self.high - self.low)
        span = plain(bar.end) if bar.start <= self.low else f"{plain(bar.start)} to {plain(bar.end)}"
        return Drawn(
            bar=bar,
            x=self._percent(bar.start),
            width=f"{100 * max(share, 0):.2f}%",
            over=self.limit is not None and not bar.theirs and bar.end > self.limit,
            said=bar.text or f"{span} {self.unit}".strip(),
        )

    @property
    def drawn(self) -> list[Drawn]:
        """Every bar, placed."""
        return [self._drawn(bar) for bar in self.bars]

    @property
    def marks(self) -> list[Tick]:
        """The numbers below."""
        return [Tick(self._percent(value), plain(value)) for value in self.ticks]

    @property
    def limit_at(self) -> Tick | None:
        """Where the rule is drawn, with its name."""
        return None if self.limit is None else Tick(self._percent(self.limit), self.limit_name)


def plain(value: float) -> str:
    """6 for 6.0, 4.2 for 4.2."""
    return f"{value:g}"
