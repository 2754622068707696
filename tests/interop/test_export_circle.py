"""Plan, check and import close the circle for what only a running program has: a seat held, an older day plan."""

from datetime import timedelta
from pathlib import Path

import pytest

from hearthside.caseload.actions.day_plans import make_day_plan
from hearthside.caseload.rules.day_plans import Plan
from hearthside.interop.actions.export_roster import Exported, export_roster
from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.actions.tally import Tally
from hearthside.interop.queries.house import house_of
from hearthside.interop.roster.reading import read_folder
from hearthside.ledger import reading
from hearthside.ledger.scope import scope
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.week_out import week_files
from hearthside.placement.solver.check import check
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Week
from hearthside.schedule.actions.changes import change_series
from tests import build
from tests.builders import caseload
from tests.builders.clinicians import House
from tests.builders.groups import WEEKDAYS
from tests.builders.harbor import Harbor, harbor
from tests.interop.test_export_roster import written
from tests.kept import begins_with

pytestmark = begins_with(harbor)
SOME = Options(seconds=None, effort=2)
# An hour more of education than before.
LONGER = Plan(3, WEEKDAYS, 8, (("process", 90), ("break", 10), ("psychoeducation", 150)))


def take_out(at: House, made: Harbor) -> Exported:
    who = at.actor("coordinator")
    with scope(who), reading.reading(by=who, route="test"):
        return export_roster(program=at.program, week=made.monday, source="roster", by=who)


def bring_in(at: House, folder: Path, made: Harbor) -> Tally:
    who = at.actor("coordinator")
    with scope(who):
        incoming = read_folder(folder, week=made.monday, house=house_of(at.program, "roster", made.monday))
        return import_roster(program=at.program, incoming=incoming, source="roster", by=who)


def plan_on(folder: Path, made: Harbor) -> tuple[Problem, Week]:
    """Plan the week of a folder, which keeps what is in `current/`, and publish the answer there."""
    problem = read_roster(folder, week=made.monday).problem
    week = plan(problem, SOME)
    for name, content in week_files(week).items():
        (folder / "current" / name).write_bytes(content)
    return problem, week


def without_ids(week: Week) -> list[tuple[object, ...]]:
    """Who sits with whom, when and with whom, whatever the cohorts are called."""
    return sorted(
        (c.members, c.days, c.start, tuple((s.block, s.clinician_id, s.part) for s in c.staff)) for c in week.cohorts
    )


def blocks(problem: Problem, cohort: Cohort) -> tuple[tuple[str, int], ...]:
    """The program day by which a cohort runs."""
    (day,) = (p.blocks for p in problem.programs if p.id == cohort.program_id)
    return tuple((block.kind, block.minutes) for block in day)


@pytest.fixture
def later(kept):
    """Mika comes into the evening group two weeks after the week that goes out."""
    mika = build.patient(kept.house, "Mika", "Berg")
    caseload.joins(kept.house, kept.evening.cohort, mika, from_on=kept.monday + timedelta(days=14))
    return mika


@pytest.fixture
def older(kept):
    """The day plan was made longer; both groups go on by the version they began with."""
    key = kept.evening.cohort.day_plan.key
    with kept.house.seen_by("coordinator") as robin:
        return make_day_plan(program=kept.house.program, key=key, title="Longer days", plan=LONGER, by=robin)


def cohort_of(problem: Problem, who: str) -> Cohort:
    assert problem.current is not None
    return problem.current.cohort_of()[who]


def test_a_member_who_starts_later_holds_their_seat_in_the_week_that_goes_out(kept, later, tmp_path):
    exported = take_out(kept.house, kept)

    problem = read_roster(written(tmp_path, exported), week=kept.monday).problem

    beside = cohort_of(problem, str(later.pk))
    assert len(beside.members) == 8
    assert str(kept.patients["Alex"].pk) in beside.members
    assert f"{later.pk},{beside.id}" in exported.files["current/members.csv"].decode().splitlines()


def test_an_older_day_plan_goes_out_as_the_pattern_in_force(kept, older, tmp_path):
    exported = take_out(kept.house, kept)

    problem = read_roster(written(tmp_path, exported), week=kept.monday).problem

    assert {p.id: sum(b.minutes for b in p.blocks) for p in problem.programs} == {
        older.key: 250, f"{older.key}.v1": 190,
    }  # fmt: skip
    assert problem.current is not None
    assert {c.program_id for c in problem.current.cohorts} == {f"{older.key}.v1"}


def test_a_group_that_went_over_to_a_newer_version_goes_out_by_it(kept, older, tmp_path):
    with kept.house.seen_by("coordinator") as robin:
        first = kept.evening.session(kept.monday)
        change_series(session=first, scope="all", day_plan=older.pk, by=robin)
    exported = take_out(kept.house, kept)

    problem = read_roster(written(tmp_path, exported), week=kept.monday).problem

    assert cohort_of(problem, str(kept.patients["Alex"].pk)).program_id == older.key
    assert cohort_of(problem, str(kept.patients["Theo"].pk)).program_id == f"{older.key}.v1"


@pytest.mark.parametrize("what", ["later", "older"])
def test_what_was_planned_on_what_went_out_checks_and_changes_nothing_here(kept, what, request, tmp_path):
    request.getfixturevalue(what)
    folder = written(tmp_path, take_out(kept.house, kept))

    problem, week = plan_on(folder, kept)
    again = bring_in(kept.house, folder, kept)

    assert not any(check(problem, week).values())
    assert problem.current is not None
    assert without_ids(week) == without_ids(problem.current)
    assert again.came["cohort"] == again.changed["cohort"] == 0
    assert again.came["person"] == again.came["day_plan"] == again.changed["day_plan"] == 0
    assert not [said for said in again.not_taken if said.startswith("Cohort")]


@pytest.mark.parametrize("what", ["later", "older"])
def test_another_program_takes_it_in_and_gives_out_the_same_week(kept, what, request, tmp_path):
    request.getfixturevalue(what)
    folder = written(tmp_path / "out", take_out(kept.house, kept))
    problem, week = plan_on(folder, kept)
    there = build.program()

    came = bring_in(there, folder, kept)
    back = read_roster(written(tmp_path / "back", take_out(there, kept)), week=kept.monday).problem

    assert came.came["cohort"] == 2
    assert back.current is not None
    assert without_ids(back.current) == without_ids(week)
    running = {blocks(problem, c) for c in week.cohorts}
    assert {blocks(back, c) for c in back.current.cohorts} == running
