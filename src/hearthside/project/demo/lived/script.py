"""
What happened in a session of the made-up clinic: who came when, whose line broke, who left early.

Only the script is made up: what follows from it, minutes, ratio and breaches, is worked out from it as from anything
else that is received. The same session has the same script on every machine.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
# What people do, out of a hundred times.
STAY_AWAY, LINE_BREAKS, LEAVE_EARLY = 4, 9, 4
# Staff are there before the first who come, and go after the last.
STAFF_BEFORE, STAFF_AFTER = timedelta(minutes=11), timedelta(minutes=2)
# The media server notices a broken line after twenty seconds and a little.
NOTICED_AFTER = timedelta(seconds=20, milliseconds=600)


@dataclass(frozen=True)
class Stay:
    """One connection: from the moment media flowed until it no longer did."""

    start: datetime
    end: datetime
    # Whether the line broke; else they closed the page, or pressed Leave.
    broke: bool = False

    @property
    def told_at(self) -> datetime:
        """When the media server says that it is over."""
        return self.end + (NOTICED_AFTER if self.broke else timedelta())


@dataclass(frozen=True)
class Part:
    """What one person does: when they check in, and their connections. Nothing where they stay away."""

    who: UUID
    is_staff: bool
    arrives_at: datetime
    stays: tuple[Stay, ...] = field(default=())
    # They said that they leave before the end.
    says_leave: bool = False


def parts(
    key: str,
    starts_at: datetime,
    ends_at: datetime,
    people: Sequence[UUID],
    staff: Sequence[tuple[UUID, datetime, datetime]],
) -> list[Part]:
    """Everybody's part. `key` decides it; `staff` with the span in which each is needed."""
    dice = random.Random(key)
    over = ends_at + dice.randint(5, 90) * SECOND
    found = [_staff(dice, who, since, until, starts_at, over, ends_at) for who, since, until in staff]
    return found + [_person(dice, who, starts_at, over, stays_away=len(people) > 1) for who in people]


def _staff(
    dice: random.Random,
    who: UUID,
    since: datetime,
    until: datetime,
    starts_at: datetime,
    over: datetime,
    ends_at: datetime,
) -> Part:
    """Whoever works there: from before they are needed until somebody else does it, or all are gone."""
    before = STAFF_BEFORE if since <= starts_at else 3 * MINUTE
    start = since - before - _seconds(dice, 5, 60)
    end = (over if until >= ends_at else until) + STAFF_AFTER + _seconds(dice, 0, 40)
    return Part(who, True, start, (Stay(start, end),))


def _person(dice: random.Random, who: UUID, starts_at: datetime, over: datetime, *, stays_away: bool) -> Part:
    """Whoever comes to be treated."""
    chance = dice.randrange(100)
    arrives = starts_at - _seconds(dice, 60, 540)
    if stays_away and chance < STAY_AWAY:
        return Part(who, False, arrives)
    start = min(arrives + _seconds(dice, 40, 120), starts_at + 4 * MINUTE)
    if chance < STAY_AWAY + LEAVE_EARLY:
        end = over - _seconds(dice, 8 * 60, 35 * 60)
        return Part(who, False, arrives, (Stay(start, end),), says_leave=True)
    end = over + _seconds(dice, 0, 45)
    if chance < STAY_AWAY + LEAVE_EARLY + LINE_BREAKS:
        return Part(who, False, arrives, tuple(_broken(dice, start, starts_at, end)))
    return Part(who, False, arrives, (Stay(start, end),))


def _broken(dice: random.Random, start: datetime, starts_at: datetime, end: datetime) -> Iterator[Stay]:
    """Two connections: the line breaks once, and they are back within a minute or two."""
    length = (end - starts_at).total_seconds()
    cut = starts_at + dice.uniform(0.2, 0.8) * length * SECOND
    yield Stay(start, cut, broke=True)
    yield Stay(cut + _seconds(dice, 24, 95), end)


def _seconds(dice: random.Random, least: int, most: int) -> timedelta:
    return timedelta(milliseconds=dice.randint(least * 1000, most * 1000))
