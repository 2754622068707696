"""
Many at the same moment, each in a process of its own: one winner and nobody in two places [REL-P1]; never above cap or
below ratio without a row that says so [REL-P2].
"""

import pytest

from tests.processes import compete
from tests.schedule.broken import broken
from tests.schedule.busy_day import REFUSALS, busy_day
from tests.schedule.one_clinician import DOORS, REFUSED, one_clinician

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("rivals", "rounds"),
    [
        pytest.param(2, 5),
        pytest.param(len(DOORS), 3),
        pytest.param(2, 200, marks=pytest.mark.long),
        pytest.param(8, 200, marks=pytest.mark.long),
        pytest.param(32, 200, marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
    ],
)
def test_of_all_who_want_one_clinician_at_one_time_one_gets_them(apart, rivals, rounds):
    contest = one_clinician(rivals)

    outcomes = compete(rivals, range(rounds), contest.attempt, contest.prepare)

    winners = [[o.rival for o in outcomes if o.round == number and not o.refused] for number in range(rounds)]
    assert {o.refused for o in outcomes if o.refused} <= REFUSED
    assert [len(won) for won in winners] == [1] * rounds
    assert not broken(contest.house.program)


@pytest.mark.parametrize(
    ("actors", "rounds"),
    [pytest.param(6, 4), pytest.param(30, 60, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_on_a_busy_day_no_cap_and_no_ratio_is_broken_unsaid(apart, actors, rounds):
    day = busy_day(singles=actors, couples=max(2, actors // 5), stand_ins=3)

    outcomes = compete(actors, range(rounds), day.attempt, day.prepare)

    assert {o.refused for o in outcomes if o.refused} <= REFUSALS
    assert any(not o.refused for o in outcomes)
    assert not broken(day.house.program)
