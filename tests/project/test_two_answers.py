"""`plan --replan` writes two complete weeks where they differ: one that keeps places, one that places most."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from hearthside.placement.folder.schema import WEEK_FILES
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.project.cli import main
from tests.placement.folder.small_roster import CURRENT, FILES, WEEK, write


def answers(*seeds: int) -> SimpleNamespace:
    """A re-planner whose answers are plain plans, so that only the command is under test here."""

    def replan(problem: Problem, options: Options, **_: object) -> tuple[Week, Week | None]:
        weeks = [plan(problem, Options(seconds=None, effort=1, seed=seed)) for seed in seeds]
        return weeks[0], weeks[1] if len(weeks) > 1 else None

    return SimpleNamespace(replan=replan)


def written(folder: Path, monkeypatch: pytest.MonkeyPatch, *seeds: int) -> Path:
    monkeypatch.setitem(sys.modules, "hearthside.placement.solver.replan", answers(*seeds))
    roster = str(write(folder / "roster", {**FILES, **CURRENT}))
    typed = ["plan", "--in", roster, "--out", str(folder / "week"), "--week", WEEK, "--effort", "1", "--replan"]
    assert main(typed) == 0
    return folder / "week"


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_two_answers_that_differ_are_both_written_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    week = written(tmp_path, monkeypatch, 1, 2)

    said = capsys.readouterr().out
    assert files(week) == {*WEEK_FILES, *(f"most_placed/{name}" for name in WEEK_FILES)}
    assert f"Look at {week / 'index.html'}." in said
    assert f"Look at {week / 'most_placed' / 'index.html'}." in said
    for answer in (week, week / "most_placed"):
        assert main(["check", "--in", str(tmp_path / "roster"), "--plan", str(answer)]) == 0


@pytest.mark.parametrize("seeds", [(1,), (1, 1)], ids=["only one answer", "two equal answers"])
def test_one_answer_is_written_alone(seeds: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    week = written(tmp_path, monkeypatch, *seeds)

    assert files(week) == set(WEEK_FILES)


def test_a_second_answer_of_an_earlier_run_does_not_stay_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, monkeypatch, 1, 2)

    week = written(tmp_path, monkeypatch, 1)

    assert files(week) == set(WEEK_FILES)
