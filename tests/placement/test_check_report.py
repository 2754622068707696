"""What `check --json` prints."""

import json
from dataclasses import replace

from hearthside.placement.solver.check import check, is_kept, report
from hearthside.placement.solver.week import Week
from tests.placement import build
from tests.placement.weeks import House, ordinary, round_midnight

RULES = [f"H{n}" for n in range(15)]


def test_the_report_of_a_valid_week_lists_every_rule_as_kept():
    house = round_midnight()

    told = report(house.problem, house.week)

    assert told == {"rules": {r: [] for r in RULES}, "score": 3690.0, "score_claimed": 3690.0, "ok": True}
    assert list(told["rules"]) == RULES


def test_the_report_of_a_broken_week_says_where_and_what():
    house = round_midnight().with_cohort("g1", size=5)

    told = json.loads(json.dumps(report(house.problem, house.week)))

    assert told["rules"]["H0"] == [
        {"where": "cohorts.csv g1", "sentence": "Its size is given as 5, and 4 people are in it."}
    ]
    assert told["ok"] is False


def test_the_report_shows_the_score_as_it_is_beside_the_score_as_claimed():
    house = round_midnight()
    boasting = replace(house.week, figures={**house.week.figures, "score": 9999.5})

    told = report(house.problem, boasting)

    assert (told["score"], told["score_claimed"], told["ok"]) == (3690.0, 9999.5, False)


def test_a_score_that_is_no_number_is_reported_as_none():
    house = round_midnight()

    claimed = [report(house.problem, replace(house.week, figures=f))["score_claimed"] for f in ({}, {"score": "many"})]

    assert claimed == [None, None]


def test_a_week_in_the_making_needs_no_ids_lists_or_figures():
    house = ordinary()
    nameless = Week(
        tuple(replace(c, id="") for c in house.week.cohorts), tuple(replace(s, id="") for s in house.week.sessions)
    )

    assert is_kept(check(house.problem, nameless, figures=False))
    assert not is_kept(check(house.problem, nameless, placeable=16))


def test_an_empty_week_breaks_no_rule():
    problem = build.problem([build.person("p1")], [build.clinician("c1")])
    empty = House(problem, Week()).completed()

    assert is_kept(check(problem, empty.week, placeable=1))


def test_sentences_name_ids_and_never_names():
    house = ordinary().with_clinician("c1", group_minutes=0).with_person("p1", name="Quin Jansen")

    sentences = [f.sentence for found in check(house.problem, house.week, placeable=16).values() for f in found]

    assert "c1 has 540 group minutes a week; the limit is 0." in sentences
    assert not any("Quin" in s or "Clinician" in s for s in sentences)
