"""
Crowds: people of one track, language and set of states, counted once for everybody who asks who could meet when.
"""

from collections.abc import Iterable

from hearthside.placement.solver.start_bits import at_least, joined

Words = frozenset[str]
Row = tuple[str, Words, Words, int, int]  # track, languages, states, patterns at which they can meet, people


class Crowds:
    """How many people can meet under a facilitator, up to `most`: nobody asks how many more."""

    def __init__(self, rows: Iterable[Row], most: int):
        self.most = most
        self._masks: dict[tuple[str, str], dict[Words, list[tuple[int, int]]]] = {}
        for track, languages, states, mask, people in rows:
            for language in languages:
                self._masks.setdefault((track, language), {}).setdefault(states, []).append((mask, people))
        self._counts: dict[tuple[str, str, Words], list[int]] = {}
        self._together: dict[tuple[str, str, Words], list[int]] = {}

    def together(self, track: str, language: str, licensed: Words) -> list[int]:
        """By number of people: the patterns at which so many meet under somebody licensed in these states."""
        key = (track, language, licensed)
        if key not in self._together:
            total = [-1] + [0] * self.most
            for states in self._masks.get((track, language), ()):
                if states <= licensed:
                    total = joined(total, self._count(track, language, states))
            self._together[key] = total
        return self._together[key]

    def _count(self, track: str, language: str, states: Words) -> list[int]:
        key = (track, language, states)
        if key not in self._counts:
            self._counts[key] = at_least(self._masks[track, language][states], self.most)
        return self._counts[key]
