"""
Is what a mail tells of still so? Asked when the mail leaves, because it may have waited for hours.

A package registers a function for a kind of its own; a kind without one is always still so.
"""

from collections.abc import Callable
from uuid import UUID

Recheck = Callable[[UUID], bool]
_rechecks: dict[str, Recheck] = {}


def register(kind: str, recheck: Recheck) -> None:
    """Let this function say, for what a notice of this kind is about, whether it is still so."""
    _rechecks[kind] = recheck


def still_so(kind: str, about: UUID) -> bool:
    """Whether there is still reason to send a mail of this kind about this."""
    recheck = _rechecks.get(kind)
    return recheck is None or recheck(about)
