"""Polish: roles nobody could fill are filled by re-opening the cohorts around them, and no point is ever lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.polish import polish
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Cohort, Week
from tests.placement import build
from tests.placement.care_judge import broken, small_week

EVENINGS = "mon,wed,fri 17:00-20:10"


def a_therapist_who_leads_at_the_only_hour(*, spare: str = "facilitator") -> tuple[Problem, tuple[Cohort, ...]]:
    """c1 leads on Monday morning, the only hour p1 has for an individual session; c2 could lead instead."""
    late = [build.person(f"p{n}", free=f"{EVENINGS}; mon 09:00-10:00") for n in range(1, 5)]
    early = [build.person(f"q{n}", free="mon,wed,fri 09:00-12:10") for n in range(1, 5)]
    clinicians = [
        build.clinician("c1", roles="facilitator;individual", free="mon,wed,fri 09:00-12:10"),
        build.clinician("c2", roles=spare, individual_minutes=0, free="mon,wed,fri 09:00-12:10"),
        build.clinician("c3", individual_minutes=0, free=EVENINGS),
    ]
    cohorts = (
        build.cohort("", "p1;p2;p3;p4", build.staff("c3", [1, 3])),
        build.cohort("", "q1;q2;q3;q4", build.staff("c1", [1, 3]), at="09:00"),
    )
    return build.problem([*late, *early], clinicians), cohorts


def test_another_facilitator_takes_the_cohort_of_a_therapist_who_is_needed():
    problem, cohorts = a_therapist_who_leads_at_the_only_hour()
    sessions = assign_care(problem, cohorts, ())

    better, filled = polish(problem, cohorts, sessions)

    assert sessions == ()
    assert {s.clinician_id for s in better[1].staff} == {"c2"}
    assert [s.clinicians for s in filled] == [("c1",)]
    assert score(problem, better, filled).total == score(problem, cohorts, sessions).total + 200


def test_nothing_is_changed_where_nobody_else_could_lead():
    problem, cohorts = a_therapist_who_leads_at_the_only_hour(spare="counselor")

    assert polish(problem, cohorts, ()) == (cohorts, ())


def test_frozen_cohorts_keep_their_staff_and_hours():
    problem, (late, early) = a_therapist_who_leads_at_the_only_hour()
    kept = (late, replace(early, id="g2"))

    assert polish(problem, kept, (), frozen=frozenset({"g2"})) == (kept, ())


def test_two_facilitators_trade_places_where_neither_is_free_for_both():
    problem, cohorts = a_therapist_who_leads_at_the_only_hour()
    third = [build.person(f"r{n}", free="tue,thu,sat 17:00-20:10") for n in range(1, 5)]
    both = "mon,wed,fri 09:00-12:10; tue,thu,sat 17:00-20:10"
    clinicians = [
        build.clinician("c1", roles="facilitator;individual", group_minutes=540, free=both),
        build.clinician("c2", individual_minutes=0, group_minutes=540, free=both),
        build.clinician("c3", individual_minutes=0, free=EVENINGS),
    ]
    problem = build.problem([*problem.people, *third], clinicians)
    cohorts = (*cohorts, build.cohort("", "r1;r2;r3;r4", build.staff("c2", [1, 3]), on="tue;thu;sat"))

    better, filled = polish(problem, cohorts, ())

    assert [{s.clinician_id for s in c.staff} for c in better] == [{"c3"}, {"c2"}, {"c1"}]
    assert [s.clinicians for s in filled] == [("c1",)]
    assert broken(problem, better, filled) == {}


def test_a_cohort_moves_to_other_hours_where_its_program_takes_the_only_time_of_a_session():
    wide = "mon,wed,fri 17:00-21:40"
    people = [build.person(f"p{n}", free="mon,wed,fri 17:00-21:10") for n in range(1, 5)]
    clinicians = [
        build.clinician("c1", individual_minutes=0, free=wide),
        build.clinician("c2", roles="individual", free="mon 17:00-18:00"),
    ]
    problem = build.problem(people, clinicians)
    cohorts = (build.cohort("", "p1;p2;p3;p4", build.staff("c1", [1, 3]), at="17:00"),)

    better, filled = polish(problem, cohorts, assign_care(problem, cohorts, ()))

    assert better[0].start == 18 * 60
    assert [(s.day, s.start) for s in filled] == [(0, 17 * 60)]
    assert broken(problem, better, filled) == {}


def test_replanning_moves_no_cohort_at_a_price_higher_than_the_role():
    people = [build.person(f"p{n}", free="mon,wed,fri 17:00-21:10") for n in range(1, 5)]
    clinicians = [
        build.clinician("c1", individual_minutes=0, free="mon,wed,fri 17:00-21:40"),
        build.clinician("c2", roles="individual", free="mon 17:00-18:00"),
    ]
    cohorts = (build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]), at="17:00"),)
    problem = build.problem(people, clinicians, current=build_week(cohorts), replan=True)

    assert polish(problem, cohorts, ()) == (cohorts, ())


def build_week(cohorts: tuple[Cohort, ...]) -> Week:
    return Week(cohorts=cohorts)


@given(st.integers(0, 10**6))
def test_polish_never_lowers_the_score_and_breaks_no_rule(seed):
    problem, cohorts = small_week(seed, hours=3)
    sessions = assign_care(problem, cohorts, (), effort=0)

    better, filled = polish(problem, cohorts, sessions, seed=seed, effort=20)

    assert score(problem, better, filled).total >= score(problem, cohorts, sessions).total
    assert {k: v for k, v in broken(problem, better, filled).items() if k != "H12"} == {}


def test_kept_sessions_stand_after_polish():
    problem, cohorts = a_therapist_who_leads_at_the_only_hour()
    kept = build.session("s1", "individual", "mon", "09:00", "c1", "p1")
    free_at_nine = (replace(cohorts[1], staff=build.staff("c2", [1, 3])), cohorts[0])

    _, filled = polish(problem, free_at_nine, (kept,))

    assert kept in filled
