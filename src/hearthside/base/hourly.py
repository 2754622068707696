"""
Numbers that many ask for and few changes move: counted once an hour in each process, and told with when that was.

For counts over everybody alone: nothing of one person is ever kept between two requests.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Counted(Generic[Value]):
    """What was counted, and when."""

    value: Value
    at: datetime


class Hourly(Generic[Key, Value]):
    """What was counted in the hour that it is now; whatever is older is forgotten."""

    def __init__(self) -> None:
        self._kept: dict[Key, Counted[Value]] = {}

    def of(self, key: Key, now: datetime, count: Callable[[], Value]) -> Counted[Value]:
        """What was counted for this key within this hour, or is now."""
        hour = _hour(now)
        found = self._kept.get(key)
        if found is None or _hour(found.at) != hour:
            found = Counted(count(), now)
            self._kept = {k: kept for k, kept in self._kept.items() if _hour(kept.at) == hour} | {key: found}
        return found

    def forget(self) -> None:
        """Count anew when next asked."""
        self._kept = {}


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
