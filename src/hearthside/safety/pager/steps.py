"""
The ladder as plain arithmetic: which step calls whom, and when the next one is due.

Somebody is called at once, and the next one in line every `next_seconds`. At `supervisor_seconds` it is the
supervisors' turn, and from then on everybody is called again and again, until a person answers. Time is an argument.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearthside.safety.words import EVERYBODY, NEXT, SUPERVISOR


@dataclass(frozen=True)
class Pace:
    """How fast a ladder climbs: seconds to the next one in line, and seconds to the supervisors."""

    next_seconds: float
    supervisor_seconds: float

    @property
    def before_supervisors(self) -> int:
        """How many steps come before the supervisors' turn: the one that calls at once is always among them."""
        return math.ceil(self.supervisor_seconds / self.next_seconds)


def level_of(step: int, pace: Pace) -> str:
    """Whom this step calls; the first is 0."""
    if step < pace.before_supervisors:
        return NEXT
    return SUPERVISOR if step == pace.before_supervisors else EVERYBODY


def levels_from(level: str) -> tuple[str, ...]:
    """This level, and those that stand in for it where it has nobody to call: no step waits for nobody."""
    return {NEXT: (NEXT, SUPERVISOR, EVERYBODY), SUPERVISOR: (SUPERVISOR, EVERYBODY), EVERYBODY: (EVERYBODY,)}[level]


def begins_again(step: int, pace: Pace) -> bool:
    """Whether everybody was called once without an answer, and is called anew."""
    return level_of(step, pace) == EVERYBODY


def due_after(step: int, pace: Pace) -> timedelta:
    """How long after the calls began this step is due."""
    before = pace.before_supervisors
    if step < before:
        return timedelta(seconds=step * pace.next_seconds)
    return timedelta(seconds=pace.supervisor_seconds + (step - before) * pace.next_seconds)


def next_due(taken: int, calling_from: datetime, now: datetime, pace: Pace) -> datetime:
    """
    When the step after `taken` is due.

    It counts from when the calls began, so that late work makes no later ladder, and after a standstill every step up
    to the supervisors follows at once. Calls to everybody that were missed are not made up: once more is enough.
    """
    due = calling_from + due_after(taken + 1, pace)
    if due <= now and begins_again(taken + 1, pace):
        return now + timedelta(seconds=pace.next_seconds)
    return due
