"""The course of a session on plain values: rests, running over, who is late, who leads next, and the plan's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from hearthside.live.rules import course
from hearthside.live.rules.course import Booking
from hearthside.live.watch.blocks import Held, Planned, after_rest, due

FIVE = datetime(2030, 1, 7, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLAN = (Planned(1, "process", 0, 90), Planned(2, "break", 90, 100), Planned(3, "psychoeducation", 100, 190))


@pytest.mark.parametrize(
    ("minutes", "left", "word"),
    [(2, 60, "3 to 15"), (3, 60, ""), (15, 60, ""), (16, 60, "3 to 15"), (10, 9, "ends before"), (9, 9, "")],
)
def test_a_rest_is_as_long_as_policy_says_and_never_longer_than_the_group(minutes, left, word):
    why = course.why_no_rest(minutes, 3, 15, FIVE, FIVE + left * MINUTE)

    assert (word in why) if word else why == ""


@pytest.mark.parametrize(("most", "offered"), [(10, (5, 10)), (4, (2, 4)), (1, (1,)), (0, ())])
def test_a_session_is_extended_by_half_of_what_policy_allows_or_by_all_of_it(most, offered):
    assert course.steps(most) == offered


def test_what_a_session_ran_over_already_is_left_out_of_what_it_still_may():
    assert course.left_to_extend(FIVE, FIVE, 10) == 10
    assert course.left_to_extend(FIVE, FIVE + 5 * MINUTE, 10) == 5
    assert course.left_to_extend(FIVE, FIVE + 10 * MINUTE, 10) == 0
    assert course.left_to_extend(FIVE, FIVE - 20 * MINUTE, 10) == 10


def test_only_a_booking_that_the_later_end_would_run_into_stands_in_the_way_and_the_first_is_named():
    at_once = Booking("Ana", FIVE, FIVE + 50 * MINUTE)
    soon = Booking("Ben", FIVE + 5 * MINUTE, FIVE + 50 * MINUTE)
    before = Booking("Cem", FIVE - 60 * MINUTE, FIVE)

    assert course.in_the_way([soon, before], FIVE, FIVE + 5 * MINUTE) is None
    assert course.in_the_way([soon, before], FIVE, FIVE + 6 * MINUTE) == soon
    assert course.in_the_way([soon, at_once], FIVE, FIVE + 10 * MINUTE) == at_once


def test_ending_a_group_never_makes_it_longer():
    assert course.end_pressed(FIVE, FIVE + MINUTE) == FIVE
    assert course.end_pressed(FIVE, FIVE - MINUTE) == FIVE - MINUTE


def test_nobody_may_be_in_a_room_that_closed_or_whose_session_ended():
    assert not course.is_ended(None, None, FIVE)
    assert not course.is_ended(FIVE + MINUTE, None, FIVE)
    assert course.is_ended(FIVE, None, FIVE)
    assert course.is_ended(None, FIVE - MINUTE, FIVE)


@pytest.mark.parametrize(
    ("after", "word"), [(0, ""), (9, ""), (10, "late"), (14, "late"), (15, "missed"), (90, "missed")]
)
def test_somebody_is_late_and_then_missed_after_the_minutes_of_policy(after, word):
    assert course.how_late(FIVE, FIVE + after * MINUTE, 10, 15) == (after, word)


def test_whoever_stays_leads_next_by_the_plan_and_nobody_where_nobody_stays():
    assert course.next_lead(["z", "b", "a"], ["c", "b", "a"]) == "b"
    assert course.next_lead(["z", "y"], ["c"]) == "y"
    assert course.next_lead([], ["c"]) is None


def test_a_rest_lasts_its_minutes_past_the_end_of_its_block_and_then_the_clock_says_what_goes_on():
    resting = Held(1, "break", 85, rest_until=95)

    assert due(PLAN, resting, 190, 90) is None
    assert due(PLAN, resting, 190, 95) == PLAN[1]
    assert after_rest(PLAN, resting, 88) == PLAN[0]
    assert after_rest(PLAN, resting, 101) == PLAN[2]


def test_after_the_end_nothing_begins_any_more():
    assert due(PLAN, Held(1, "process", 0), 80, 95) is None
    assert due(PLAN, Held(1, "process", 0), 190, 95) == PLAN[1]
