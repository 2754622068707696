"""Care teams: everybody placed gets their roles, at times that fit, as far as that is possible at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Cohort, Session, Week
from tests.placement import build
from tests.placement.care_judge import PROGRAM, TEAM, broken, most_worth, roles_worth, small_week


def one_cohort(*people: Person, clinicians: list[Clinician], **more: object) -> tuple[Problem, tuple[Cohort, ...]]:
    """A cohort on Monday, Wednesday and Friday evening, filled up with people whom nobody can treat alone."""
    others = [build.person(f"q{n}", free=PROGRAM, track=people[0].track) for n in range(1, 5)]
    lead = build.clinician("lead", states="PA;NJ", individual_minutes=0, languages="en;es")
    problem = build.problem([*people, *others], [*clinicians, lead], **more)
    members = ";".join(p.id for p in problem.people)
    return problem, (build.cohort("", members, TEAM, track=people[0].track),)


def held(sessions: tuple[Session, ...]) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(s.kind, s.people, s.clinicians) for s in sessions}


@given(st.integers(0, 10**6))
def test_a_tiny_week_fills_roles_worth_as_much_as_trying_everything_finds(seed):
    problem, cohorts = small_week(seed)

    sessions = assign_care(problem, cohorts, ())

    assert roles_worth(problem, sessions) == most_worth(problem, cohorts)


@given(st.integers(0, 10**6), st.integers(2, 6))
def test_no_care_team_breaks_a_rule(seed, hours):
    problem, cohorts = small_week(seed, hours=hours)

    sessions = assign_care(problem, cohorts, (), seed=seed)

    # H12 asks for minutes that a random week need not be able to give.
    assert {k: v for k, v in broken(problem, cohorts, sessions).items() if k != "H12"} == {}


def test_somebody_whose_therapist_could_see_others_too_is_not_passed_over():
    # p1 can only come at 9; c1 could see p2 at 9 or at 10. First come, first served would give 9 to p2.
    late = build.person("p2", free=f"{PROGRAM}; tue 09:00-10:50")
    early = build.person("p1", free=f"{PROGRAM}; tue 09:00-09:50")
    only = build.clinician("c1", roles="individual", free="tue 09:00-10:50")
    problem, cohorts = one_cohort(early, late, clinicians=[only])

    sessions = assign_care(problem, cohorts, ())

    assert {(s.people, s.start) for s in sessions} == {(("p1",), 9 * 60), (("p2",), 10 * 60)}


def test_the_individual_therapist_is_never_the_counselor_as_well():
    person = build.person("p1", track="sud", free=f"{PROGRAM}; tue 09:00-12:00")
    both = build.clinician("c1", roles="individual;counselor")
    problem, cohorts = one_cohort(person, clinicians=[both])

    sessions = assign_care(problem, cohorts, ())

    assert len(sessions) == 1
    second = replace(both, id="c2", name="Clinician c2")
    problem, cohorts = one_cohort(person, clinicians=[both, second])
    assert {s.kind for s in assign_care(problem, cohorts, ())} == {"individual", "counseling"}


def test_a_couples_therapist_sees_neither_partner_alone():
    people = build.couple("p1", "p2", free=f"{PROGRAM}; tue 09:00-12:00")
    alone = build.clinician("c1", roles="individual;couples")
    couples = build.clinician("c2", roles="individual;couples")
    problem, cohorts = one_cohort(*people, clinicians=[alone, couples])

    sessions = assign_care(problem, cohorts, ())

    led = {s.kind: s.clinicians for s in sessions}
    assert sorted(s.kind for s in sessions) == ["couples", "individual", "individual"]
    assert led["couples"] != led["individual"]


def test_partners_who_keep_apart_get_no_couples_session():
    people = [
        build.person("p1", partner="p2", together=False, free=f"{PROGRAM}; tue 09:00-12:00"),
        build.person("p2", partner="p1", together=True, free=f"{PROGRAM}; tue 09:00-12:00"),
    ]
    therapist = build.clinician("c1", roles="couples")
    apart = one_cohort(*people, clinicians=[therapist])
    together = one_cohort(replace(people[0], together=True), people[1], clinicians=[therapist])

    assert assign_care(*apart, ()) == ()
    assert [s.people for s in assign_care(*together, ())] == [("p1", "p2")]


def test_sessions_of_a_published_week_stay_and_others_keep_clear_of_them():
    people = [build.person(f"p{n}", free=f"{PROGRAM}; tue 09:00-10:50") for n in (1, 2)]
    problem, cohorts = one_cohort(
        *people, clinicians=[build.clinician("c1", roles="individual", free="tue 09:00-10:50")]
    )
    kept = build.session("s7", "individual", "tue", "10:00", "c1", "p1")

    sessions = assign_care(problem, cohorts, (kept,))

    assert sessions[0] == kept
    assert [(s.people, s.start) for s in sessions[1:]] == [(("p2",), 9 * 60)]


def test_a_kept_individual_therapist_is_not_made_the_counselor():
    person = build.person("p1", track="sud", free=f"{PROGRAM}; tue 09:00-12:00")
    problem, cohorts = one_cohort(person, clinicians=[build.clinician("c1", roles="individual;counselor")])
    kept = build.session("s1", "individual", "tue", "09:00", "c1", "p1")

    assert assign_care(problem, cohorts, (kept,)) == (kept,)


@pytest.mark.parametrize(
    ("person_free", "clinician_free", "when"),
    [
        # Around midnight, in two rows; and from Sunday night into Monday morning, round the edge of the week.
        ("tue 23:30-24:00; wed 00:00-00:20", "tue 23:00-24:00; wed 00:00-01:00", (1, 23 * 60 + 30)),
        ("sun 23:30-24:00; mon 00:00-00:20", "sun 23:00-24:00; mon 00:00-01:00", (6, 23 * 60 + 30)),
    ],
)
def test_a_session_may_run_over_midnight_and_over_the_end_of_the_week(person_free, clinician_free, when):
    person = build.person("p1", free=f"{PROGRAM}; {person_free}")
    problem, cohorts = one_cohort(person, clinicians=[build.clinician("c1", roles="individual", free=clinician_free)])

    sessions = assign_care(problem, cohorts, ())

    assert [(s.day, s.start) for s in sessions] == [when]


def test_the_buffer_of_a_clinician_holds_round_the_end_of_the_week():
    early = build.person("p1", free=f"{PROGRAM}; mon 00:00-00:50")
    late = build.person("p2", free=f"{PROGRAM}; sun 23:00-24:00")
    at_the_edge = build.person("p3", free=f"{PROGRAM}; sun 23:30-24:00; mon 00:00-00:20")
    nights = build.clinician("c1", roles="individual", free="sun 22:00-24:00; mon 00:00-02:00")

    fits = one_cohort(early, late, clinicians=[nights])
    collides = one_cohort(early, at_the_edge, clinicians=[nights])

    assert len(assign_care(*fits, ())) == 2
    assert len(assign_care(*collides, ())) == 1


def test_a_facilitator_who_staffs_one_block_has_time_for_a_session_in_the_other():
    person = build.person("p1", free=f"{PROGRAM}; mon 19:00-20:00")
    problem, _ = one_cohort(
        build.person("p0", free=PROGRAM),
        clinicians=[build.clinician("c1", roles="facilitator;individual", free="mon,wed,fri 17:00-20:10")],
    )
    other = build.problem([*problem.people, person], problem.clinicians)
    early = build.cohort("", "p0;q1;q2;q3;q4", build.staff("lead", [1, 3], c1=[1]))
    elsewhen = build.cohort("", "p1;r2;r3;r4", TEAM, on="tue;thu;sat")
    more = [build.person(f"r{n}", free="tue,thu,sat 17:00-20:10") for n in (2, 3, 4)]
    staffed = build.problem([*other.people, *more], problem.clinicians)

    sessions = assign_care(staffed, (early, elsewhen), ())

    assert held(sessions) == {("individual", ("p1",), ("c1",))}
    assert sessions[0].start == 19 * 60


def test_people_whose_program_alone_is_too_short_are_served_first():
    # c1 has time for one person only; p2's program gives 500 of 540 minutes, p1's is enough.
    enough = build.person("p1", acuity=3, free="always", programs="long")
    short = build.person("p2", acuity=1, free="always", programs="brief")
    others = [build.person(f"q{n}", free=PROGRAM, programs="brief;long") for n in range(1, 9)]
    plans = [
        build.day_plan("long", "process:90 break:10 psychoeducation:90"),
        build.day_plan("brief", "process:90 break:10 psychoeducation:77"),
    ]
    lead = [build.clinician("lead", individual_minutes=0), build.clinician("lead2", individual_minutes=0)]
    only = build.clinician("c1", roles="individual", individual_minutes=50)
    problem = build.problem([enough, short, *others], [*lead, only], plans)
    cohorts = (
        build.cohort("", "p1;q1;q2;q3", TEAM, program="long"),
        build.cohort("", "p2;q4;q5;q6", build.staff("lead2", [1, 3]), program="brief"),
    )

    assert {s.people for s in assign_care(problem, cohorts, ())} == {("p2",)}


def test_nobody_gets_more_minutes_than_a_week_may_have():
    plan = build.day_plan("iop-3", "process:190 break:10 psychoeducation:190")
    person = build.person("p1", track="sud")
    clinicians = [build.clinician("c1", roles="individual"), build.clinician("c2", roles="counselor")]
    problem, cohorts = one_cohort(person, clinicians=clinicians, programs=[plan])

    sessions = assign_care(problem, cohorts, ())

    assert len([s for s in sessions if "p1" in s.people]) == 1


def test_replanning_prefers_the_therapist_a_person_has():
    people = [build.person(f"p{n}", free=f"{PROGRAM}; tue 09:00-12:00") for n in (1, 2, 3)]
    clinicians = [build.clinician(f"c{n}", roles="individual", individual_minutes=100) for n in (1, 2)]
    before = tuple(
        build.session(f"s{n}", "individual", "tue", "09:00", who, f"p{n}")
        for n, who in [(1, "c2"), (2, "c1"), (3, "c2")]
    )
    problem, cohorts = one_cohort(*people, clinicians=clinicians, current=Week(sessions=before), replan=True)

    sessions = assign_care(problem, cohorts, ())

    assert {(s.people[0], s.clinicians[0]) for s in sessions} == {("p1", "c2"), ("p2", "c1"), ("p3", "c2")}


def test_no_session_starts_at_an_hour_the_clock_skips_or_shows_twice():
    nights = "sun 01:00-04:00"
    person = build.person("p1", free=f"{PROGRAM}; {nights}")
    therapist = build.clinician("c1", roles="individual", free=nights)
    for week, not_at in ((build.MARCH, 2), (build.NOVEMBER, 1)):
        problem, cohorts = one_cohort(person, clinicians=[therapist], week=week)

        sessions = assign_care(problem, cohorts, ())

        assert len(sessions) == 1
        assert sessions[0].start // 60 != not_at
        assert broken(problem, cohorts, sessions) == {}


def test_the_same_seed_and_effort_give_the_same_sessions():
    problem, cohorts = small_week(11, hours=4)

    assert assign_care(problem, cohorts, (), seed=5) == assign_care(problem, cohorts, (), seed=5)


def test_a_stop_gives_what_stands():
    problem, cohorts = small_week(11, hours=4)

    sessions = assign_care(problem, cohorts, (), should_stop=lambda: True)

    assert {k: v for k, v in broken(problem, cohorts, sessions).items() if k != "H12"} == {}


def test_whoever_stops_the_plan_gets_a_care_team_for_a_small_roster_all_the_same():
    person = build.person("p1", free=f"{PROGRAM}; tue 09:00-12:00")
    problem, cohorts = one_cohort(person, clinicians=[build.clinician("c1", roles="individual")])

    sessions = assign_care(problem, cohorts, (), should_stop=lambda: True)

    assert [(s.kind, s.people) for s in sessions] == [("individual", ("p1",))]
