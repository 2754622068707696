"""`hearthside roster`: an empty roster to fill in, or one that is made up."""

import csv
from datetime import date
from pathlib import Path

import pytest

from hearthside.placement.folder.roster import read_roster
from hearthside.placement.folder.schema import ROSTER
from hearthside.project.cli import main

FIVE = ["availability.csv", "clinicians.csv", "people.csv", "policy.csv", "programs.csv"]


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_template_is_five_headers_and_a_text_that_explains_every_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["roster", "template", str(tmp_path / "mine")])

    readme = (tmp_path / "mine" / "README.txt").read_text()
    needed = [table for table in ROSTER if not table.optional]
    assert code == 0
    assert files(tmp_path / "mine") == sorted([*FIVE, "README.txt"])
    for table in needed:
        lines = (tmp_path / "mine" / table.file).read_text().splitlines()
        assert lines == [",".join(table.header)]
        assert all(f"  {column.name}: " in readme for column in table.columns)
    assert str(tmp_path / "mine") in capsys.readouterr().out


def test_an_empty_template_is_a_roster_without_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["roster", "template", str(tmp_path / "mine")])

    code = main(["plan", "--in", str(tmp_path / "mine"), "--out", str(tmp_path / "week"), "--week", "2027-01-04"])

    said = capsys.readouterr().err
    assert code == 2
    assert "people.csv: There are no people." in said
    assert "clinicians.csv: There are no clinicians." in said


def test_a_made_up_roster_has_as_many_people_as_asked_for_and_can_be_read(tmp_path: Path) -> None:
    code = main(["roster", "make", str(tmp_path / "made"), "--people", "60", "--seed", "3"])

    roster = read_roster(tmp_path / "made", week=date(2027, 1, 4))
    assert code == 0
    assert files(tmp_path / "made") == FIVE
    assert len(roster.problem.people) == 60


def test_the_same_seed_makes_the_same_people_and_another_one_others(tmp_path: Path) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        main(["roster", "make", str(tmp_path / name), "--people", "30", "--seed", seed])

    people = {name: (tmp_path / name / "people.csv").read_bytes() for name in "abc"}
    assert people["a"] == people["b"] != people["c"]


def test_they_wait_since_before_the_week_that_is_given(tmp_path: Path) -> None:
    main(["roster", "make", str(tmp_path / "made"), "--people", "30", "--week", "2028-07-03"])

    with (tmp_path / "made" / "people.csv").open(newline="") as file:
        since = [date.fromisoformat(row["waiting_since"]) for row in csv.DictReader(file)]
    assert all(date(2028, 1, 1) < day <= date(2028, 7, 3) for day in since)


@pytest.mark.parametrize("kind", ["template", "make"])
def test_a_folder_that_is_not_empty_is_left_alone(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")

    code = main(["roster", kind, str(tmp_path)])

    assert code == 2
    assert "is left as it is: it is not empty. Name a folder that is new or empty." in capsys.readouterr().err
    assert files(tmp_path) == ["letter.txt"]


@pytest.mark.parametrize("people", ["0", "-3", "many", "2.5", "99999999999"])
def test_a_number_of_people_that_is_none_is_refused(
    people: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["roster", "make", str(tmp_path / "made"), "--people", people])

    assert code == 2
    assert "Write a whole number from 1 to 100000." in capsys.readouterr().err
    assert not (tmp_path / "made").exists()
