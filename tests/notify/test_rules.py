"""When a mail may leave: growing waits, and quiet hours by the receiver's own clock."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.zones import zone as rules_of
from hearthside.notify.rules import is_quiet, may_leave_at, wait_after

NEW_YORK = "America/New_York"


def test_waits_double_up_to_the_longest():
    waits = [wait_after(n, first_seconds=30, longest_minutes=10).total_seconds() for n in range(1, 8)]

    assert waits == [30, 60, 120, 240, 480, 600, 600]


@given(st.integers(0, 10_000))
def test_no_wait_is_longer_than_the_longest(tries):
    assert timedelta(seconds=30) <= wait_after(tries, first_seconds=30, longest_minutes=60) <= timedelta(hours=1)


QUIET = [
    # begins, ends, instant (UTC), quiet, leaves at (UTC)
    ("22:00", "07:00", "2027-01-05T02:59", False, "2027-01-05T02:59"),
    ("22:00", "07:00", "2027-01-05T03:00", True, "2027-01-05T12:00"),
    ("22:00", "07:00", "2027-01-05T11:59", True, "2027-01-05T12:00"),
    ("22:00", "07:00", "2027-01-05T12:00", False, "2027-01-05T12:00"),
    ("09:00", "17:00", "2027-01-05T15:00", True, "2027-01-05T22:00"),
    ("09:00", "17:00", "2027-01-05T22:30", False, "2027-01-05T22:30"),
    ("07:00", "07:00", "2027-01-05T12:00", False, "2027-01-05T12:00"),
    # the night clocks go forward: 2:30 does not exist, so the first instant after it
    ("22:00", "02:30", "2027-03-14T05:00", True, "2027-03-14T07:00"),
    # the night clocks go back
    ("22:00", "07:00", "2027-11-07T04:30", True, "2027-11-07T12:00"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("begins", "ends", "instant", "quiet", "leaves"), QUIET)
def test_mail_waits_for_the_end_of_quiet_hours(begins, ends, instant, quiet, leaves):
    hours = {"begins": time.fromisoformat(begins), "ends": time.fromisoformat(ends), "zone": NEW_YORK}

    assert is_quiet(at(instant), **hours) is quiet
    assert may_leave_at(at(instant), **hours) == at(leaves)


def test_without_quiet_hours_mail_leaves_at_once():
    now = at("2027-01-05T03:00")

    assert may_leave_at(now, begins=None, ends=None, zone=NEW_YORK) == now
    assert may_leave_at(now, begins=time(22), ends=None, zone=NEW_YORK) == now


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)),
    st.times(),
    st.times(),
    st.sampled_from([NEW_YORK, "Asia/Kolkata", "America/Los_Angeles", "Australia/Lord_Howe"]),
)
def test_mail_never_leaves_in_quiet_hours_and_never_waits_over_a_day(now, begins, ends, zone):
    begins, ends = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    hours = {"begins": begins, "ends": ends, "zone": zone}

    leaves = may_leave_at(now, **hours)

    assert timedelta(0) <= leaves - now <= timedelta(hours=25)
    # Where clocks jump over the end or say it twice, the wait may end inside the doubled hour, not before it.
    if leaves != now:
        there = leaves.astimezone(rules_of(zone))
        assert abs((there.hour * 60 + there.minute) - (ends.hour * 60 + ends.minute)) <= 60
