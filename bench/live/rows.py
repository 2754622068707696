"""One line of the table: what was promised, what was measured, or why it could not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

COLUMNS = ("Id", "What", "Lane", "n", "p50 ms", "p95 ms", "p99 ms", "longest ms", "target", "")
HEADER = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


@dataclass(frozen=True)
class Row:
    """`verdict` is "met", "missed", or why it cannot be measured here."""

    id: str
    what: str
    lane: str
    seconds: Sequence[float]
    target: str
    verdict: str

    def __str__(self) -> str:
        said = " |  |  | "
        if len(self.seconds) > 1:
            cuts = quantiles(self.seconds, n=100, method="inclusive")
            figures = [cuts[49], cuts[94], cuts[98], max(self.seconds)]
            said = " | ".join(f"{seconds * 1000:.1f}" for seconds in figures)
        return (
            f"| {self.id} | {self.what} | {self.lane} | {len(self.seconds)} | {said} | {self.target} | {self.verdict} |"
        )


def percentile(seconds: Sequence[float], of: int) -> float:
    """For example the 99th."""
    return quantiles(seconds, n=100, method="inclusive")[of - 1]
