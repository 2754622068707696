"""
What waits for the end of the outermost action: what follows from all that it changed, and the lines that tell of it.

Whoever writes a line holds its chain until the transaction ends, and whoever falls on the same chain waits. So lines
are kept back until everything else is done. What follows from many changes alike is worked out once for all of them.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hearthside.ledger.actors import Actor

R = TypeVar("R")
# What was touched, and who touched it last.
Follow = Callable[[set[Any], Actor], None]


@dataclass
class Waiting:
    """What one outermost action has put off so far."""

    # Each with the chain it goes to.
    lines: list[tuple[int, str]] = field(default_factory=list)
    # The chain of lines that belong to no request: one for all of an action.
    chain: int | None = None
    # What was read once for all of it.
    read: dict[Hashable, Any] = field(default_factory=dict)
    _follow: dict[Hashable, tuple[Follow, set[Any], Actor]] = field(default_factory=dict)

    def put_off(self, what: Hashable, follow: Follow, touched: Iterable[Any], by: Actor) -> None:
        _, before, _ = self._follow.get(what, (follow, set(), by))
        self._follow[what] = (follow, before | set(touched), by)

    def follow(self) -> None:
        """Do what was put off, and what that puts off in its turn."""
        while self._follow:
            follow, touched, by = self._follow.pop(next(iter(self._follow)))
            follow(touched, by)


_waiting: ContextVar[Waiting | None] = ContextVar("end_of_the_outermost_action", default=None)


def waiting() -> Waiting | None:
    """What the action that runs has put off; None where none runs."""
    return _waiting.get()


@contextmanager
def outermost() -> Iterator[Waiting]:
    """An action begins that no other one called."""
    begun = Waiting()
    token = _waiting.set(begun)
    try:
        yield begun
    finally:
        _waiting.reset(token)


@contextmanager
def undone_together() -> Iterator[None]:
    """Lines kept back inside are forgotten where what is inside fails, as the rows of which they tell are."""
    waits = _waiting.get()
    before = len(waits.lines) if waits else 0
    try:
        yield
    except BaseException:
        if waits:
            del waits.lines[before:]
        raise


def once(what: Hashable, read: Callable[[], R]) -> R:
    """What this reads, once for the whole action; each time anew where none runs."""
    waits = _waiting.get()
    if waits is None:
        return read()
    if what not in waits.read:
        waits.read[what] = read()
    found: R = waits.read[what]
    return found


def read_anew(what: Hashable) -> None:
    """It was changed: whoever asks next within the action reads it again."""
    if waits := _waiting.get():
        waits.read.pop(what, None)


def at_end(what: Hashable, follow: Follow, touched: Iterable[Any], *, by: Actor) -> None:
    """Do this once, after the outermost action has done everything else, for all that was touched; now if none runs."""
    if waits := _waiting.get():
        waits.put_off(what, follow, touched, by)
    else:
        follow(set(touched), by)
