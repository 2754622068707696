"""
What a change of policy would touch: each package says for the values that it reads.

Policy knows none of the packages above it. They register a function for a key, or for all keys that begin alike; the
page asks them all and says so where nobody answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Effect:
    """How many of what a value touches, as a sentence: "6 patients are in the program now."."""

    count: int
    sentence: str


Counter = Callable[[UUID, date], Sequence[Effect]]
_counters: dict[str, list[Counter]] = {}


def register(prefix: str, counter: Counter) -> None:
    """Let this function, given a program and a day, say what keys that begin with `prefix` touch."""
    known = _counters.setdefault(prefix, [])
    if counter not in known:
        known.append(counter)


def of(key: str, *, program: UUID, on: date) -> list[Effect]:
    """Everything that a value of this key touches in a program; empty if no part of the program reads it yet."""
    counters = [counter for prefix, found in _counters.items() if key.startswith(prefix) for counter in found]
    return [effect for counter in dict.fromkeys(counters) for effect in counter(program, on)]
