"""Planned again, nobody's weekly session goes to another hour or to somebody else for nothing."""

from dataclasses import replace

import pytest

from hearthside.placement.solver.as_today import as_today
from hearthside.placement.solver.check import check
from hearthside.placement.solver.figures import figures
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from tests.kept import begins_with
from tests.placement.reviewing import published_room

pytestmark = begins_with(published_room)


@pytest.fixture
def again(kept) -> tuple[Problem, Week]:
    """A published week, and the question by which it is planned again."""
    seen = kept.seen()
    problem = replace(seen.problem, replan=True)
    told = figures(problem, seen.running, bound=0, placeable=6, seconds=None, effort=2, seed=1, change_effort=0)
    return problem, replace(seen.running, figures={**told, "bound": 0.0})


def held_at(problem: Problem, week: Week, index: int) -> Week:
    """The week with one weekly session at some other hour at which it breaks nothing."""
    session = week.sessions[index]
    for day in range(5):
        for start in range(9 * 60, 19 * 60, 30):
            moved = replace(session, day=day, start=start)
            tried = replace(week, sessions=tuple(moved if s is session else s for s in week.sessions))
            if moved != session and not any(check(problem, tried, figures=False).values()):
                return tried
    raise AssertionError("There is no other hour.")


def test_an_hour_that_was_given_anew_for_nothing_is_the_one_of_today_again(again):
    problem, week = again
    shuffled = held_at(problem, held_at(problem, week, 0), 1)
    assert shuffled.sessions != week.sessions

    calm = as_today(problem, week, shuffled)

    assert calm.sessions == week.sessions
    assert calm.figures["score"] == week.figures["score"]


def test_an_hour_that_somebody_else_needs_by_now_stays_where_it_was_planned(again):
    problem, week = again
    lone = [s for s in week.sessions if s.kind == "individual"]
    one, other = next((a, b) for a in lone for b in lone if a is not b and a.clinicians == b.clinicians)
    rest = tuple(s for s in week.sessions if s not in (one, other))
    # Whose session is new, and has the hour that the first one had.
    new = replace(other, day=one.day, start=one.start)
    shuffled = held_at(problem, replace(week, sessions=(*rest, new, one)), len(rest) + 1)
    today = replace(week, sessions=(*rest, one))

    calm = as_today(problem, today, shuffled)

    assert set(calm.sessions) == set(shuffled.sessions)
    assert not any(check(problem, calm, figures=False).values())


def test_whose_cohort_meets_at_other_hours_has_what_was_planned(again):
    problem, week = again
    shuffled = held_at(problem, week, 0)
    earlier = tuple(replace(c, start=c.start + 30) for c in week.cohorts)

    calm = as_today(problem, replace(week, cohorts=earlier), shuffled)

    assert calm is shuffled
