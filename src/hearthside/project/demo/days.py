"""When the demonstration takes place: four weeks and more before the Monday of its first day, and twelve after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.credentials.values import day_in
from hearthside.policy import baseline
from hearthside.project.demo import cast
from hearthside.project.models import Demonstration

WEEKS_BEFORE, WEEKS_AFTER = 4, 12
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
# Of a public month at least these days were lived before its last one: fewer say nothing of a clinic.
LEAST_TOLD = 4 * DAY
# The clinic is made ready on the Friday before its first week, at noon.
NOON, FRIDAY = time(12), timedelta(days=3)


def today() -> date:
    """The day it really is in the program."""
    return day_in(cast.ZONE, clock.written_at())


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_monday(day: date) -> date:
    """
    The Monday on which a demonstration begins that is built on this day: four weeks before, or as many more as it takes
    until a month in which it held groups is public. So its page of what was delivered is never empty.
    """
    settled = day - baseline.whole("delivered.settle.days") * DAY
    last_public = settled.replace(day=1) - DAY
    return monday_of(min(monday_of(day) - WEEKS_BEFORE * WEEK, last_public - LEAST_TOLD))


def last_day(day: date) -> date:
    """The Sunday with which a demonstration ends that is built on this day."""
    return monday_of(day) + WEEKS_AFTER * WEEK - DAY


def made_ready_at(first: date) -> datetime:
    return datetime.combine(first - FRIDAY, NOON, tzinfo=rules_of(cast.ZONE))


@contextmanager
def before_it_began(first: date, by: Actor) -> Iterator[None]:
    """
    Let what happens inside have happened before the first week.

    The program's doors let nothing begin in the past, and rightly so; but a clinic without a past shows nobody what a
    clinic looks like. So the made-up clinic is told from its beginning, by its own actor alone (`clock.told_as_of`).
    """
    with clock.told_as_of(made_ready_at(first), by=by):
        yield


def the_demonstration() -> Demonstration | None:
    """What the demonstration knows of itself, if there is one."""
    return Demonstration.objects.select_related("program").first()
