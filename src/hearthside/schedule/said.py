"""How days and times are said to people: on their own clocks, in words that need no table."""

from datetime import date, datetime

from hearthside.base.zones import zone as rules_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January February March April May June July August September October November December").split()


def date_said(day: date) -> str:
    """A day: `Thursday, January 7`."""
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def day_said(at: datetime, zone: str) -> str:
    """The day of an instant on the clocks of a zone."""
    return date_said(at.astimezone(rules_of(zone)).date())


def time_said(at: datetime, zone: str) -> str:
    """The time of an instant on the clocks of a zone: `4:00 PM`."""
    there = at.astimezone(rules_of(zone))
    return f"{there.hour % 12 or 12}:{there.minute:02d} {'AM' if there.hour < 12 else 'PM'}"


def minute_said(minute: int) -> str:
    """Minutes past midnight as a time; 1440 is the end of the day: `midnight`."""
    if minute == 24 * 60:
        return "midnight"
    return f"{minute // 60 % 12 or 12}:{minute % 60:02d} {'AM' if minute < 12 * 60 else 'PM'}"
