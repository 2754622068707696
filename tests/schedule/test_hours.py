"""Hours and what counts. Rule: docs/rules/hours.md."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base import words
from hearthside.schedule.hours import (
    BLOCK_NAMES,
    KIND_OF,
    KINDS,
    WEEK_STARTS,
    Line,
    OpenBlock,
    WeekHours,
    by_day,
    by_week,
    length,
    minimum_for,
    sentence,
    sums,
    week_of,
    what_makes_up,
)

MONDAY = date(2027, 1, 4)
NEW_YORK = "America/New_York"


def at(day: date, hour: int) -> datetime:
    """An instant of a January day, by New York's clocks."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour + 5)


def line(kind: str, seconds: int, *, session: int = 1, block: int = 1, person: int = 1, day: date = MONDAY) -> Line:
    begins = at(day, 9)
    return Line(UUID(int=person), UUID(int=session), block, kind, day, begins, begins + timedelta(seconds=seconds))


def week(seconds: int, minimum: int = 540, maximum: int = 1199) -> WeekHours:
    return WeekHours(sums([line("process", seconds)]), minimum, maximum)


def offer(kind: str, day: int, hour: int, minutes: int, *, session: int = 9, block: int = 1) -> OpenBlock:
    begins = at(MONDAY + timedelta(days=day), hour)
    return OpenBlock(UUID(int=session), block, kind, begins, begins + timedelta(minutes=minutes))


KIND_CASES = [
    # block or session    its minutes are    they count
    ("process",           "therapy",         True),
    ("skills",            "therapy",         True),
    ("psychoeducation",   "education",       True),
    ("individual",        "therapy",         True),
    ("counseling",        "therapy",         True),
    ("couples",           "therapy",         True),
    ("couples_group",     "therapy",         True),
    ("wellness",          "wellness",        False),
    ("break",             "break",           False),
    ("pet",               "pet",             False),
    ("medication",        "medication",      False),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "minutes_are", "counts"), KIND_CASES)
def test_every_kind_of_block_and_session_has_its_kind_of_minutes(kind, minutes_are, counts):
    found = sums([line(kind, 3600)])

    assert found.minutes(minutes_are) == 60
    assert found.countable == (60 if counts else 0)
    assert line(kind, 1).counts is counts
    assert found.total == 60


def test_no_kind_of_block_or_session_is_left_out():
    every = {*words.BLOCK_KINDS, *words.SESSION_KINDS}

    assert every == KIND_OF.keys() == BLOCK_NAMES.keys() == {kind for kind, _, _ in KIND_CASES}
    assert set(KIND_OF.values()) == KINDS.keys()
    assert {kind for kind in words.BLOCK_KINDS if line(kind, 1).counts} == set(words.COUNTABLE_BLOCKS)


SUM_CASES = [
    # seconds of each block, all therapy    whole minutes
    ([],                                    0),
    ([59],                                  0),
    ([60],                                  1),
    ([5390, 5390, 5390],                    269),   # 89 min 50 s three times: 269 min 30 s, not 3 x 89
    ([5400, 5400],                          180),
    ([30, 30],                              1),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "minutes"), SUM_CASES)
def test_seconds_are_summed_and_made_minutes_once(seconds, minutes):
    lines = [line("process", each, block=number) for number, each in enumerate(seconds, start=1)]

    assert sums(lines).countable == sums(lines).minutes("therapy") == minutes


def test_the_total_is_taken_from_seconds_and_not_from_minutes_of_kinds():
    found = sums([line("process", 90), line("psychoeducation", 90, block=2)])

    assert (found.minutes("therapy"), found.minutes("education"), found.countable) == (1, 1, 3)


def test_a_block_counts_once_however_often_it_is_named():
    once = line("process", 3600)

    assert sums([once, once]).countable == 60
    assert sums([once, replace(once, person=UUID(int=2))]).countable == 120


WEEK_CASES = [
    # day                 week starts    its week's first day
    (date(2027, 1, 4),    "monday",      date(2027, 1, 4)),
    (date(2027, 1, 10),   "monday",      date(2027, 1, 4)),
    (date(2027, 1, 10),   "sunday",      date(2027, 1, 10)),
    (date(2027, 1, 4),    "sunday",      date(2027, 1, 3)),
    (date(2027, 1, 1),    "monday",      date(2026, 12, 28)),   # over the end of a year
    (date(2028, 2, 29),   "wednesday",   date(2028, 2, 23)),    # a leap day
    (date(2027, 1, 1),    "saturday",    date(2026, 12, 26)),
]  # fmt: skip


@pytest.mark.parametrize(("day", "starts", "first"), WEEK_CASES)
def test_a_week_begins_where_policy_says(day, starts, first):
    assert week_of(day, starts) == first


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)), st.sampled_from(WEEK_STARTS))
def test_every_day_lies_in_one_week_that_begins_on_its_weekday(day, starts):
    first = week_of(day, starts)

    assert first.weekday() == WEEK_STARTS.index(starts)
    assert first <= day < first + timedelta(days=7)


def test_an_hour_that_the_clock_skips_is_no_treatment():
    """On the night of the spring change a group from 1:30 to 3:30 lasts an hour."""
    begins, ends = datetime(2027, 3, 14, 6, 30, tzinfo=UTC), datetime(2027, 3, 14, 7, 30, tzinfo=UTC)

    assert Line(UUID(int=1), UUID(int=1), 1, "process", date(2027, 3, 14), begins, ends).seconds == 3600


MINIMUM_CASES = [
    # policy    own      in force
    (540,       None,    540),
    (540,       600,     600),
    (540,       480,     540),   # nobody's own minimum loosens policy
]  # fmt: skip


@pytest.mark.parametrize(("policy", "own", "in_force"), MINIMUM_CASES)
def test_the_higher_minimum_is_in_force(policy, own, in_force):
    assert minimum_for(policy, own) == in_force


MISSING_CASES = [
    # planned seconds    missing minutes    enough    too much
    (0,                  540,               False,    False),
    (518 * 60,           22,                False,    False),
    (539 * 60 + 59,      1,                 False,    False),   # a begun minute is missing whole
    (540 * 60,           0,                 True,     False),
    (1199 * 60,          0,                 True,     False),
    (1199 * 60 + 1,      0,                 True,     True),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "missing", "enough", "too_much"), MISSING_CASES)
def test_a_week_is_held_against_its_minimum_and_its_maximum(seconds, missing, enough, too_much):
    held = week(seconds)

    assert (held.missing, held.is_enough, held.is_too_much) == (missing, enough, too_much)


SHORT = "Treatment planned this week: 8 hours 38 minutes, 22 minutes short of 9 hours."
SENTENCES = [
    (540 * 60, [], "Treatment planned this week: 9 hours; 9 hours are needed. That is enough."),
    (518 * 60, [], f"{SHORT} No open session makes it up yet; the program will help you find one."),
    (518 * 60, [offer("process", 3, 16, 90)],
     f"{SHORT} Process group on Thursday, January 7 at 4:00 PM would make it up."),
    # An earlier one that also does.
    (518 * 60, [offer("process", 3, 16, 90), offer("psychoeducation", 2, 9, 30, session=8)],
     f"{SHORT} Education on Wednesday, January 6 at 9:00 AM would make it up."),
    # Wellness never counts, and ten minutes are not enough alone.
    (518 * 60, [offer("wellness", 1, 9, 60), offer("skills", 2, 12, 10), offer("skills", 4, 0, 12, session=8)],
     f"{SHORT} Skills group on Wednesday, January 6 at 12:00 PM and skills group on Friday, January 8 at 12:00 AM "
     "would make it up."),
    (1200 * 60, [], "Treatment planned this week: 20 hours, more than the 19 hours 59 minutes that this level of "
     "care allows."),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "offers", "said"), SENTENCES)
def test_the_sentence_says_what_is_missing_and_what_would_make_it_up(seconds, offers, said):
    assert sentence(week(seconds), offers, zone=NEW_YORK) == said


def test_what_was_delivered_short_is_made_up_like_what_was_planned_short():
    """Of 9 hours planned, 40 minutes of a session that is over were missed."""
    held = sums([line("process", 50 * 60)])
    whole = WeekHours(sums([line("process", 50 * 60), line("skills", 450 * 60, session=2)]), 540, 1199, held)

    assert sentence(whole, [offer("process", 3, 16, 40)], zone=NEW_YORK) == (
        "Treatment this week: 50 minutes delivered and 7 hours 30 minutes planned, 40 minutes short of 9 hours. "
        "Process group on Thursday, January 7 at 4:00 PM would make it up."
    )


def test_the_sentence_speaks_by_the_persons_own_clock():
    said = sentence(week(518 * 60), [offer("process", 3, 16, 90)], zone="Pacific/Honolulu")

    assert said.endswith("Process group on Thursday, January 7 at 11:00 AM would make it up.")


def test_blocks_that_lie_over_each_other_do_not_make_it_up_together():
    offers = [offer("process", 3, 16, 12), offer("skills", 3, 16, 12, session=8)]

    assert what_makes_up(week(518 * 60), offers) == ()


def test_no_block_is_offered_that_would_break_the_maximum():
    held = week(530 * 60, minimum=540, maximum=560)

    assert what_makes_up(held, [offer("process", 3, 16, 90)]) == ()
    assert what_makes_up(held, [offer("process", 3, 16, 30)]) == (offer("process", 3, 16, 30),)


@given(
    st.integers(0, 1300 * 60),
    st.lists(st.tuples(st.sampled_from(sorted(KIND_OF)), st.integers(0, 6), st.integers(0, 22), st.integers(1, 120))),
)
def test_what_is_offered_really_makes_it_up(seconds, drawn):
    held = week(seconds)
    offers = [offer(*each, session=number) for number, each in enumerate(drawn)]

    chosen = what_makes_up(held, offers)

    with_them = held.sums.countable_seconds + sum(o.seconds for o in chosen)
    assert not chosen or held.minimum * 60 <= with_them <= held.maximum * 60
    assert all(KIND_OF[o.kind] in ("therapy", "education") and o in offers for o in chosen)
    assert not any(a.clashes(b) for a in chosen for b in chosen if a is not b)
    if len(chosen) > 1:
        assert not any(held.missing_seconds <= o.seconds <= held.room_seconds for o in offers
                       if KIND_OF[o.kind] in ("therapy", "education"))  # fmt: skip


KINDS_OF_LINES = st.builds(
    line,
    st.sampled_from(sorted(KIND_OF)),
    st.integers(1, 4 * 3600),
    session=st.integers(1, 6),
    block=st.integers(1, 4),
    day=st.dates(MONDAY, MONDAY + timedelta(days=30)),
)


@given(st.lists(KINDS_OF_LINES, unique_by=lambda each: (each.session, each.block)), st.sampled_from(WEEK_STARTS))
def test_days_and_weeks_hold_together_what_all_lines_hold(lines, starts):
    everything = sums(lines).seconds

    for parts in (by_day(lines), by_week(lines, starts)):
        for kind in KINDS:
            assert sum(part.seconds.get(kind, 0) for part in parts.values()) == everything.get(kind, 0)
        assert list(parts) == sorted(parts)


@given(st.lists(KINDS_OF_LINES, unique_by=lambda each: (each.session, each.block)))
def test_minutes_are_never_more_than_the_seconds_hold_nor_a_whole_one_less(lines):
    found = sums(lines)

    assert found.countable * 60 <= found.countable_seconds < found.countable * 60 + 60
    assert sum(minutes for _, minutes in found.shown) <= found.total


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (540, "9 hours")],
)
def test_a_length_is_said_in_hours_and_minutes(minutes, said):
    assert length(minutes) == said
