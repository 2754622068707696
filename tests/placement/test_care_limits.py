"""A role called impossible is one that no arrangement could fill."""

from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.care_limits import impossible_roles
from hearthside.placement.solver.care_team import assign_care
from tests.placement import build
from tests.placement.care_judge import KIND, small_week


def test_a_role_is_impossible_without_a_common_hour_and_possible_with_one():
    people = [build.person("p1", free="tue 09:00-10:00"), build.person("p2", free="tue 10:00-11:00")]
    problem = build.problem(people, [build.clinician("c1", roles="individual", free="tue 08:00-10:00")])

    assert impossible_roles(problem, ["p1", "p2"]) == {("p2", "individual")}


def test_a_couple_needs_one_hour_of_both_partners():
    people = [
        build.person("p1", partner="p2", free="tue 09:00-10:00"),
        build.person("p2", partner="p1", free="tue 09:30-10:30"),
    ]
    problem = build.problem(people, [build.clinician("c1", roles="individual;couples")])

    assert impossible_roles(problem, ["p1", "p2"]) == {("p1", "couples"), ("p2", "couples")}


@given(st.integers(0, 10**6))
def test_no_care_team_fills_a_role_called_impossible(seed):
    problem, cohorts = small_week(seed)
    role_of = {kind: role for role, kind in KIND.items()}

    sessions = assign_care(problem, cohorts, (), effort=20)

    filled = {(p, role_of[s.kind]) for s in sessions for p in s.people}
    assert filled.isdisjoint(impossible_roles(problem, [p.id for p in problem.people]))
