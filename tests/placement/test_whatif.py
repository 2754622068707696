"""A scenario stands beside today, and every difference comes from its changes."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.change import AddClinician, AddPeople
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.whatif import Comparison, what_if
from hearthside.placement.solver.whatif_apply import apply_all
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CannotApply,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    ScenarioChange,
    TightenPolicy,
)
from tests.placement import build
from tests.placement.tiny_rosters import problems

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-24"
SOME = Options(seconds=None, effort=4, threads=1)
EVENINGS = "mon-fri 17:00-21:00"


@pytest.fixture(scope="module")
def today() -> Problem:
    """The sample with its plan published."""
    problem = read_roster(SAMPLE, week=date(2027, 1, 4)).problem
    week = plan(problem, replace(SOME, explain=False))
    return replace(problem, current=week)


def busiest(week: Week) -> str:
    return Counter(s.clinician_id for c in week.cohorts for s in c.staff).most_common(1)[0][0]


def published(problem: Problem) -> Week:
    assert problem.current is not None
    return problem.current


def is_whole(problem: Problem, changes: list[ScenarioChange], found: Comparison) -> bool:
    """Whether both weeks keep every rule, each under its own roster."""
    sides = ((problem, found.now), (apply_all(replace(problem, current=found.now), changes), found.after))
    return not any(any(check(replace(p, current=None), week, figures=False).values()) for p, week in sides)


def test_a_scenario_that_changes_nothing_shows_no_difference(today: Problem) -> None:
    found = what_if(today, [], SOME)

    assert found.today == found.then
    assert found.now == found.after
    assert not any(vars(found.affected).values())


def test_whoever_keeps_a_cohort_is_not_moved_by_a_scenario(today: Problem) -> None:
    gone = busiest(published(today))

    found = what_if(today, [LoseClinician(gone)], SOME)

    cohorts = {c.id: c for c in found.after.cohorts}
    for old in found.now.cohorts:
        if gone not in {s.clinician_id for s in old.staff}:
            assert set(old.members) <= set(cohorts[old.id].members)
            assert (old.days, old.start) == (cohorts[old.id].days, cohorts[old.id].start)


SCENARIOS: dict[str, list[ScenarioChange]] = {
    "closed day": [CloseDay(0)],
    "tighter cap": [TightenPolicy("cohort.cap", 5)],
    "tighter ratio": [TightenPolicy("ratio.process", 3)],
    "more demand": [RaiseDemand(100, 2)],
    "a couple more": [AddCouple(1, "p1")],
    "one more": [AddPeople(1, "p1")],
    "closed day and more demand": [CloseDay(0), RaiseDemand(50)],
}


@pytest.mark.parametrize("changes", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_both_weeks_keep_every_rule(today: Problem, changes: list[ScenarioChange]) -> None:
    found = what_if(today, changes, SOME)

    assert is_whole(today, changes, found)


@pytest.mark.parametrize("number", range(3))
def test_both_weeks_keep_every_rule_whoever_leaves(today: Problem, number: int) -> None:
    changes: list[ScenarioChange] = [LoseClinician(today.clinicians[number].id)]

    found = what_if(today, changes, SOME)

    assert is_whole(today, changes, found)
    assert changes[0].clinician not in {s.clinician_id for c in found.after.cohorts for s in c.staff}  # type: ignore[union-attr] # it is a loss
    assert changes[0].clinician not in {c for s in found.after.sessions for c in s.clinicians}  # type: ignore[union-attr] # it is a loss


def test_a_lost_lead_is_followed_by_a_substitute_at_the_same_hours() -> None:
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 6)]
    cohort = build.cohort("g1", "p1;p2;p3;p4;p5", build.staff("c1", [1, 3]))
    staff = [build.clinician("c1", free=EVENINGS), build.clinician("c2", free=EVENINGS)]
    problem = build.problem(people, staff, current=Week((cohort,)))

    found = what_if(problem, [LoseClinician("c1")], SOME)

    assert found.affected.other_staff == ("p1", "p2", "p3", "p4", "p5")
    assert not found.affected.lose
    assert not found.affected.move


def test_without_a_substitute_everybody_of_the_cohort_loses_the_place() -> None:
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 6)]
    cohort = build.cohort("g1", "p1;p2;p3;p4;p5", build.staff("c1", [1, 3]))
    staff = [build.clinician("c1", free=EVENINGS), build.clinician("c2", states="OH", free=EVENINGS)]
    problem = build.problem(people, staff, current=Week((cohort,)))

    found = what_if(problem, [LoseClinician("c1")], SOME)

    assert found.affected.lose == ("p1", "p2", "p3", "p4", "p5")
    assert (found.today.placed, found.then.placed) == (5, 0)


def test_a_tighter_cap_takes_the_least_urgent_out_and_leaves_the_others_where_they_are() -> None:
    people = [build.person(f"p{n}", free=EVENINGS, waiting_days=n) for n in range(1, 7)]
    cohort = build.cohort("g1", "p1;p2;p3;p4;p5;p6", build.staff("c1", [1, 3]))
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)], current=Week((cohort,)))

    found = what_if(problem, [TightenPolicy("cohort.cap", 5)], SOME)

    assert found.affected.lose == ("p1",)
    assert found.then.waiting_days == 1
    assert found.then.sizes == ((5, 1),)


def test_a_hire_places_people_who_wait_and_changes_nobody_elses_place() -> None:
    people = [build.person(f"p{n}", state="OH", free=EVENINGS, waiting_days=10) for n in range(1, 5)]
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)])
    hire = AddClinician(("facilitator",), ("OH",), ("mh",), ("en",), (0, 1, 2, 3, 4), 1020, 1260, 600)

    found = what_if(problem, [hire], SOME)

    assert found.affected.gain == ("p1", "p2", "p3", "p4")
    assert (found.today.waiting_days, found.today.waiting_days_mean) == (40, 10.0)
    assert (found.then.waiting_days, found.then.waiting_days_mean) == (0, 0.0)
    assert found.then.group_minutes == 540


def test_what_breaks_a_rule_already_is_not_the_scenarios_doing() -> None:
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 4)]
    too_few = build.cohort("g1", "p1;p2;p3", build.staff("c1", [1, 3]))
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)], current=Week((too_few,)))

    found = what_if(problem, [CloseDay(6)], SOME)

    assert found.then.sizes == ((3, 1),)
    assert not any(vars(found.affected).values())


def test_a_session_that_falls_with_its_therapist_is_held_by_another_one() -> None:
    people = [build.person(f"p{n}", free="mon-fri 15:00-21:00") for n in range(1, 5)]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]))
    session = build.session("s1", "individual", "tue", "16:00", "c2", "p1")
    therapists = [build.clinician(i, roles="individual", free="tue,thu 15:00-21:00") for i in ("c2", "c3")]
    staff = [build.clinician("c1", free=EVENINGS), *therapists]
    problem = build.problem(people, staff, current=Week((cohort,), (session,)))

    found = what_if(problem, [LoseClinician("c2")], SOME)

    assert not found.affected.lose_role
    assert {s.clinicians for s in found.after.sessions} == {("c3",)}


def test_what_cannot_be_applied_is_refused_before_anything_is_planned(today: Problem) -> None:
    told: list[int] = []

    with pytest.raises(CannotApply):
        what_if(today, [LoseClinician("nobody")], SOME, told=lambda step, *_: told.append(step))

    assert told == []


def test_progress_is_told_after_each_plan(today: Problem) -> None:
    told: list[tuple[int, int]] = []

    what_if(today, [], SOME, told=lambda step, of, _: told.append((step, of)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_scenario_that_is_stopped_at_once_still_keeps_every_rule(today: Problem) -> None:
    found = what_if(today, [CloseDay(1)], SOME, should_stop=lambda: True)

    assert is_whole(today, [CloseDay(1)], found)


@st.composite
def scenarios(draw: st.DrawFn) -> list[ScenarioChange]:
    """One change or two of every kind that takes away."""
    change = st.one_of(
        st.builds(LoseClinician, st.sampled_from(["c1", "c2"])),
        st.builds(CloseDay, st.integers(0, 6)),
        st.builds(TightenPolicy, st.just("cohort.cap"), st.integers(4, 9)),
        st.builds(TightenPolicy, st.just("ratio.process"), st.integers(1, 5)),
        st.builds(RaiseDemand, st.integers(1, 200), st.integers(1, 9)),
        st.builds(AddCouple, st.just(1), st.just("p1")),
    )
    return draw(st.lists(change, min_size=1, max_size=2, unique_by=lambda c: type(c)))


@settings(max_examples=30, deadline=None)
@given(problem=problems(), changes=scenarios())
def test_whatever_is_changed_no_rule_is_broken(problem: Problem, changes: list[ScenarioChange]) -> None:
    week = plan(problem, replace(SOME, explain=False))
    problem = replace(problem, current=week)

    try:
        found = what_if(problem, changes, SOME)
    except CannotApply:
        reject()

    assert is_whole(problem, changes, found)
    assert set(found.affected.lose) == found.now.cohort_of().keys() - found.after.cohort_of().keys()
