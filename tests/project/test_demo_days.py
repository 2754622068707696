"""When the demonstration takes place: on whatever day it is built, a month that it lived is public."""

from datetime import date, timedelta

import pytest

from hearthside.policy import baseline
from hearthside.project.demo.days import first_monday, last_day


@pytest.mark.parametrize(
    ("built_on", "first"),
    [
        (date(2026, 11, 26), date(2026, 10, 26)),  # four weeks: October is told, and six days of it were lived
        (date(2027, 3, 31), date(2027, 2, 22)),  # four would begin on March 1
        (date(2026, 12, 7), date(2026, 10, 26)),  # November is not told yet, so it begins in October
        (date(2026, 11, 3), date(2026, 9, 21)),
        (date(2026, 8, 31), date(2026, 7, 27)),
    ],
)  # fmt: skip
def test_it_begins_four_weeks_before_or_as_much_earlier_as_a_month_takes_to_be_public(built_on, first):
    assert first_monday(built_on) == first
    assert last_day(built_on) - built_on >= timedelta(weeks=11)
    assert last_day(built_on).weekday() == 6


def test_on_every_day_of_two_years_a_month_is_public_in_which_it_held_groups_for_some_days():
    settle = timedelta(days=baseline.whole("delivered.settle.days"))

    for number in range(731):
        day = date(2026, 1, 1) + timedelta(days=number)
        begins = first_monday(day)
        over = (begins.replace(day=1) + timedelta(days=31)).replace(day=1)

        assert begins.weekday() == 0
        assert timedelta(weeks=4) <= day - begins < timedelta(weeks=7)
        assert over + settle <= day
        assert over - begins > timedelta(days=4)
