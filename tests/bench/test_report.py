"""The benchmark's table, picture and targets say what was measured."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from bench.placement import targets
from bench.placement.growth import described, growth_svg, lines_of
from bench.placement.rows import Row
from bench.placement.table import as_csv, as_markdown, from_csv

SVG = "{http://www.w3.org/2000/svg}"
ROW = Row(
    roster="240-1",
    people=240,
    planner="hearthside",
    asked=10.0,
    score=250000.125,
    cohort_score=210000.5,
    bound=215000.0,
    bound_kind="linear program",
    gap=0.023253,
    placed=180,
    placeable=190,
    cohorts=22,
    mean_size=8.18,
    in_sweet_spot=0.6,
    roles_filled=300,
    roles_due=301,
    seconds=10.4,
    peak_mb=310.0,
)
FIRST = replace(ROW, planner="first come", asked=0.0, score=170000.0, placed=140, gap=0.33)
TIMEFOLD = replace(ROW, planner="Timefold", score=230000.0, gap=0.1)
LARGER = replace(ROW, roster="1000-1", people=1000, asked=60.0, gap=0.05, bound_kind="naive")


def verdicts(rows, id):
    return [t.verdict for t in targets.from_rows(rows) if t.id == id]


def test_rows_come_back_from_csv_as_they_were():
    assert from_csv(as_csv([ROW, FIRST])) == [ROW, FIRST]


def test_the_table_has_one_line_for_each_answer_and_a_cell_for_each_heading():
    lines = as_markdown([ROW, FIRST]).splitlines()

    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1
    assert "| 2.3% |" in lines[2]


def test_a_naive_bound_is_starred():
    assert "215,000* |" in as_markdown([LARGER])
    assert "215,000 |" in as_markdown([ROW])


def test_the_picture_is_well_formed_and_described_in_words():
    picture = ET.fromstring(growth_svg([ROW, FIRST, LARGER]))

    assert picture.get("role") == "img"
    assert picture.findtext(f"{SVG}title")
    assert "hearthside: gap 2.3% at 240 people and 5.0% at 1,000" in picture.findtext(f"{SVG}desc")


def test_every_planner_in_the_table_has_a_line_and_a_name_in_the_picture():
    texts = [t.text for t in ET.fromstring(growth_svg([ROW, FIRST, TIMEFOLD])).iter(f"{SVG}text")]

    assert {"hearthside", "first come", "Timefold"} <= set(texts)
    assert "CP-SAT" not in texts


def test_lines_take_the_longest_time_and_the_mean_of_seeds():
    other_seed, shorter = replace(ROW, roster="240-2", gap=0.043253), replace(ROW, asked=2.0, gap=0.9)

    lines = lines_of([ROW, other_seed, shorter], "gap")

    assert lines["hearthside"] == [(240, pytest.approx(0.033253))]


def test_scarce_rosters_are_not_mixed_into_the_picture():
    lines = lines_of([ROW, replace(ROW, roster="240-1-scarce", gap=0.5)], "gap")

    assert described(lines, {"hearthside": [(240, 0.9)]}).startswith("hearthside: gap 2.3%")


def test_a_target_is_met_or_falls_short_by_the_mean_of_its_seeds():
    worse = replace(ROW, roster="240-2", gap=0.04)

    assert verdicts([ROW], "PL-Q2") == ["met"]
    assert verdicts([ROW, worse], "PL-Q2") == ["FALLS SHORT"]


def test_what_was_not_run_is_called_not_measured():
    assert verdicts([], "PL-Q3") == ["not measured"]
    assert "not measured in this run" in targets.summary(targets.from_rows([]))


def test_one_seed_below_timefold_falls_short_whatever_the_mean():
    ours = [ROW, replace(ROW, roster="240-2", score=200000.0)]
    theirs = [replace(TIMEFOLD, score=100000.0), replace(TIMEFOLD, roster="240-2", score=200001.0)]

    assert "FALLS SHORT" in verdicts([*ours, *theirs], "PL-V1")
    assert "met" in verdicts([ours[0], theirs[0]], "PL-V1")


def test_only_rosters_that_both_planned_are_compared_with_timefold():
    rows = [ROW, replace(ROW, roster="240-2", score=1.0), TIMEFOLD, replace(TIMEFOLD, roster="240-3", score=9e9)]

    assert verdicts(rows, "PL-V1")[1] == "met"


def test_falling_short_is_said_plainly():
    found = targets.from_rows([replace(ROW, gap=0.2), FIRST])

    assert "fall short (PL-Q2" in targets.summary(found)
    assert "FALLS SHORT" in targets.as_markdown(found)
