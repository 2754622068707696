"""What a week is worth, worked out by hand: each part of the score alone, then a whole week."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import Score, period_of, points, points_text, rounded, score
from hearthside.placement.solver.week import Cohort, Session, Week
from tests.placement import build, slow_score
from tests.placement.weeks import HOUSES, ordinary

LEAD = build.staff("c1", [1, 3])


def four(**first: object) -> list:
    """Somebody to look at, with three people beside them who wish for nothing."""
    return [build.person("p1", **first), *(build.person(f"p{n}") for n in (2, 3, 4))]


def scored(people: list, cohort: Cohort, *sessions: Session, **roster: object) -> Score:
    clinicians = roster.pop("clinicians", [build.clinician("c1"), build.clinician("t1", roles="individual")])
    problem = build.problem(people, clinicians, roster.pop("programs", None), **roster)
    return score(problem, [cohort], sessions)


def group(size: int, **changes: object) -> tuple[list, Cohort]:
    people = [build.person(f"p{n:02d}", **changes) for n in range(size)]
    return people, build.cohort("g1", [p.id for p in people], LEAD)


# Placed


@pytest.mark.parametrize(
    ("acuity", "waiting_days", "worth"),
    [
        (1, 0, 1000),
        (1, 7, 1035),  # 1000 + 7 x 5
        (2, 0, 1250),  # 1000 x 1.25
        (2, 60, 1550),  # 1250 + 60 x 5
        (3, 0, 1600),  # 1000 x 1.6
        (3, 60, 1900),  # 1600 + 300
    ],
)
def test_a_place_is_worth_more_with_acuity_and_with_each_day_waited(acuity: int, waiting_days: int, worth: int):
    people = four(acuity=acuity, waiting_days=waiting_days)

    value = scored(people, build.cohort("g1", "p1;p2;p3;p4", LEAD))

    assert value.placed == 3000 + worth


def test_somebody_without_a_place_earns_nothing():
    people = [*four(), build.person("p5", acuity=3, waiting_days=60)]

    value = scored(people, build.cohort("g1", "p1;p2;p3;p4", LEAD))

    assert value.placed == 4000


# Wishes


@pytest.mark.parametrize(
    ("minute", "period"),
    [(0, "morning"), (719, "morning"), (720, "afternoon"), (1019, "afternoon"), (1020, "evening"), (1439, "evening")],
)
def test_the_day_turns_at_noon_and_at_five(minute: int, period: str):
    assert period_of(minute) == period


TIMES = [
    # start   zone of the person       wish         met
    ("11:30", "America/New_York", "morning", True),
    ("12:00", "America/New_York", "morning", False),
    ("12:00", "America/New_York", "afternoon", True),
    ("16:30", "America/New_York", "afternoon", True),
    ("17:00", "America/New_York", "afternoon", False),
    ("17:00", "America/New_York", "evening", True),
    ("14:30", "America/Los_Angeles", "morning", True),  # 11:30 there
    ("15:00", "America/Los_Angeles", "afternoon", True),  # 12:00 there
    ("17:00", "America/Chicago", "evening", False),  # 16:00 there
    ("01:00", "Pacific/Honolulu", "evening", True),  # 20:00 there, the day before
    ("23:00", "Pacific/Guam", "afternoon", True),  # 14:00 there, the day after
]


@pytest.mark.parametrize(("at", "zone", "wish", "met"), TIMES)
def test_a_time_wish_is_asked_of_the_persons_own_clock(at: str, zone: str, wish: str, met: bool):
    value = scored(four(zone=zone, time_wish=wish), build.cohort("g1", "p1;p2;p3;p4", LEAD, at=at))

    assert value.wishes == (30 if met else 0)


def test_a_time_wish_is_asked_on_the_first_day_of_the_pattern():
    # 14:00 in New York is 12:00 in Phoenix on Friday, and 11:00 on the Sunday on which the eastern clocks jump.
    cohort = build.cohort("g1", "p1;p2;p3;p4", LEAD, on="fri-sun", at="14:00")
    backwards = replace(cohort, days=(6, 5, 4))

    wishes = [
        scored(four(zone="America/Phoenix", time_wish=wish), which, week=build.MARCH).wishes
        for wish in ("afternoon", "morning")
        for which in (cohort, backwards)
    ]

    assert wishes == [30, 30, 0, 0]


@pytest.mark.parametrize(("wish", "met"), [("woman", True), ("man", True), ("", False)])
def test_a_gender_wish_is_met_by_anyone_who_staffs_the_cohort(wish: str, met: bool):
    clinicians = [build.clinician("c1", gender="man"), build.clinician("c2", gender="woman")]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3], c2=[3]))

    value = scored(four(gender_wish=wish), cohort, clinicians=clinicians)

    assert value.wishes == (20 if met else 0)


def test_a_therapist_outside_the_cohort_meets_no_gender_wish():
    clinicians = [build.clinician("c1", gender="man"), build.clinician("t1", roles="individual", gender="woman")]
    session = build.session("s1", "individual", "tue", "09:00", "t1", "p1")

    value = scored(four(gender_wish="woman"), build.cohort("g1", "p1;p2;p3;p4", LEAD), session, clinicians=clinicians)

    assert value.wishes == 0


@pytest.mark.parametrize(
    ("asked", "given", "worth"),
    [("trauma", "trauma", 40), ("trauma;lgbtq", "lgbtq", 40), ("trauma", "lgbtq", 0), ("trauma", "", 0), ("", "", 0)],
)
def test_a_focus_counts_for_each_person_who_asked_for_it(asked: str, given: str, worth: int):
    value = scored(four(focus=asked), build.cohort("g1", "p1;p2;p3;p4", LEAD, focus=given))

    assert value.wishes == worth


@pytest.mark.parametrize(
    ("size", "small", "moderate"),
    [(4, 0, 0), (5, 0, 0), (6, 120, 0), (7, 140, 0), (8, 160, 0), (9, 0, 180), (10, 0, 200)],
)
def test_small_is_six_to_eight_and_moderate_is_nine_or_more(size: int, small: int, moderate: int):
    wishes = [scored(*group(size, size_wish=wish)).wishes for wish in ("small", "moderate")]

    assert wishes == [small, moderate]  # 20 for each person


# Small cohorts, staff, load


@pytest.mark.parametrize(("size", "cost"), [(4, -240), (5, -180), (7, -60), (8, 0), (9, 0), (10, 0)])
def test_a_cohort_costs_sixty_for_each_person_below_eight(size: int, cost: int):
    assert scored(*group(size)).small == cost


def test_staff_cost_half_a_point_for_each_minute_really_staffed():
    # Lead 90 + 90, co 90 in the first block: 270 minutes on 3 days are 810; the break of 10 costs nobody anything.
    clinicians = [build.clinician("c1"), build.clinician("c2")]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3], c2=[1]))

    assert scored(four(), cohort, clinicians=clinicians).staff == -405


def test_pets_and_wellness_cost_staff_and_a_break_never_does():
    # 60 + 60 + 30 + 20 = 170 minutes on 4 days are 680; the break of 10 is not among them.
    plan = build.day_plan("iop-3", "skills:60 break:10 process:60 pet:30 wellness:20", days_per_week=4)
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3, 4, 5]), on="mon-thu")

    assert scored(four(), cohort, programs=[plan]).staff == -340


@pytest.mark.parametrize(
    ("limit", "cost"),
    [
        (1200, 0),  # light is up to 1020
        (636, 0),  # light is up to 540.6
        (600, Fraction(-5)),  # 540 - 510 = 30 minutes
        (540, Fraction(-27, 2)),  # 540 - 459 = 81 minutes
        (541, Fraction(-1603, 120)),  # 540 - 459.85 = 80.15 minutes, times 10/60: thirds are kept exactly
    ],
)
def test_the_load_above_85_percent_of_the_hours_costs_ten_an_hour(limit: int, cost: Fraction):
    cohort = build.cohort("g1", "p1;p2;p3;p4", LEAD)  # 180 minutes on 3 days

    value = scored(four(), cohort, clinicians=[build.clinician("c1", group_minutes=limit)])

    assert value.load == cost


def test_the_load_of_one_clinician_is_counted_over_all_cohorts():
    people = [build.person(f"p{n}") for n in range(8)]
    cohorts = [
        build.cohort("g1", "p0;p1;p2;p3", LEAD, at="09:00"),
        build.cohort("g2", "p4;p5;p6;p7", LEAD, at="17:00"),
    ]
    problem = build.problem(people, [build.clinician("c1", group_minutes=1200)])

    value = score(problem, cohorts, ())

    assert value.load == -10  # 1080 - 1020 = 60 minutes


# Roles


def test_every_role_with_a_session_counts_for_each_person_who_has_it():
    people = [*build.couple("a1", "a2", track="sud"), *build.couple("b1", "b2", track="sud")]
    cohort = build.cohort("g1", "a1;a2;b1;b2", LEAD, track="sud")
    sessions = [
        build.session("s1", "individual", "tue", "09:00", "t1", "a1"),
        build.session("s2", "counseling", "tue", "10:00", "t1", "a1"),
        build.session("s3", "couples", "tue", "11:00", "t1", "a1;a2"),
        build.session("s4", "couples_group", "tue", "13:00", "t1", "a1;a2;b1;b2"),
    ]

    value = scored(people, cohort, *sessions)

    assert value.roles == 200 + 200 + 2 * 150 + 4 * 30


def test_sessions_that_are_not_due_earn_nothing():
    people = [*four(), build.person("x1", partner="x2", together=False), build.person("x2", partner="x1")]
    people.append(build.person("u1"))
    cohort = build.cohort("g1", "p1;p2;p3;p4;x1;x2", LEAD)
    sessions = [
        build.session("s1", "counseling", "tue", "09:00", "t1", "p1"),  # her track is mh
        build.session("s2", "couples", "tue", "10:00", "t1", "x1;x2"),  # they are apart
        build.session("s3", "couples_group", "tue", "11:00", "t1", "x1;x2"),
        build.session("s4", "individual", "tue", "13:00", "t1", "u1"),  # has no place
        build.session("s5", "individual", "tue", "14:00", "t1", "p99"),  # does not exist
    ]

    assert scored(people, cohort, *sessions).roles == 0


# Stay


def _replanned(before: Week, after: Week, *, replan: bool = True) -> Fraction:
    people = [build.person(f"p{n}", programs="iop-3;iop-b") for n in range(1, 6)]
    plans = [build.day_plan("iop-3"), build.day_plan("iop-b")]
    clinicians = [build.clinician("c1"), *(build.clinician(f"t{n}", roles="individual;counselor") for n in (1, 2))]
    problem = build.problem(people, clinicians, plans, current=before, replan=replan)
    return score(problem, after.cohorts, after.sessions).stay


BEFORE = Week(
    (build.cohort("g1", "p1;p2;p3;p4", LEAD),), (build.session("s1", "individual", "tue", "09:00", "t1", "p1"),)
)
STAYS = [
    ("nothing changes", BEFORE, 0),
    ("the start moves", Week((build.cohort("g1", "p1;p2;p3;p4", LEAD, at="17:30"),)), -600),
    ("a day moves", Week((build.cohort("g1", "p1;p2;p3;p4", LEAD, on="mon;wed;sat"),)), -600),
    ("the day plan changes", Week((build.cohort("g1", "p1;p2;p3;p4", LEAD, program="iop-b"),)), -600),
    ("only the cohort's name changes", Week((build.cohort("g7", "p1;p2;p3;p4", LEAD),)), 0),
    ("days are written in another order", Week((replace(BEFORE.cohorts[0], days=(4, 2, 0)),)), 0),
    ("one loses the place, another wins one", Week((build.cohort("g1", "p1;p2;p3;p5", LEAD),)), 0),
    ("another therapist", Week((), (build.session("s1", "individual", "tue", "09:00", "t2", "p1"),)), -60),
    (
        "another hour with the same therapist",
        Week((), (build.session("s9", "individual", "fri", "11:00", "t1", "p1"),)),
        0,
    ),
    ("another role's clinician", Week((), (build.session("s1", "counseling", "tue", "09:00", "t2", "p1"),)), 0),
    ("the session is lost", Week((), ()), 0),
]


@pytest.mark.parametrize(("what", "after", "cost"), STAYS, ids=[s[0] for s in STAYS])
def test_re_planning_pays_for_moved_places_and_changed_therapists(what: str, after: Week, cost: int):
    assert _replanned(BEFORE, after) == cost


def test_nothing_is_paid_for_moves_without_re_planning():
    moved = Week((build.cohort("g1", "p1;p2;p3;p4", LEAD, at="08:00"),))

    assert _replanned(BEFORE, moved, replan=False) == 0


# Whole weeks


def test_a_whole_week_is_worth_the_sum_of_its_parts():
    house = ordinary()

    value = score(house.problem, house.week.cohorts, house.week.sessions)

    assert value == Score(
        # 14 x 1000, p2 +250 (acuity 2), d1 +600 (acuity 3), p4 60 days = 300, a1 and a2 3 days each = 30
        placed=Fraction(15180),
        # p1 a woman 20, p2 small (8) 20, p3 evening (17:00) 30; g2: six times trauma 240, three mornings 90
        wishes=Fraction(400),
        # g1 has 8, g2 has 6: two below the sweet spot
        small=Fraction(-120),
        # g1: (180 + 90) x 3 = 810; g2: (170 + 60) x 4 = 920; half a point for each
        staff=Fraction(-865),
        # c1 540 - 459 = 81, c2 270 - 229.5 = 40.5, c3 680 - 578 = 102: 223.5 minutes at 10 points an hour
        load=Fraction(-149, 4),
        # 13 individual 2600, 5 counselors 1000, 4 partners' couples 600, 4 in a couples group 120
        roles=Fraction(4320),
        stay=Fraction(0),
    )
    assert value.cohort_score == Fraction("14557.75")
    assert value.total == Fraction("18877.75")


def test_an_empty_week_is_worth_nothing():
    problem = build.problem(four(), [build.clinician("c1")])

    assert score(problem, (), ()).total == 0


DECIMALS = st.integers(0, 40_000).map(lambda n: Fraction(n, 1000))


@given(
    st.sampled_from(sorted(HOUSES)),
    st.fixed_dictionaries(dict.fromkeys(build.WEIGHTS, DECIMALS)),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 60)), min_size=16, max_size=16),
    st.booleans(),
    st.integers(0, 23),
)
def test_the_score_agrees_with_one_counted_person_by_person(
    name: str, weights: dict[str, Fraction], traits: list[tuple[int, int]], moved: bool, hour: int
):
    problem, week = _varied(HOUSES[name]().problem, HOUSES[name]().week, weights, traits)
    current = replace(week, cohorts=tuple(replace(c, start=30 * hour) for c in week.cohorts)) if moved else week
    problem = replace(problem, current=current, replan=True)

    value = score(problem, week.cohorts, week.sessions)

    expected = slow_score.parts(problem, week)
    assert {part: getattr(value, part) for part in expected} == expected
    assert value.total == sum(expected.values())


def _varied(
    problem: Problem, week: Week, weights: dict[str, Fraction], traits: list[tuple[int, int]]
) -> tuple[Problem, Week]:
    people = tuple(
        replace(p, acuity=acuity, waiting_days=waiting)
        for p, (acuity, waiting) in zip(problem.people, traits, strict=False)
    )
    return replace(problem, people=people, policy=replace(problem.policy, weights=weights)), week


# Printed points

ROUNDED = [
    (Fraction(1, 2000), "0.001"),  # a half goes away from zero
    (Fraction(-1, 2000), "-0.001"),
    (Fraction(3, 2000), "0.002"),
    (Fraction(5, 2000), "0.003"),  # and not to the even neighbor
    (Fraction(-5, 2000), "-0.003"),
    (Fraction(4999, 10_000_000), "0.000"),
    (Fraction(1, 3), "0.333"),
    (Fraction(2, 3), "0.667"),
    (Fraction(-2, 3), "-0.667"),
    (Fraction(20188), "20188.000"),
    (Fraction("22249050.0005"), "22249050.001"),
    (Fraction(0), "0.000"),
]


@pytest.mark.parametrize(("value", "text"), ROUNDED)
def test_points_are_printed_with_three_decimals_and_a_half_away_from_zero(value: Fraction, text: str):
    assert points_text(value) == text
    assert points(value) == float(text)
    assert slow_score.printed(value) == slow_score.Decimal(text)


def test_rounding_keeps_the_exact_number_of_decimals():
    assert rounded(Fraction(1, 7), 6) == Fraction("0.142857")
    assert rounded(Fraction(-1, 7), 2) == Fraction("-0.14")


def test_waiting_days_come_with_the_person_and_not_from_a_clock():
    problem = build.problem(four(waiting_days=12), [build.clinician("c1")], week=date(2027, 6, 7))

    assert score(problem, [build.cohort("g1", "p1;p2;p3;p4", LEAD)], ()).placed == 4060
