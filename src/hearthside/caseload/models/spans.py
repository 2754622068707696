"""
Spans of days and of instants, as constraints compare them.

Days are written with their last one included, since people say "until Friday"; instants end before the next begins. A
span that never began is empty and overlaps nothing: its last day is the day before its first.
"""

from typing import Any

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import F, Func, Q, Value


def days(first: str = "from_on", last: str = "until_on") -> Func:
    """Both days included; without a last one it has no end."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


def instants(first: str = "from_at", end: str = "until_at") -> Func:
    """The end excluded: what ends at noon and what begins at noon do not overlap."""
    return Func(F(first), F(end), Value("[)"), function="tstzrange", output_field=DateTimeRangeField())


def began(first: str = "from_on", last: str = "until_on") -> Q:
    """A span of days that holds a day."""
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


def on_day(day: Any, first: str = "from_on", last: str = "until_on") -> Q:
    """A span of days that holds this one."""
    return Q(**{f"{first}__lte": day}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))


def at_instant(at: Any, first: str = "from_at", end: str = "until_at") -> Q:
    """A span of instants that holds this one."""
    return Q(**{f"{first}__lte": at}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": at}))
