"""Windows, exceptions and closures as spans of instants. Rule: docs/rules/availability.md."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.spans import merged
from hearthside.placement.solver import problem as planner
from hearthside.schedule.windows import (
    AWAY,
    EPOCH,
    EXTRA,
    DatedException,
    DatedWindow,
    Window,
    WrongWindow,
    as_instants,
    as_minutes,
    checked,
    checked_exception,
    free,
    holds,
    whole_days,
)
from tests.builders.availability import minute, week

LONG_AGO = date(2020, 1, 1)
NEW_YORK, PHOENIX, LORD_HOWE = "America/New_York", "America/Phoenix", "Australia/Lord_Howe"
# Monday to Sunday with the spring change on the Sunday, and with the autumn one.
SPRING, AUTUMN = date(2027, 3, 8), date(2027, 11, 1)


def said(zone: str, first: date, *, exceptions: list[DatedException] = (), **days: str) -> list[str]:
    """A week's free time in UTC, as people would write it."""
    windows = [DatedWindow(window, LONG_AGO) for window in week(**days)]
    spans = free(zone, windows, exceptions, first, first + timedelta(days=6))
    return [" to ".join(f"{at:%a %H:%M}" for at in as_instants(span)) for span in spans]


CASES = [
    # zone       Monday    windows                                   free, in UTC
    (NEW_YORK,   SPRING,   {"tue": "9:00-12:00"},                    ["Tue 14:00 to Tue 17:00"]),
    (PHOENIX,    SPRING,   {"tue": "9:00-12:00"},                    ["Tue 16:00 to Tue 19:00"]),
    # The clock jumps from 2:00 to 3:00: times between move on.
    (NEW_YORK,   SPRING,   {"sun": "2:30-5:00"},                     ["Sun 07:00 to Sun 09:00"]),
    (NEW_YORK,   SPRING,   {"sun": "1:00-2:30"},                     ["Sun 06:00 to Sun 07:00"]),
    (NEW_YORK,   SPRING,   {"sun": "2:10-2:50"},                     []),
    # 1:00 to 2:00 comes twice: from takes the first, to takes the second.
    (NEW_YORK,   AUTUMN,   {"sun": "1:30-3:00"},                     ["Sun 05:30 to Sun 08:00"]),
    (NEW_YORK,   AUTUMN,   {"sun": "0:30-1:30"},                     ["Sun 04:30 to Sun 06:30"]),
    # Half an hour on Lord Howe Island: spring there is October.
    (LORD_HOWE,  date(2027, 9, 27), {"sun": "1:30-3:00"},            ["Sat 15:00 to Sat 16:00"]),
    # Overlapping and touching merge; two rows over midnight are one span.
    (NEW_YORK,   SPRING,   {"tue": "9:00-12:00 11:00-13:00"},        ["Tue 14:00 to Tue 18:00"]),
    (NEW_YORK,   SPRING,   {"tue": "22:00-24:00", "wed": "0:00-2:00"}, ["Wed 03:00 to Wed 07:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "monday", "days", "expected"), CASES)
def test_windows_are_local_times_of_their_own_zone(zone, monday, days, expected):
    assert said(zone, monday, **days) == expected


def test_extra_time_is_added_and_then_time_away_taken_off():
    tuesday = SPRING + timedelta(days=1)
    extra = DatedException(EXTRA, tuesday, tuesday, minute("12:00"), minute("15:00"))
    away = DatedException(AWAY, tuesday, tuesday, minute("11:00"), minute("13:00"))

    found = said(NEW_YORK, SPRING, exceptions=[away, extra], tue="9:00-12:00")

    assert found == ["Tue 14:00 to Tue 16:00", "Tue 18:00 to Tue 20:00"]


def test_time_away_over_some_days_takes_off_each_of_them():
    away = DatedException(AWAY, SPRING - timedelta(days=10), SPRING + timedelta(days=2))

    found = said(NEW_YORK, SPRING, exceptions=[away], mon="9:00-12:00", wed="9:00-12:00", thu="9:00-12:00")

    assert found == ["Thu 14:00 to Thu 17:00"]


def test_a_window_stands_between_its_days():
    nine = Window(1, minute("9:00"), minute("12:00"))
    tuesday = SPRING + timedelta(days=1)

    for from_on, until_on, stands in (
        (tuesday, tuesday, True), (tuesday, None, True), (tuesday + timedelta(days=1), None, False),
        (LONG_AGO, SPRING, False), (tuesday, SPRING, False),
    ):  # fmt: skip
        spans = free(NEW_YORK, [DatedWindow(nine, from_on, until_on)], [], SPRING, SPRING + timedelta(days=6))
        assert bool(spans) is stands


def test_a_closed_clinic_takes_off_its_own_day_wherever_somebody_is():
    windows = [DatedWindow(window, LONG_AGO) for window in week(mon="0:00-24:00", tue="0:00-24:00")]
    closed = whole_days(NEW_YORK, SPRING, SPRING)

    spans = free("Pacific/Honolulu", windows, [], SPRING, SPRING + timedelta(days=1), closed=[closed])

    # Honolulu's Monday begins at 10:00 UTC, while New York's closed Monday lasts until 05:00 UTC on Tuesday.
    assert [as_instants(span)[0] for span in spans] == [datetime(2027, 3, 9, 5, tzinfo=UTC)]


WRONG = [
    # windows                                      line    field      it says
    ([Window(7, 0, 60)],                           0,      "weekday", "day of the week"),
    ([Window(0, 60, 120), Window(1, 600, 540)],    1,      "end",     "two lines: one to midnight"),
    ([Window(0, 600, 600)],                        0,      "end",     "not after the start"),
    ([Window(0, -1, 60)],                          0,      "start",   "time of day"),
    ([Window(0, 0, 1441)],                         0,      "end",     "time of day"),
    ([Window(0, 1440, 1440)],                      0,      "start",   "time of day"),
    ([Window(0, 0, 60)] * 101,                     100,    "weekday", "At most 100"),
]  # fmt: skip


@pytest.mark.parametrize(("windows", "line", "field", "says"), WRONG)
def test_a_line_that_cannot_be_is_named(windows, line, field, says):
    with pytest.raises(WrongWindow, match=says) as refused:
        checked(windows)

    assert (refused.value.line, refused.value.field) == (line, field)


WRONG_EXCEPTIONS = [
    (DatedException("ill", SPRING, SPRING), "kind"),
    (DatedException(AWAY, SPRING, SPRING - timedelta(days=1)), "last_on"),
    (DatedException(AWAY, LONG_AGO, LONG_AGO), "last_on"),
    (DatedException(AWAY, SPRING, SPRING + timedelta(days=366)), "last_on"),
    (DatedException(AWAY, SPRING, SPRING, 600, 540), "end"),
]


@pytest.mark.parametrize(("exception", "field"), WRONG_EXCEPTIONS)
def test_an_exception_that_cannot_be_is_refused(exception, field):
    with pytest.raises(WrongWindow) as refused:
        checked_exception(exception, today=SPRING)

    assert refused.value.field == field


WINDOWS = st.builds(
    lambda day, start, length: Window(day, start, min(start + length, 1440)),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 700),
)  # fmt: skip
ZONES = st.sampled_from([NEW_YORK, PHOENIX, LORD_HOWE, "Asia/Kathmandu", "Pacific/Honolulu", "America/Adak"])
WEEKS = st.sampled_from([SPRING, AUTUMN, date(2027, 1, 4), date(2027, 9, 27), date(2027, 3, 29)])


@given(st.lists(WINDOWS, max_size=8))
def test_a_kept_week_holds_the_same_minutes_in_fewest_lines(windows):
    kept = checked(windows)

    for day in range(7):
        of_day = [(w.start, w.end) for w in windows if w.weekday == day]
        assert [(w.start, w.end) for w in kept if w.weekday == day] == list(merged(of_day))
    assert list(kept) == sorted(kept) == list(checked(kept))


@given(st.lists(WINDOWS, max_size=6), st.lists(WINDOWS, max_size=4), st.lists(WINDOWS, max_size=4), ZONES, WEEKS)
def test_the_arithmetic_is_the_planners(windows, extra, away, zone, monday):
    """The same week by the planner's function, which is written apart from ours."""

    def on_its_day(kind: str, w: Window) -> DatedException:
        return DatedException(kind, *[monday + timedelta(days=w.weekday)] * 2, w.start, w.end)

    dated = [*(on_its_day(EXTRA, w) for w in extra), *(on_its_day(AWAY, w) for w in away)]

    ours = free(zone, [DatedWindow(w, LONG_AGO) for w in windows], dated, monday, monday + timedelta(days=6))

    theirs = planner.spans_in_week(
        monday, zone, tuple(planner.LocalWindow(w.weekday, w.start, w.end) for w in windows),
        tuple(planner.DatedException(e.first_on, e.start, e.end, e.kind) for e in dated),
    )  # fmt: skip
    shift = (monday - EPOCH).days * 1440
    assert [(s - shift, e - shift) for s, e in ours] == list(theirs)


@given(st.lists(WINDOWS, max_size=6), ZONES, WEEKS)
def test_weeks_put_together_are_the_time_put_together(windows, zone, monday):
    dated = [DatedWindow(w, LONG_AGO) for w in windows]
    days = [free(zone, dated, [], monday + timedelta(days=n), monday + timedelta(days=n)) for n in range(14)]

    at_once = free(zone, dated, [], monday, monday + timedelta(days=13))

    assert merged(span for day in days for span in day) == at_once


def test_a_minute_that_is_only_begun_must_be_free_too():
    spans = [as_minutes(datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 4, 10, tzinfo=UTC))]

    assert holds(spans, datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 4, 10, tzinfo=UTC))
    assert not holds(spans, datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 4, 10, 0, 1, tzinfo=UTC))
    assert not holds(spans, datetime(2027, 1, 4, 8, 59, 59, tzinfo=UTC), datetime(2027, 1, 4, 10, tzinfo=UTC))
