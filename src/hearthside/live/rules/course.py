"""
The course of a session, on plain values and with time as an argument: rests, running over, the end, whoever is late.

How long each may be is policy; here is only what follows from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NOT_YET, LATE, MISSED = "", "late", "missed"


@dataclass(frozen=True)
class Booking:
    """Where somebody who is present has to be next."""

    who: str
    starts_at: datetime
    ends_at: datetime


def why_no_rest(minutes: int, shortest: int, longest: int, now: datetime, ends_at: datetime) -> str:
    """Why there can be no rest of so many minutes now, or nothing."""
    if not shortest <= minutes <= longest:
        return f"A break lasts {shortest} to {longest} minutes."
    if now + timedelta(minutes=minutes) > ends_at:
        return "The group ends before this break would. Make it shorter, or extend the group first."
    return ""


def steps(most: int) -> tuple[int, ...]:
    """By how many minutes a session is extended at a press: by half of what policy allows, or by all of it."""
    return tuple(dict.fromkeys(minutes for minutes in (most // 2, most) if minutes > 0))


def left_to_extend(planned_end: datetime, ends_at: datetime, most: int) -> int:
    """By how many minutes more it may still run over its planned end."""
    used = max(ends_at - planned_end, timedelta())
    return max(0, int((timedelta(minutes=most) - used).total_seconds() // 60))


def in_the_way(bookings: Iterable[Booking], ends_at: datetime, new_end: datetime) -> Booking | None:
    """The first booking that a session would run into if it ended later; None where it runs into none."""
    hit = [each for each in bookings if each.starts_at < new_end and each.ends_at > ends_at]
    return min(hit, key=lambda each: (each.starts_at, each.who), default=None)


def end_pressed(now: datetime, ends_at: datetime) -> datetime:
    """When a session ends whose lead ends it now: never later than it would have."""
    return min(now, ends_at)


def is_ended(closing_at: datetime | None, ended_at: datetime | None, now: datetime) -> bool:
    """Whether nobody may be in the room any more."""
    return ended_at is not None or (closing_at is not None and now >= closing_at)


def how_late(starts_at: datetime, now: datetime, enter: int, last: int) -> tuple[int, str]:
    """Since how many minutes somebody who has not come is awaited, and whether that is late, or missed."""
    minutes = int((now - starts_at).total_seconds() // 60)
    return minutes, MISSED if minutes >= last else LATE if minutes >= enter else NOT_YET


def next_lead(there: Iterable[str], order: Sequence[str]) -> str | None:
    """Who leads after whoever leaves: of those who are there the first by the plan, else by id."""
    place = {who: n for n, who in enumerate(order)}
    return min(there, key=lambda who: (place.get(who, len(place)), who), default=None)
