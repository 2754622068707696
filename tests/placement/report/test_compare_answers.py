"""A re-plan's page puts its two answers side by side."""

from dataclasses import replace

from hearthside.placement.report.page import index_html
from tests.placement.report import made_up
from tests.placement.report.reading import read


def test_the_two_answers_stand_side_by_side():
    problem, keep, most = made_up.replanned(60)
    moved = len(keep.cohorts[0].members)

    rows = {row[0]: row[1:] for row in read(index_html(problem, keep, other=most)).section("Against the week in force")}

    assert rows["Lose their place"] == ["0", "2"]
    assert rows["Gain a place"] == ["0", "1"]
    assert rows["Move to another time or day plan"] == [str(moved), str(moved - 2)]
    assert rows["Get another clinician in a role"] == ["0", "1"]
    assert rows["Score"] == ["250,123.5", "251,000.25"]


def test_who_loses_a_place_is_named_with_the_place_they_had():
    problem, keep, most = made_up.replanned(60)
    dropped = keep.cohorts[0].members[-2:]

    rows = read(index_html(problem, keep, other=most)).section("Most points: lose their place")

    assert [row[0].split()[-1] for row in rows] == sorted(dropped)
    assert rows[0][1:] == ["g1: Tue Wed Thu, 5:00 to 8:10 pm, Eastern", "no place"]


def test_the_other_answer_is_one_click_away():
    problem, keep, most = made_up.replanned(60)

    page = index_html(problem, keep, other=most)

    assert page.count('href="most_placed/index.html"') == 1
    assert "most_placed" not in index_html(problem, most)


def test_a_replan_with_one_answer_shows_what_it_changes():
    problem, keep, _ = made_up.replanned(60)

    page = read(index_html(problem, keep))

    assert "What changes" in page.text
    assert "Two answers to choose from" not in page.text


def test_without_a_week_in_force_nothing_is_compared():
    problem, keep, _ = made_up.replanned(60)

    page = read(index_html(replace(problem, current=None, replan=False), keep))

    assert "changes" not in page.ids
