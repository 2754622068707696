"""Spans of minutes on the circle that a repeating week is, held against plain sets of minutes."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.spans import WEEK_MINUTES, Span, clash, covers, every_week, merged, minutes_in, without

# Small numbers make meetings likely; the edges of the week are where mistakes hide.
near_edges = st.one_of(st.integers(0, 40), st.integers(WEEK_MINUTES - 40, WEEK_MINUTES - 1))
spans = st.builds(lambda start, length: (start, start + length), near_edges, st.integers(0, 30))
lists = st.lists(spans, max_size=6)


def minutes(parts: Iterable[Span]) -> set[int]:
    return {minute for start, end in parts for minute in range(start, end)}


def on_the_circle(parts: Iterable[Span]) -> set[int]:
    return {minute % WEEK_MINUTES for minute in minutes(parts)}


def test_touching_spans_become_one_and_empty_ones_disappear() -> None:
    assert merged([(30, 60), (0, 30), (100, 100), (50, 70), (90, 95)]) == ((0, 70), (90, 95))


def test_what_is_taken_off_may_split_a_span() -> None:
    assert without([(0, 100)], [(20, 30), (90, 200)]) == ((0, 20), (30, 90))


def test_a_window_over_sunday_midnight_covers_a_stay_into_monday() -> None:
    free = every_week([(WEEK_MINUTES - 60, WEEK_MINUTES + 60)])

    assert covers(free, WEEK_MINUTES - 30, WEEK_MINUTES + 30)
    assert covers(free, -30, 30)
    assert covers(free, 0, 60)
    assert not covers(free, 0, 61)


def test_sunday_night_and_monday_morning_make_one_window_where_they_touch() -> None:
    free = every_week([(0, 60), (WEEK_MINUTES - 60, WEEK_MINUTES)])

    assert covers(free, WEEK_MINUTES - 60, WEEK_MINUTES + 60)
    assert covers(free, -60, 60)


def test_two_stays_may_touch_but_a_buffer_keeps_them_apart() -> None:
    assert not clash((0, 60), (60, 120))
    assert clash((0, 60), (60, 120), buffer=10)
    assert not clash((0, 60), (70, 120), buffer=10)
    assert clash((WEEK_MINUTES - 60, WEEK_MINUTES), (5, 60), buffer=10)
    assert not clash((WEEK_MINUTES - 60, WEEK_MINUTES), (10, 60), buffer=10)


@given(lists)
def test_merging_keeps_every_minute_and_leaves_gaps_between(parts: list[Span]) -> None:
    result = merged(parts)

    assert minutes(result) == minutes(parts)
    assert all(before[1] < after[0] for before, after in pairwise(result))
    assert minutes_in(parts) == len(minutes(parts))


@given(lists, lists)
def test_taking_off_is_taking_minutes_away(parts: list[Span], away: list[Span]) -> None:
    result = without(parts, away)

    assert minutes(result) == minutes(parts) - minutes(away)
    assert result == merged(result)


@given(lists, near_edges, st.integers(1, 30), st.sampled_from([-WEEK_MINUTES, 0, WEEK_MINUTES]))
def test_covering_is_asked_on_the_circle(parts: list[Span], start: int, length: int, shift: int) -> None:
    asked = covers(every_week(parts), start + shift, start + shift + length)

    assert asked == (on_the_circle([(start, start + length)]) <= on_the_circle(parts))


@given(spans.filter(lambda s: s[1] > s[0]), spans.filter(lambda s: s[1] > s[0]), st.integers(0, 15))
def test_clashing_is_sharing_a_minute_on_the_circle_once_the_buffer_is_added(
    one: Span, other: Span, buffer: int
) -> None:
    longer_one, longer_other = (one[0], one[1] + buffer), (other[0], other[1] + buffer)

    shared = (on_the_circle([longer_one]) & on_the_circle([other])) or (
        on_the_circle([one]) & on_the_circle([longer_other])
    )

    assert clash(one, other, buffer) == bool(shared)
    assert clash(one, other, buffer) == clash(other, one, buffer)
