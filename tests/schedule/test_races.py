"""
Many at the same moment, each in a process of its own: one winner and nobody in two places [REL-P1]; never above cap or
below ratio without a row that says so [REL-P2].
"""

import pytest

from tests.processes import compete
from tests.schedule.rivals import breaches, halves, one_clinician, overlaps, two_cohorts

pytestmark = pytest.mark.slow

# What losing looks like: a sentence. Anything else would have been an error on a page.
REFUSALS = {"AlreadyBooked", "Unfit"}
BUSY_DAY = {
    "AlreadyInCohort", "GroupFull", "TooFewStaff", "NotThisCohort", "OfferClosed", "Unfit", "NotAhead", "WrongDays",
    "AlreadyBooked", "PartnerLeftOut", "WrongFact",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rivals", "rounds"),
    [
        pytest.param(2, 5),
        pytest.param(5, 3),
        pytest.param(2, 200, marks=pytest.mark.long),
        pytest.param(8, 200, marks=pytest.mark.long),
        pytest.param(32, 200, marks=pytest.mark.long),
    ],
)
def test_of_all_who_want_one_clinician_at_one_time_one_gets_them(apart, rivals, rounds):
    contest = one_clinician(rivals, rounds)

    outcomes = compete(rivals, range(rounds), contest.attempt)

    winners = [[o.rival for o in outcomes if o.round == number and not o.refused] for number in range(rounds)]
    assert [len(won) for won in winners] == [1] * rounds
    assert {o.refused for o in outcomes if o.refused} <= REFUSALS
    assert overlaps(contest.house.program) == 0


@pytest.mark.parametrize(("actors", "rounds"), [pytest.param(6, 4), pytest.param(30, 60, marks=pytest.mark.long)])
def test_on_a_busy_day_no_cap_and_no_ratio_is_broken_unsaid(apart, actors, rounds):
    day = two_cohorts(singles=actors, couples=max(2, actors // 5), stand_ins=3)

    for number in range(rounds):
        outcomes = compete(actors, [number], day.attempt)

        assert {o.refused for o in outcomes if o.refused} <= BUSY_DAY
        assert (breaches(day.house.program), halves(day.house.program), overlaps(day.house.program)) == (0, 0, 0)
