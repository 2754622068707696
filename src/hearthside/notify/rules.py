"""When a mail may leave, and when it is tried again. Plain values only."""

from datetime import UTC, datetime, time, timedelta

from hearthside.base.localtime import instant
from hearthside.base.zones import zone as rules_of


def wait_after(tries: int, *, first_seconds: int, longest_minutes: int) -> timedelta:
    """How long to wait after so many tries: the first wait, doubled each time, up to the longest."""
    longest = longest_minutes * 60
    doublings = min(max(tries - 1, 0), 31)
    return timedelta(seconds=min(first_seconds * 2**doublings, longest))


def is_quiet(at: datetime, *, begins: time | None, ends: time | None, zone: str) -> bool:
    """
    Whether it is quiet for somebody at this instant, by their own clock. Equal times are no quiet at all.

    The end is excluded: at seven o'clock quiet from 22:00 to 7:00 is over.
    """
    if begins is None or ends is None or begins == ends:
        return False
    there = at.astimezone(rules_of(zone)).time().replace(tzinfo=None)
    if begins < ends:
        return begins <= there < ends
    return there >= begins or there < ends


def may_leave_at(at: datetime, *, begins: time | None, ends: time | None, zone: str) -> datetime:
    """The first instant from `at` on at which it is not quiet (UTC), on the nights when clocks change too."""
    if ends is None or not is_quiet(at, begins=begins, ends=ends, zone=zone):
        return at.astimezone(UTC)
    local = at.astimezone(rules_of(zone))
    day = local.date() if local.time().replace(tzinfo=None) < ends else local.date() + timedelta(days=1)
    return instant(zone, day, ends.hour * 60 + ends.minute)
