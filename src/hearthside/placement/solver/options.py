"""How hard and in which way to plan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """
    Either `seconds` of wall clock, or `effort` in thousands of search steps: then the answer depends on the problem,
    the seed and the effort alone, never on the machine or the number of threads.
    """

    seconds: float | None = 60.0
    effort: int | None = None
    seed: int = 1
    threads: int = 2
    explain: bool = True
    merges: bool = True  # without merging moves: only to measure what they bring
