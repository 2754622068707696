"""
Rules of offered places, on plain values.

A place that is offered is held: it is a place like any other from its first day on, answered or not. Rule:
docs/rules/offers.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearthside.base import localtime
from hearthside.base.zones import zone as rules_of
from hearthside.placement.words import ACCEPTED, OPEN, UNDECIDED

DAY, MOMENT = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class HeldPlace:
    """A place somebody has or had: whether any of its days came, and what they said when it was offered, if it was."""

    came_about: bool
    offer: str | None = None


def is_first_place(others: Collection[HeldPlace]) -> bool:
    """Whether somebody who gets a place is asked if they take it: they never had one that they took."""
    return not any(place.came_about and place.offer in (None, ACCEPTED) for place in others)


def answer_until(asked_on: date, days: int, zone: str) -> datetime:
    """The instant at which the time to answer is over: the end of the last day, on the person's own clocks."""
    return localtime.instant(zone, asked_on + (days + 1) * DAY, 0)


def last_day(until_at: datetime, zone: str) -> date:
    """The last day on which an answer is in time, on the clocks of a zone."""
    return (until_at - MOMENT).astimezone(rules_of(zone)).date()


def may_be_answered(status: str) -> bool:
    """Whether the place still waits for an answer. One that comes late is still one, as long as the place is held."""
    return status in UNDECIDED


def is_over(status: str, until_at: datetime, at: datetime) -> bool:
    """Whether the time to answer has passed without one."""
    return status == OPEN and until_at <= at


def is_reminded(
    status: str, offered_at: datetime, until_at: datetime, reminded_at: datetime | None, at: datetime
) -> bool:
    """Whether to remind now: once, on the last day, of what was asked before that day began."""
    return status == OPEN and reminded_at is None and offered_at < until_at - DAY <= at < until_at


def ends_on(first_day: date, today: date, came_today: bool) -> date:
    """The last day of a place that is given back: the day before its first, yesterday, or a today that has begun."""
    if today < first_day:
        return first_day - DAY
    return today if came_today else today - DAY
