"""Times that somebody types, in the nights in which an hour comes twice or not at all, and past midnight."""

from datetime import UTC, datetime, time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from hearthside.live.queries.clock_time import shown_within
from hearthside.live.web.attest.forms import instant

NEW_YORK, PHOENIX = "America/New_York", "America/Phoenix"


def utc(*at: int) -> datetime:
    return datetime(*at, tzinfo=UTC)


# From 00:30 to 02:30 on their clocks, three hours; and from 01:30 to 03:30, an hour.
TWICE = utc(2026, 11, 1, 4, 30), utc(2026, 11, 1, 7, 30)
NEVER = utc(2027, 3, 14, 6, 30), utc(2027, 3, 14, 7, 30)


@pytest.mark.parametrize(
    ("typed", "first", "last", "zone", "found"),
    [
        (time(1, 10), *TWICE, NEW_YORK, utc(2026, 11, 1, 5, 10)),
        (time(1, 10), utc(2026, 11, 1, 5, 40), TWICE[1], NEW_YORK, utc(2026, 11, 1, 6, 10)),
        (time(2, 30), *TWICE, NEW_YORK, utc(2026, 11, 1, 7, 30)),
        (time(1, 45), *NEVER, NEW_YORK, utc(2027, 3, 14, 6, 45)),
        (time(2, 15), *NEVER, NEW_YORK, None),
        (time(3, 15), *NEVER, NEW_YORK, utc(2027, 3, 14, 7, 15)),
        (time(0, 5), utc(2026, 11, 27, 4, 0), utc(2026, 11, 27, 6, 0), NEW_YORK, utc(2026, 11, 27, 5, 5)),
        (time(0, 5), utc(2026, 11, 1, 6, 0), utc(2026, 11, 1, 8, 0), PHOENIX, utc(2026, 11, 1, 7, 5)),
    ],
)
def test_a_time_typed_in_a_session_is_the_one_that_its_clocks_show(typed, first, last, zone, found):
    assert shown_within(typed, first, last, zone) == found


def night(begins: datetime, ends: datetime):
    return SimpleNamespace(session=SimpleNamespace(starts_at=begins), ends_at=ends)


def test_a_correction_may_last_from_the_first_of_an_hour_that_comes_twice_into_the_second():
    since = instant(time(1, 50), night(*TWICE), NEW_YORK)
    until = instant(time(1, 10), night(*TWICE), NEW_YORK, since)

    assert (since, until) == (utc(2026, 11, 1, 5, 50), utc(2026, 11, 1, 6, 10))
    assert instant(time(1, 10), night(*TWICE), NEW_YORK) == utc(2026, 11, 1, 5, 10)


def test_an_hour_that_there_is_not_is_in_no_correction():
    with pytest.raises(ValidationError, match="within the session"):
        instant(time(2, 15), night(*NEVER), NEW_YORK)
