"""How long a signature stands where policy says how many months: plain days, no database."""

import calendar
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day(signed_on: date, months: int) -> date:
    """
    The last day on which what was signed on this day stands: the day before its months are over.

    Where a month is too short for the day it ends with the month: signed on January 31 for a month, until February 28.
    """
    year, month = _month(signed_on, months)
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, signed_on.day) - ONE_DAY if signed_on.day <= longest else date(year, month, longest)


def first_day_that_counts(on: date, months: int) -> date:
    """The earliest day of signing whose months are not over on this day."""
    year, month = _month(on, -months)
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1])) + ONE_DAY


def _month(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return years, month + 1
