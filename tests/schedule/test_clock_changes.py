"""What a change of the clocks does to somebody's week, in words."""

from datetime import date

import pytest

from hearthside.schedule.web.clock_changes import clock_change

NEW_YORK, PHOENIX, LONDON = "America/New_York", "America/Phoenix", "Europe/London"
MARCH, NOVEMBER = date(2027, 3, 8), date(2027, 11, 1)

# Own clocks, the week's Monday, and what is said; nothing where nothing moves.
CASES = [
    (PHOENIX, date(2027, 3, 1), ""),
    (PHOENIX, MARCH, "in New York and not in Phoenix. From that day on everything is 1 hour earlier"),
    (PHOENIX, date(2027, 3, 15), "changed on Sunday, March 14 in New York and not in Phoenix"),
    (PHOENIX, date(2027, 3, 22), ""),
    (PHOENIX, NOVEMBER, "From that day on everything is 1 hour later"),
    (NEW_YORK, MARCH, "The clocks change on Sunday, March 14. All times here are right"),
    (NEW_YORK, date(2027, 3, 15), ""),
    # London changes two weeks after New York: first earlier, then as it was.
    (LONDON, MARCH, "in New York and not in London. From that day on everything is 1 hour earlier"),
    (LONDON, date(2027, 3, 22), "in London and not in New York. From that day on everything is 1 hour later"),
]


@pytest.mark.parametrize(("own", "monday", "said"), CASES)
def test_a_week_says_what_moves_where_two_clocks_differ(own, monday, said):
    sentence = clock_change(own, NEW_YORK, monday, date.fromordinal(monday.toordinal() + 6))

    assert said in sentence
    assert bool(said) == bool(sentence)
