"""A published week is a promise: without re-planning everybody in it keeps place, staff and sessions."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hearthside.placement.solver.check import check
from tests.placement import build
from tests.placement.planted_rules import and_staff, co, unseated
from tests.placement.weeks import House, ordinary

Edit = Callable[[House], House]


def judged(edit: Edit, *, replan: bool = False, open_cohorts: frozenset[str] | None = None) -> dict[str, list[str]]:
    """The findings on a changed week whose unchanged form was published."""
    before = ordinary()
    after = edit(before)
    problem = replace(after.problem, current=before.week, replan=replan, open_cohorts=open_cohorts)
    settled = House(problem, after.week).completed()
    found = check(problem, settled.week, placeable=len(problem.people))
    return {rule: [f.where for f in findings] for rule, findings in found.items() if findings}


BROKEN_PROMISES = [
    ("a cohort that is gone", lambda h: h.with_cohort("g2", id="g7"), "cohorts.csv g2"),
    ("another start", lambda h: h.with_cohort("g2", start=570).with_hours("c4", "always"), "cohorts.csv g2"),
    ("another focus", lambda h: h.with_cohort("g2", focus=""), "cohorts.csv g2"),
    ("another co", lambda h: h.with_cohort("g2", staff=build.staff("c3", [1, 3, 4, 5], z9=[3])), "staffing.csv g2"),
    ("a member who lost the place", lambda h: unseated(h, "p1"), "members.csv p1"),
    ("another hour of a session", lambda h: h.with_session("i-p2", start=960), "sessions.csv i-p2"),
    ("another therapist", lambda h: h.with_session("i-p2", clinicians=("z9",)), "sessions.csv i-p2"),
    ("a session under another id", lambda h: h.with_session("i-p2", id="i-new"), "sessions.csv i-p2"),
    ("a session that is gone", lambda h: h.without_sessions("cg"), "sessions.csv cg"),
]


@pytest.mark.parametrize(("what", "edit", "where"), BROKEN_PROMISES, ids=[p[0] for p in BROKEN_PROMISES])
def test_what_was_published_stays_as_it_was(what: str, edit: Edit, where: str):
    assert where in judged(edit)["H0"]


@pytest.mark.parametrize(("what", "edit", "where"), BROKEN_PROMISES, ids=[p[0] for p in BROKEN_PROMISES])
def test_re_planning_is_free_to_change_it(what: str, edit: Edit, where: str):
    assert judged(edit, replan=True) == {}


def test_a_published_week_kept_as_it_was_breaks_nothing():
    assert judged(lambda house: house) == {}


def test_a_cohort_may_get_more_staff_and_more_people():
    def grown(house: House) -> House:
        free = house.with_person("p4", keep_apart=frozenset())
        return and_staff(free.moved("u1", "g1"), *co("z9", 3))

    assert judged(grown) == {}
    assert judged(grown, open_cohorts=frozenset({"g1"})) == {}


def test_nobody_is_added_to_a_cohort_that_is_not_open():
    def grown(house: House) -> House:
        free = house.with_person("p4", keep_apart=frozenset())
        return and_staff(free.moved("u1", "g1"), *co("z9", 3))

    assert judged(grown, open_cohorts=frozenset({"g2"})) == {"H0": ["members.csv u1"]}
