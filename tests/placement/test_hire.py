"""Whom to hire is tried by the planner: whoever is named has a place with that clinician, and had none without."""

from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.change import AddAvailability, AddClinician, AddGroupMinutes, parse
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.check import check
from hearthside.placement.solver.explain import everybody_keeps
from hearthside.placement.solver.hire import TRIAL_EFFORT, Advice, Tried, whom_to_hire
from hearthside.placement.solver.hire_candidates import TWO_HOURS, Usual, hires, two_hours_more
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Unplaced, Week
from tests.placement import build
from tests.placement.tiny_rosters import problems

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-24"
SOME = Options(seconds=None, effort=8, threads=1)
EVENINGS = "mon-fri 17:00-21:00"


def two_states() -> Problem:
    """Five from Ohio and four from Texas wait; there is somebody for Pennsylvania alone."""
    people = [build.person(f"o{n}", state="OH", free=EVENINGS) for n in range(1, 6)]
    people += [build.person(f"t{n}", state="TX", track="sud", free=EVENINGS) for n in range(1, 5)]
    return build.problem(people, [build.clinician("c1", roles="facilitator", tracks="mh", free=EVENINGS)])


def tried_again(problem: Problem, now: Week, chosen: tuple[Tried, ...]) -> tuple[Problem, Week]:
    """The week of today with these candidates in, planned by the same short effort."""
    changed = replace(problem, current=now, open_cohorts=None)
    week = now
    for one in chosen:
        changed = reduce(apply, one.changes, replace(changed, current=week))
        week = plan(changed, Options(seconds=None, effort=TRIAL_EFFORT, threads=1, explain=False))
    return changed, week


def comes_true(problem: Problem, advice: Advice) -> None:
    """The first of each round, held against the planner and the independent check."""
    for one in advice.first.best:
        changed, week = tried_again(problem, advice.now, (one,))
        assert set(one.places) <= week.cohort_of().keys()
        assert not set(one.places) & advice.now.cohort_of().keys()
        assert everybody_keeps(advice.now, week)
        assert not any(check(changed, week, figures=False).values())


def test_the_one_who_places_most_people_is_first_and_the_other_is_second() -> None:
    advice = whom_to_hire(two_states(), SOME)

    assert advice.second is not None
    first, second = advice.first.best[0], advice.second.best[0]
    assert first.places == ("o1", "o2", "o3", "o4", "o5")
    assert second.places == ("t1", "t2", "t3", "t4")
    assert isinstance(first.changes[0], AddClinician)
    assert "OH" in first.changes[0].states


def test_everybody_named_is_placed_by_the_planner_with_that_clinician() -> None:
    problem = two_states()

    advice = whom_to_hire(problem, SOME)

    comes_true(problem, advice)


def test_on_the_sample_every_answer_comes_true() -> None:
    problem = read_roster(SAMPLE, week=date(2027, 1, 4)).problem

    advice = whom_to_hire(problem, SOME)

    assert advice.first.best
    comes_true(problem, advice)


@settings(max_examples=15, deadline=None)
@given(problem=problems())
def test_whatever_the_roster_every_answer_comes_true(problem: Problem) -> None:
    advice = whom_to_hire(problem, SOME)

    comes_true(problem, advice)
    ranks = [one.rank for one in advice.first.best]
    assert ranks == sorted(ranks)


def test_two_hours_more_of_somebody_here_place_those_who_lack_just_them() -> None:
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 5)]
    short, other = build.clinician("c1", free=EVENINGS, group_minutes=480), build.clinician("c2", states="OH")
    problem = build.problem(people, [short, other])

    advice = whom_to_hire(problem, SOME, kind="hours")

    assert advice.first.best[0].places == ("p1", "p2", "p3", "p4")
    assert AddGroupMinutes("c1", TWO_HOURS) in advice.first.best[0].changes
    comes_true(problem, advice)


def test_progress_says_how_many_were_tried_and_the_best_so_far() -> None:
    told: list[tuple[int, int, int]] = []

    advice = whom_to_hire(two_states(), SOME, told=lambda number, tried, of, best: told.append((number, tried, of)))

    assert [t for t in told if t[0] == 1] == [(1, n, advice.first.of) for n in range(1, advice.first.of + 1)]
    assert advice.first.tried == advice.first.of
    assert not advice.stopped


def test_whoever_stops_it_keeps_the_best_so_far() -> None:
    found: list[Tried] = []

    def told(number: int, tried: int, of: int, best: Tried | None) -> None:
        if best is not None:
            found.append(best)

    advice = whom_to_hire(two_states(), SOME, told=told, should_stop=lambda: bool(found))

    assert advice.stopped
    assert advice.first.best == (found[0],)
    assert advice.first.tried < advice.first.of
    assert advice.second is None


def test_a_clinic_in_which_nobody_waits_needs_nobody() -> None:
    people = [build.person(f"p{n}", free=EVENINGS) for n in range(1, 5)]
    staff = [build.clinician("c1", roles="facilitator", free=EVENINGS), build.clinician("c2", roles="individual")]
    problem = build.problem(people, staff)

    advice = whom_to_hire(problem, SOME)

    assert not advice.first.best
    assert advice.second is None


def lines(*changes: str) -> Week:
    return Week(unplaced=tuple(Unplaced(f"p{n}", "license", "", change) for n, change in enumerate(changes, 1)))


ONE = "add_clinician roles=facilitator states=OH tracks=mh languages=en days=mon;wed from=17:00 to=20:00 minutes=360"
TWO = "add_clinician roles=facilitator states=TX tracks=mh languages=en days=wed;thu from=18:00 to=21:00 minutes=360"
SPANISH = ONE.replace("languages=en", "languages=es")
EARLY = ONE.replace("from=17:00 to=20:00", "from=09:00 to=12:00")


def candidates(*changes: str, staff: str = "") -> set[str]:
    """What the lines come to beside somebody who works five long days in three states."""
    here = build.clinician("c1", states="OH;PA;TX", free=staff or "mon-fri 08:00-21:00", group_minutes=1000)
    problem = build.problem([build.person("p1")], [here])
    return {str(hire) for (hire,) in hires(replace(problem, current=Week()), lines(*changes))}


def test_lines_of_one_work_and_language_at_hours_that_overlap_are_one_hire() -> None:
    both = (
        "add_clinician roles=facilitator states=OH;TX tracks=mh languages=en days=mon;wed;thu from=17:00 to=21:00 "
        "minutes=720"
    )

    assert both in candidates(ONE, TWO)


@pytest.mark.parametrize("other", [SPANISH, EARLY], ids=["another language", "other hours"])
def test_lines_that_are_no_one_persons_work_stay_two_hires(other: str) -> None:
    found = candidates(ONE, other)

    assert {ONE, other} <= found
    assert not any("minutes=720" in hire for hire in found)


def test_no_hire_is_asked_for_more_than_somebody_here_gives() -> None:
    found = candidates(ONE, TWO, staff="mon,tue 08:00-11:00")

    assert not any("OH;TX" in hire and "mon;wed;thu" in hire for hire in found)


def test_there_are_at_most_forty() -> None:
    states = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY".split()
    many = [
        ONE.replace("states=OH", f"states={s}").replace("=en", f"={words}") for s in states for words in ("es", "pt")
    ]

    assert len(candidates(*many)) == 40


def test_a_window_longer_than_two_hours_is_not_asked_of_anybody() -> None:
    here = build.clinician("c1", free=EVENINGS)
    problem = build.problem([build.person("p1", free=EVENINGS)], [here])
    week = lines(
        "add_availability who=c1 day=mon from=10:00 to=12:00",
        "add_availability who=c1 day=tue from=09:00 to=12:00",
    )

    found = two_hours_more(replace(problem, current=Week()), week)

    windows = [change for way in found for change in way if isinstance(change, AddAvailability)]
    assert parse("add_availability who=c1 day=mon from=10:00 to=12:00") in windows
    assert all(len(w.day) * (w.end - w.start) <= TWO_HOURS for w in windows)


def test_what_is_usual_is_read_from_those_who_work_here() -> None:
    people, staff = [build.person("p1")], [build.clinician("c1", states="OH;PA", free="mon-thu 09:00-17:00")]

    usual = Usual.of(build.problem(people, staff))

    assert (usual.day_minutes, usual.days, usual.states, usual.minutes) == (480, 4, 2, 1200)
