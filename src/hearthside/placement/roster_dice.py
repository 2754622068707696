"""
Dice that fall the same way on every machine and Python.

Nothing but `Random.random` is asked, the one method whose sequence Python promises to keep for a seed.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random

    def chance(self, share: float) -> bool:
        return self._next() < share

    def below(self, limit: int) -> int:
        return int(self._next() * limit)

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def by_share(self, shares: Mapping[T, float]) -> T:
        """One of the keys, as likely as its share; shares need not sum to 1."""
        # Added up by hand: sum() rounds differently from Python 3.12 on.
        total = 0.0
        for share in shares.values():
            total += share
        left = self._next() * total
        chosen = next(iter(shares))
        for thing, share in shares.items():
            chosen = thing
            left -= share
            if left < 0:
                break
        return chosen

    def some_by_share(self, shares: Mapping[T, float], how_many: int) -> list[T]:
        """`how_many` different keys, drawn one after the other."""
        remaining = dict(shares)
        drawn = []
        for _ in range(min(how_many, len(remaining))):
            drawn.append(self.by_share(remaining))
            del remaining[drawn[-1]]
        return drawn
