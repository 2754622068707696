"""Two at the same moment: one lets the observer in, one says no. Whichever is first, nobody observes against a no."""

import pytest

from hearthside.live.queries.check_in import visitor
from hearthside.people.actions.grants import behind
from tests import build
from tests.builders import live
from tests.builders.observing import asked, everybody_says_yes, trainee
from tests.live.observing_contest import Contest
from tests.processes import compete

pytestmark = pytest.mark.slow
ROUNDS = range(6)


def test_nobody_observes_whom_somebody_says_no_to_at_that_very_moment(apart):
    there = live.live(build.program())
    who, own = trainee(there.at)
    ask = asked(there, who)
    everybody_says_yes(there, ask)
    with behind(there.at.program.pk, there.lead):
        p2 = visitor(there.actors["p2"], there.at.program, there.session.pk)
    contest = Contest(ask, p2, there.actors["p2"], there.lead, own)

    outcomes = compete(2, ROUNDS, contest.attempt, contest.prepare)

    assert {o.refused for o in outcomes if o.rival == 0} <= {"", "NotEverybodyAgreed"}
    assert {o.refused for o in outcomes if o.rival == 1} == {""}
    contest.holds()
