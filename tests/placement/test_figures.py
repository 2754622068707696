"""The figures of `summary.json`: in their order, rounded as promised, and accepted only when they are true."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from hearthside.placement.solver.check import check
from hearthside.placement.solver.figures import counts, figures, gap, share
from hearthside.placement.solver.week import Week
from tests.placement import build
from tests.placement.weeks import House, full, ordinary, round_midnight

MADE = {"placeable": 16, "seconds": 2.5, "effort": None, "seed": 1, "change_effort": 7}


def test_the_figures_come_in_the_order_in_which_they_are_written():
    house = ordinary()

    told = figures(house.problem, house.week, bound=Fraction(20000), **MADE)

    assert " ".join(told) == (
        "score cohort_score parts bound gap people placed placeable cohorts mean_size in_sweet_spot roles_due "
        "roles_filled seconds effort seed replan change_effort engine policy week"
    )
    assert " ".join(told["parts"]) == "placed wishes small staff load roles stay"


def test_the_figures_of_a_week_worked_out_by_hand():
    house = ordinary()

    told = figures(house.problem, house.week, bound=Fraction(20000), **MADE)

    assert told == {
        "score": 18877.75,
        "cohort_score": 14557.75,
        "parts": {
            "placed": 15180,
            "wishes": 400,
            "small": -120,
            "staff": -865,
            "load": -37.25,
            "roles": 4320,
            "stay": 0,
        },
        "bound": 20000,
        "gap": 0.272113,  # (20000 - 14557.75) / 20000 = 0.2721125
        "people": 16,
        "placed": 14,
        "placeable": 16,
        "cohorts": 2,
        "mean_size": 7,
        "in_sweet_spot": 0.571429,  # 8 of 14
        "roles_due": 23,  # 14 individual, 5 counselors, 4 partners
        "roles_filled": 22,  # p5 has nobody
        "seconds": 2.5,
        "effort": None,
        "seed": 1,
        "replan": False,
        "change_effort": 7,
        "engine": told["engine"],
        "policy": build.POLICY,
        "week": "2027-01-04",
    }
    assert told["engine"].startswith("hearthside")


def test_the_figures_can_be_written_as_json_and_read_back_unchanged():
    told = ordinary().week.figures

    assert json.loads(json.dumps(told)) == told


def test_the_parts_sum_to_the_score():
    for house in (ordinary(), full(), round_midnight()):
        told = house.week.figures

        assert sum(map(Fraction, map(str, told["parts"].values()))) == Fraction(str(told["score"]))


@pytest.mark.parametrize(
    ("score", "bound", "placed", "expected"),
    [
        (90, 100, 4, Fraction(1, 10)),
        (100, 100, 4, 0),
        (-50, 100, 4, Fraction(3, 2)),
        (-50, 0, 4, 0),
        (-50, -10, 4, 0),
        (0, 100, 0, 0),
    ],
)
def test_the_gap_is_a_share_of_the_bound_and_nothing_where_there_is_nothing_to_compare(
    score: int, bound: int, placed: int, expected: Fraction
):
    assert gap(Fraction(score), Fraction(bound), placed) == expected


def test_an_empty_week_has_figures_too():
    problem = ordinary().problem

    told = figures(problem, Week(), bound=Fraction(500), **MADE)

    assert (told["score"], told["gap"], told["mean_size"], told["in_sweet_spot"], told["roles_due"]) == (0, 0, 0, 0, 0)


def test_a_share_is_written_with_six_decimals():
    assert share(Fraction(2, 3)) == 0.666667


def test_roles_are_counted_per_person_and_couples_groups_not_at_all():
    count = counts(full().problem, full().week)

    # 10 individual, 10 counselors, 8 partners; filled: x1's individual and six partners' couples sessions.
    assert (count.roles_due, count.roles_filled) == (28, 7)


def _claims(house: House, **changes: object) -> set[str]:
    week = replace(house.week, figures={**house.week.figures, **changes})
    return {f.where for f in check(house.problem, week, placeable=16)["H0"]}


@pytest.mark.parametrize("written", [0.571429, 0.5714, 0.571, 8 / 14])
def test_a_share_is_right_to_the_decimals_it_is_written_with(written: float):
    assert _claims(ordinary(), in_sweet_spot=written) == set()


@pytest.mark.parametrize("written", [0.57, 0.572, 0.5715, 0.571428, 1, "0.571"])
def test_a_share_that_is_rounded_wrongly_is_found(written: object):
    assert _claims(ordinary(), in_sweet_spot=written) == {"summary.json in_sweet_spot"}


def test_seconds_and_effort_exclude_each_other():
    assert _claims(ordinary(), seconds=3.25, effort=None) == set()
    assert _claims(ordinary(), seconds=3.25, effort=20) == {"summary.json seconds"}
    assert _claims(ordinary(), seconds=None, effort=None) == {"summary.json seconds"}


def test_a_bound_below_the_cohorts_score_is_no_bound():
    below = ordinary().week.figures["cohort_score"] - 0.001

    assert _claims(ordinary(), bound=below, gap=0) == {"summary.json bound"}


def test_the_figure_of_placeable_people_is_worked_out_when_nobody_did():
    house = round_midnight()

    told = [replace(house.week, figures={**house.week.figures, "placeable": n}) for n in (3, 4, 5)]

    assert [bool(check(house.problem, week)["H0"]) for week in told] == [True, False, True]
