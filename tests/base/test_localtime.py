"""Local clock times as UTC minutes, where clocks change and where they do not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base import localtime, zones

NEW_YORK, INDIANAPOLIS = "America/New_York", "America/Indiana/Indianapolis"
PHOENIX, HONOLULU, ST_JOHNS = "America/Phoenix", "Pacific/Honolulu", "America/St_Johns"
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)  # the Sundays on which American clocks change
OURS = (NEW_YORK, INDIANAPOLIS, PHOENIX, HONOLULU, ST_JOHNS, "America/Los_Angeles", "Pacific/Guam", "Asia/Kolkata")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "shown_at"),
    [
        (NEW_YORK, date(2027, 1, 4), 17 * 60, ["2027-01-04 22:00"]),
        (NEW_YORK, date(2027, 1, 4), 24 * 60, ["2027-01-05 05:00"]),
        (NEW_YORK, SPRING, 1 * 60 + 59, ["2027-03-14 06:59"]),
        (NEW_YORK, SPRING, 2 * 60, []),
        (NEW_YORK, SPRING, 2 * 60 + 59, []),
        (NEW_YORK, SPRING, 3 * 60, ["2027-03-14 07:00"]),
        (NEW_YORK, AUTUMN, 59, ["2027-11-07 04:59"]),
        (NEW_YORK, AUTUMN, 1 * 60, ["2027-11-07 05:00", "2027-11-07 06:00"]),
        (NEW_YORK, AUTUMN, 1 * 60 + 59, ["2027-11-07 05:59", "2027-11-07 06:59"]),
        (NEW_YORK, AUTUMN, 2 * 60, ["2027-11-07 07:00"]),
        (INDIANAPOLIS, SPRING, 2 * 60 + 30, []),
        (PHOENIX, SPRING, 2 * 60 + 30, ["2027-03-14 09:30"]),
        (PHOENIX, AUTUMN, 1 * 60 + 30, ["2027-11-07 08:30"]),
        (HONOLULU, SPRING, 2 * 60 + 30, ["2027-03-14 12:30"]),
        (HONOLULU, AUTUMN, 1 * 60 + 30, ["2027-11-07 11:30"]),
    ],
)
def test_a_clock_shows_a_time_once_twice_or_never(zone: str, day: date, minute: int, shown_at: list[str]) -> None:
    assert localtime.instants(zone, day, minute) == tuple(utc(at) for at in shown_at)


@pytest.mark.parametrize(
    ("minute", "ends", "at"),
    [
        (2 * 60, False, "2027-03-14 07:00"),
        (2 * 60 + 30, False, "2027-03-14 07:00"),
        (2 * 60 + 59, True, "2027-03-14 07:00"),
    ],
)
def test_a_skipped_time_is_the_first_one_after_it(minute: int, ends: bool, at: str) -> None:
    assert localtime.instant(NEW_YORK, SPRING, minute, ends=ends) == utc(at)


def test_of_a_doubled_time_a_start_is_the_first_and_an_end_the_second() -> None:
    assert localtime.instant(NEW_YORK, AUTUMN, 90) == utc("2027-11-07 05:30")
    assert localtime.instant(NEW_YORK, AUTUMN, 90, ends=True) == utc("2027-11-07 06:30")


def test_a_midnight_that_is_skipped_is_the_first_minute_after_it() -> None:
    # Clocks in Beirut jump from 00:00 to 01:00 on 28 March 2027; 24:00 on the day before is that same midnight.
    jump = date(2027, 3, 28)

    assert localtime.instant("Asia/Beirut", jump, 0) == utc("2027-03-27 22:00")
    assert localtime.instant("Asia/Beirut", jump - timedelta(days=1), 24 * 60, ends=True) == utc("2027-03-27 22:00")


def test_minutes_of_the_week_are_counted_from_midnight_utc_of_its_monday() -> None:
    monday = date(2027, 1, 4)

    assert localtime.week_minute(monday, "UTC", 0, 0) == 0
    assert localtime.week_minute(monday, NEW_YORK, 0, 17 * 60) == 22 * 60
    assert localtime.week_minute(monday, "Pacific/Guam", 0, 9 * 60) == -60
    assert localtime.week_minute(monday, HONOLULU, 6, 24 * 60, ends=True) == 7 * 1440 + 600


def test_a_day_of_clock_change_is_shorter_or_longer() -> None:
    def length(day: date, zone: str) -> timedelta:
        return localtime.instant(zone, day, 1440) - localtime.instant(zone, day, 0)

    assert length(SPRING, NEW_YORK) == timedelta(hours=23)
    assert length(AUTUMN, NEW_YORK) == timedelta(hours=25)
    assert length(SPRING, PHOENIX) == length(AUTUMN, HONOLULU) == timedelta(hours=24)


def test_arizona_and_hawaii_shift_against_the_rest_of_the_country() -> None:
    def hours_behind_new_york(zone: str, day: date) -> int:
        return (localtime.utc_offset_minutes(NEW_YORK, day) - localtime.utc_offset_minutes(zone, day)) // 60

    winter, summer = date(2027, 1, 4), date(2027, 7, 5)
    assert [hours_behind_new_york(PHOENIX, day) for day in (winter, summer)] == [2, 3]
    assert [hours_behind_new_york(HONOLULU, day) for day in (winter, summer)] == [5, 6]
    assert [hours_behind_new_york(INDIANAPOLIS, day) for day in (winter, summer)] == [0, 0]


@pytest.mark.parametrize(("minute", "text"), [(0, "00:00"), (570, "09:30"), (1439, "23:59"), (1440, "24:00")])
def test_minutes_past_midnight_read_as_a_clock(minute: int, text: str) -> None:
    assert localtime.clock(minute) == text


@given(
    zone=st.sampled_from(OURS),
    week=st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(lambda d: d - timedelta(days=d.weekday())),
    minute=st.integers(0, 7 * 1440 - 1),
)
def test_every_instant_shows_one_local_time_and_that_time_finds_it_again(zone: str, week: date, minute: int) -> None:
    day, shown = localtime.local_clock(week, zone, minute)

    found = [localtime.minutes_since(week, at) for at in localtime.instants(zone, day, shown)]

    assert minute in found


@given(zone=st.sampled_from(OURS), day=st.dates(date(2026, 1, 1), date(2028, 12, 31)), minute=st.integers(0, 1440))
def test_later_on_the_clock_is_never_earlier_in_time(zone: str, day: date, minute: int) -> None:
    start = localtime.instant(zone, day, max(0, minute - 1))
    end = localtime.instant(zone, day, minute, ends=True)

    assert start <= end


def test_every_zone_comes_from_the_package_and_none_from_the_machine() -> None:
    names = zones.names()

    assert {NEW_YORK, INDIANAPOLIS, PHOENIX, HONOLULU, "UTC"} <= names
    assert not names & {"localtime", "Factory", "posixrules", "EST5", ""}
    with pytest.raises(KeyError):
        zones.zone("../../etc/passwd")
