"""What goes out is the pattern in force: not its single days, and nothing that the folder cannot say."""

from datetime import date, timedelta

import pytest

from hearthside.interop.actions.export_roster import Exported, export_roster
from hearthside.ledger import reading
from hearthside.ledger.scope import scope
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.solver.problem import Problem
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.windows import DatedException, Window
from tests import build
from tests.builders import harbor
from tests.interop.test_export_roster import written
from tests.kept import begins_with

pytestmark = begins_with(harbor.harbor)


@pytest.fixture
def made(kept) -> harbor.Harbor:
    return kept


def take_out(made: harbor.Harbor) -> Exported:
    """The coordinator takes the first week out."""
    who = made.house.actor("coordinator")
    with scope(who), reading.reading(by=who, route="test"):
        return export_roster(program=made.house.program, week=made.monday, source="roster", by=who)


def checked(folder, made: harbor.Harbor, exported: Exported) -> Problem:
    """The roster as the planner reads it, which refuses a week that breaks a rule."""
    return read_roster(written(folder, exported), week=made.monday).problem


def lines(exported: Exported, file: str) -> list[str]:
    return exported.files[file].decode().splitlines()[1:]


def test_people_entered_by_hand_go_out_by_the_ids_of_their_records(made, tmp_path):
    problem = checked(tmp_path, made, take_out(made))

    assert len(problem.people) == 11
    assert len(problem.current.cohorts) == 2
    assert {p.name for p in problem.people} >= {"Alex Park", "Theo Nakamura"}
    assert str(made.patients["Theo"].pk) in problem.person


def test_a_time_outside_somebodys_windows_goes_out_as_extra_time(made, tmp_path):
    theo = made.patients["Theo"]
    with made.house.seen_by("coordinator") as by:
        record_availability(whose=theo, windows=[Window(5, 600, 700)], by=by)

    exported = take_out(made)
    problem = checked(tmp_path, made, exported)

    extra = [line for line in lines(exported, "exceptions.csv") if line.startswith(str(theo.pk))]
    assert extra
    assert all(line.endswith(",extra") for line in extra)
    assert str(theo.pk) in problem.current.cohort_of()


def test_a_day_away_that_the_schedule_has_answered_stays_here_and_another_goes_out(made, tmp_path):
    theo, first = made.patients["Theo"], made.monday + timedelta(days=1)
    free = made.monday + timedelta(days=6)
    with made.house.seen_by("coordinator") as by:
        for day in (first, free):
            record_exception(whose=theo, exception=DatedException("away", day, day), by=by)

    exported = take_out(made)
    checked(tmp_path, made, exported)

    away = [line for line in lines(exported, "exceptions.csv") if line.endswith("away")]
    assert away == [f"{theo.pk},{free},,,away"]
    assert ("day away that the schedule has answered", 1) in exported.left_out


def test_a_session_on_no_grid_is_left_out_and_counted(made, tmp_path):
    exported = take_out(made)
    problem = checked(tmp_path, made, exported)

    stated = dict(exported.left_out)
    assert len(problem.current.sessions) + sum(stated.values()) >= 3
    assert all(session.start % 30 == 0 for session in problem.current.sessions)


def test_a_clinician_who_falls_ill_once_is_in_the_pattern_all_the_same(made, tmp_path):
    whole = take_out(made)
    made.falls_ill("Kim", made.evening.session(made.monday))

    assert take_out(made).files == whole.files


def test_nobody_without_the_role_takes_it_out():
    from hearthside.access.require import NotAllowed

    at = build.program()
    for role in ("intake", "clinician", "biller", "compliance"):
        with pytest.raises(NotAllowed):
            export_roster(program=at.program, week=date(2027, 1, 4), source="roster", by=at.actor(role))
