"""
How far a long piece of work is, for whoever looks on.

Whoever works says so as it goes; where nobody listens, saying it costs nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A word for what is being done, and, where that can be counted, how much of it is done and how much there is.
Listener = Callable[[str, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("who_looks_on", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Whatever is said inside is said to this one."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def say(stage: str, done: int = 0, whole: int = 0) -> None:
    """This is being done now, and so much of it is done."""
    if listener := _listener.get():
        listener(stage, done, whole)
