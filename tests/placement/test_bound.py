"""A bound is a promise that no plan scores more; these tests hold it against plans, and against every plan there is."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.placement.solver.bound import lp_bound, naive_bound
from hearthside.placement.solver.bound_columns import Pricing
from hearthside.placement.solver.bound_ground import POINT, lay_out
from hearthside.placement.solver.bound_master import Prices
from hearthside.placement.solver.bound_teams import POINTS_OF_TIME
from tests.placement import brute_force, build
from tests.placement.tiny_rosters import facilitators, problems

EVENINGS = "mon,wed,fri 17:00-20:30"
CONVERGED = Fraction(1, 1000)  # of the bound: how far from its limit it may stop


@given(problems())
def test_no_plan_of_a_tiny_roster_scores_more_than_either_bound(problem):
    best, _ = brute_force.best_cohorts(problem)

    tight, naive = lp_bound(problem), naive_bound(problem)

    assert best <= tight <= naive


@given(problems(), st.data())
@settings(max_examples=30)
def test_any_prices_whatever_prove_a_bound(problem, data):
    best, _ = brute_force.best_cohorts(problem)
    pricing = Pricing(lay_out(problem))
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    staff = len(pricing.a.f_week)
    units, minutes, days, points = (data.draw(st.sampled_from([0, 1, 100, 1500])) * POINT for _ in range(4))

    bound = pricing.bound(
        Prices(
            units=chance.random(len(pricing.a.u_n)) * units,
            minutes=chance.random(staff) * minutes / 500,
            days=chance.random((staff, 7)) * days / 500,
            points=chance.random((staff, POINTS_OF_TIME)) * points / 50,
        )
    )

    assert best <= bound


@given(problems(), facilitators("c9"))
@settings(max_examples=30)
def test_one_more_clinician_never_lowers_the_bound(problem, hired):
    more = replace(problem, clinicians=(*problem.clinicians, hired))

    before, after = lp_bound(problem), lp_bound(more)

    assert after >= before * (1 - CONVERGED)
    assert naive_bound(more) >= naive_bound(problem)


def test_where_nothing_is_contested_the_bound_is_the_best_score_itself():
    people = [build.person(f"p{n}", free=EVENINGS, time_wish="evening") for n in range(1, 9)]
    clinicians = [build.clinician(f"c{n}", free=EVENINGS) for n in (1, 2)]
    problem = build.problem(people, clinicians)

    bound = lp_bound(problem)

    assert abs(bound - (8 * 1030 - Fraction(1, 2) * (540 + 270))) < Fraction(1, 1000)


def test_the_tight_bound_counts_what_the_naive_one_overlooks():
    # Five live where nobody is licensed for more than one of the two states: only one group of four can be held.
    people = [build.person(f"p{n}", free=EVENINGS, state="PA" if n < 5 else "NJ") for n in range(1, 8)]
    clinicians = [build.clinician("c1", free=EVENINGS, states="PA"), build.clinician("c2", free=EVENINGS, states="NJ")]
    problem = build.problem(people, clinicians)

    tight, naive = lp_bound(problem), naive_bound(problem)

    assert abs(tight - (4 * 1000 - 4 * 60 - Fraction(1, 2) * 540)) < Fraction(1, 1000)
    assert naive > 6000


def test_more_rounds_never_raise_the_bound():
    people = [build.person(f"p{n}", acuity=1 + n % 3, free=EVENINGS if n % 2 else "always") for n in range(1, 40)]
    clinicians = [build.clinician(f"c{n}", group_minutes=810, free=EVENINGS) for n in range(1, 5)]
    problem = build.problem(people, clinicians)

    bounds = [lp_bound(problem, rounds=rounds) for rounds in (0, 3, 10, 30)]

    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < bounds[0]
    assert lp_bound(problem, rounds=10) == bounds[2]


def test_a_bound_that_is_told_to_stop_is_still_a_bound():
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 8)]
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS), build.clinician("c2", free=EVENINGS)])
    best, _ = brute_force.best_cohorts(problem)

    stopped = lp_bound(problem, should_stop=lambda: True)

    assert best <= stopped <= naive_bound(problem)


def test_work_on_the_bound_ends_as_soon_as_a_plan_in_hand_is_proven_best():
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 5)]
    problem = build.problem(people, [build.clinician("c1", free=EVENINGS)])
    best, _ = brute_force.best_cohorts(problem)
    rounds = []

    bound = lp_bound(problem, floor=best, trace=lambda number, bound, value: rounds.append(number))

    assert best <= bound < best + Fraction(1, 100)
    assert len(rounds) < 10


def test_people_nobody_may_treat_add_nothing_to_the_naive_bound():
    near = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 5)]
    far = [build.person(f"q{n}", free=EVENINGS, state="OH") for n in range(1, 5)]
    staff = [build.clinician("c1", free=EVENINGS)]

    assert naive_bound(build.problem([*near, *far], staff)) == naive_bound(build.problem(near, staff))


def test_a_roster_without_people_or_without_facilitators_is_worth_nothing():
    nobody = build.problem([], [build.clinician("c1")])
    unstaffed = build.problem([build.person("p1")], [build.clinician("c1", roles="individual")])

    assert naive_bound(nobody) == lp_bound(nobody) == 0
    assert naive_bound(unstaffed) == lp_bound(unstaffed) == 0


def test_a_week_that_is_kept_scores_no_more_than_the_bound_of_the_free_problem():
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 8)]
    staff = [build.clinician("c1", free=EVENINGS), build.clinician("c2", free=EVENINGS)]
    free = build.problem(people, staff)
    _, cohorts = brute_force.best_cohorts(free)
    kept = replace(free, current=build.Week(cohorts=cohorts))

    assert lp_bound(kept) == lp_bound(free)
