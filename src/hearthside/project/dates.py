"""Days as they are typed after a command."""

import argparse
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1970, 2199


def monday(text: str) -> date:
    """A Monday as year-month-day."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!a} is not a date. Write year-month-day, for example 2027-01-04.")
    if day.weekday() != 0:
        before = day - timedelta(days=day.weekday())
        raise argparse.ArgumentTypeError(f"{day} is a {day:%A}; a week begins on a Monday. Write {before}, or another.")
    return day
