"""The brute force is what others are measured by, so its own answers are looked at by hand and by the score."""

from fractions import Fraction

from hearthside.placement.solver.score import score
from tests.placement import brute_force, build

EVENINGS = "mon,wed,fri 17:00-20:30"


def test_four_people_with_one_common_evening_become_one_cohort():
    people = [build.person(f"p{n}", free=EVENINGS, time_wish="evening") for n in range(1, 5)]
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)])

    best, cohorts = brute_force.best_cohorts(problem)

    assert [c.members for c in cohorts] == [("p1", "p2", "p3", "p4")]
    assert best == 4 * 1000 + 4 * 30 - 4 * 60 - Fraction(1, 2) * 540


def test_seven_people_need_a_second_clinician_in_the_process_block_alone():
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 8)]
    clinicians = [build.clinician("c1", free=EVENINGS), build.clinician("c2", free=EVENINGS)]
    problem = build.problem(people, clinicians)

    best, cohorts = brute_force.best_cohorts(problem)

    assert [len(c.members) for c in cohorts] == [7]
    assert sorted((s.block, s.part) for s in cohorts[0].staff) == [(1, "co"), (1, "lead"), (3, "lead")]
    assert best == 7 * 1000 - 60 - Fraction(1, 2) * (540 + 270)


def test_two_cohorts_of_one_clinician_respect_the_weekly_minutes():
    people = [build.person(f"p{n}", free="mon,wed,fri 09:00-12:30" if n < 5 else EVENINGS) for n in range(1, 9)]
    one_cohort = build.problem(people, [build.clinician("c1", group_minutes=1079)])
    two_cohorts = build.problem(people, [build.clinician("c1", group_minutes=1080)])

    assert len(brute_force.best_cohorts(one_cohort)[1]) == 1
    assert len(brute_force.best_cohorts(two_cohorts)[1]) == 2


def test_people_kept_apart_never_share_a_cohort():
    people = [build.person(f"p{n}", free=EVENINGS, apart="p2" if n == 1 else "") for n in range(1, 6)]
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)])

    _, cohorts = brute_force.best_cohorts(problem)

    assert [len(c.members) for c in cohorts] == [4]
    assert not {"p1", "p2"} <= set(cohorts[0].members)


def test_the_best_found_is_worth_exactly_what_the_score_says():
    people = [
        *build.couple("p1", "p2", free=EVENINGS, focus="trauma", gender_wish="woman"),
        *(build.person(f"p{n}", free=EVENINGS, focus="trauma", size_wish="small", acuity=2) for n in range(3, 7)),
        build.person("p7", free="always", gender_wish="man", time_wish="morning", waiting_days=7),
        build.person("p8", free="always", size_wish="moderate", acuity=3),
        build.person("p9", free="mon-sat 08:00-12:00"),
        build.person("p10", free="mon-sat 08:00-12:00"),
    ]
    clinicians = [
        build.clinician("c1", gender="woman", free=EVENINGS, group_minutes=700),
        build.clinician("c2", gender="man", free="mon-sat 08:30-12:00;mon,wed,fri 17:00-21:00", group_minutes=900),
    ]
    problem = build.problem(people, clinicians)

    best, cohorts = brute_force.best_cohorts(problem)

    assert best == score(problem, cohorts, ()).cohort_score
    assert sum(len(c.members) for c in cohorts) == 10
