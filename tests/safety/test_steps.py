"""The ladder as arithmetic: every clock time is an argument."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.safety.pager.steps import Pace, begins_again, due_after, level_of, next_due
from hearthside.safety.words import EVERYBODY, NEXT, SUPERVISOR

BEGAN = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
USUAL = Pace(15, 30)
PACES = st.builds(
    Pace, next_seconds=st.floats(0.01, 600, allow_nan=False), supervisor_seconds=st.floats(0.01, 600, allow_nan=False)
)

#        pace          seconds and level of the first steps
LADDERS = [
    (USUAL, [(0, NEXT), (15, NEXT), (30, SUPERVISOR), (45, EVERYBODY), (60, EVERYBODY)]),
    (Pace(15, 20), [(0, NEXT), (15, NEXT), (20, SUPERVISOR), (35, EVERYBODY)]),
    (Pace(15, 10), [(0, NEXT), (10, SUPERVISOR), (25, EVERYBODY)]),
    (Pace(0.25, 0.5), [(0, NEXT), (0.25, NEXT), (0.5, SUPERVISOR), (0.75, EVERYBODY)]),
]


@pytest.mark.parametrize(("pace", "steps"), LADDERS)
def test_whom_each_step_calls_and_when(pace, steps):
    found = [(due_after(n, pace).total_seconds(), level_of(n, pace)) for n in range(len(steps))]

    assert found == steps


def test_a_step_that_was_late_makes_no_later_ladder():
    late = BEGAN + timedelta(seconds=4)

    assert next_due(0, BEGAN, late, USUAL) == BEGAN + timedelta(seconds=15)


def test_after_a_standstill_every_step_up_to_the_supervisors_follows_and_missed_calls_to_all_do_not():
    back = BEGAN + timedelta(minutes=3)

    assert next_due(0, BEGAN, back, USUAL) < back
    assert next_due(1, BEGAN, back, USUAL) < back
    assert next_due(2, BEGAN, back, USUAL) == back + timedelta(seconds=15)


@given(pace=PACES, step=st.integers(0, 200), late=st.floats(0, 10_000))
def test_a_ladder_never_ends_never_goes_back_and_calls_supervisors_once_in_time(pace, step, late):
    now = BEGAN + due_after(step, pace) + timedelta(seconds=late)
    due = next_due(step, BEGAN, now, pace)

    assert due <= now + timedelta(seconds=max(pace.next_seconds, pace.supervisor_seconds), microseconds=5)
    assert due_after(step + 1, pace) >= due_after(step, pace)
    assert [level_of(n, pace) for n in range(pace.before_supervisors + 1)].count(SUPERVISOR) == 1
    assert due_after(pace.before_supervisors, pace) == timedelta(seconds=pace.supervisor_seconds)
    assert begins_again(pace.before_supervisors + 1 + step, pace)
