"""Planning again from a published week."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.replan import replan
from hearthside.placement.solver.week import Week

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-24"
SOME = Options(seconds=None, effort=4)


@pytest.fixture(scope="module")
def problem() -> Problem:
    return read_roster(SAMPLE, week=date(2027, 1, 4)).problem


@pytest.fixture(scope="module")
def published(problem: Problem) -> Week:
    return plan(problem, SOME)


def test_nobody_who_has_a_place_loses_it_in_the_first_answer(problem: Problem, published: Week) -> None:
    again = replace(problem, current=published, replan=True)

    keep, most = replan(again, SOME)

    assert set(published.cohort_of()) <= set(keep.cohort_of())
    assert most is None or most.figures["score"] > keep.figures["score"]  # type: ignore[operator] # figures are numbers
    for week in (keep, *([most] if most else [])):
        assert not any(check(again, week).values())


def test_a_clinician_who_left_is_in_neither_answer(problem: Problem, published: Week) -> None:
    gone = published.cohorts[0].staff[0].clinician_id
    left = tuple(c for c in problem.clinicians if c.id != gone)
    again = replace(problem, clinicians=left, current=published, replan=True)

    keep, most = replan(again, SOME)

    for week in (keep, *([most] if most else [])):
        assert gone not in {s.clinician_id for c in week.cohorts for s in c.staff}
        assert not any(check(again, week).values())


def test_an_unchanged_roster_moves_nobody(problem: Problem, published: Week) -> None:
    keep, _ = replan(replace(problem, current=published, replan=True), SOME)

    before, after = published.cohort_of(), keep.cohort_of()
    moved = [who for who in before if (before[who].days, before[who].start) != (after[who].days, after[who].start)]
    assert moved == []


def test_a_published_week_is_kept_to_the_letter_while_others_join(problem: Problem, published: Week) -> None:
    kept = plan(replace(problem, current=published), SOME)

    by_id = {c.id: c for c in kept.cohorts}
    for cohort in published.cohorts:
        now = by_id[cohort.id]
        assert set(cohort.members) <= set(now.members)
        assert set(cohort.staff) <= set(now.staff)
        assert (now.days, now.start, now.program_id) == (cohort.days, cohort.start, cohort.program_id)
    assert set(published.sessions) <= set(kept.sessions)
