"""Bad input through the real command line: everything is said at once, nothing is written, the exit code is 2."""

import io
import sys
from pathlib import Path

import pytest

from hearthside.project.cli import main
from tests.placement.folder.bad_case import Case
from tests.placement.folder.bad_rosters import CASES
from tests.placement.folder.small_roster import FILES, WEEK, changed, lines, write


def refused(capsys: pytest.CaptureFixture[str], folder: Path, *more: str) -> list[str]:
    """What `hearthside plan` says about a roster it refuses, line by line, without the count at the top."""
    out = folder.parent / "week"

    code = main(["plan", "--in", str(folder), "--out", str(out), "--week", WEEK, *more])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert not out.exists()
    first, *complaints = said.err.splitlines()
    count = len(complaints)
    assert first == ("There is one thing to put right:" if count == 1 else f"There are {count} things to put right:")
    return [line.strip() for line in complaints]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_mistake_is_named_with_file_line_column_and_remedy(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "roster", case.files)

    said = refused(capsys, folder)

    assert sorted(said) == sorted(case.said)


def test_everything_wrong_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = changed("policy.csv", "America/New_York", "Mars", changed("people.csv", ",NY,", ",XX,"))
    folder = write(tmp_path / "roster", {**files, "dogs.csv": "", "pets.csv": "person_id,name,species,notes\np99,,,\n"})
    write(tmp_path / "mine", {"letter.txt": "Dear all"})

    code = main(["plan", "--in", str(folder), "--out", str(tmp_path / "mine"), "--week", "2027-01-05"])

    said = capsys.readouterr().err
    assert code == 2
    assert "There are 6 things to put right:" in said
    for where in (
        f"--out: {tmp_path / 'mine'}: it holds 'letter.txt', which is not part of a week.",
        "--week: 2027-01-05 is a Tuesday; a week begins on a Monday. Write 2027-01-04, or another Monday.",
        "dogs.csv: ",
        "people.csv, line 2, column state: ",
        "pets.csv, line 2, column person_id: ",
        "policy.csv, line 2, column value: ",
    ):
        assert f"  {where}" in said
    assert (tmp_path / "mine" / "letter.txt").read_text() == "Dear all"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ten_thousand_bad_lines(tmp_path: Path) -> Path:
    rows = [f"p{n},someday,09:00,10:00" for n in range(2, 10_002)]
    return write(tmp_path / "roster", {**FILES, "availability.csv": lines("who,day,from,to", *rows)})


def test_into_a_file_ten_thousand_bad_lines_are_ten_thousand_complaints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ten_thousand_bad_lines(tmp_path)

    code = main(["plan", "--in", str(folder), "--out", str(tmp_path / "week"), "--week", WEEK])

    said = capsys.readouterr().err.splitlines()
    assert code == 2
    named = {line.split(":")[0].strip() for line in said[1:]}
    assert named >= {f"availability.csv, line {n}, column day" for n in range(2, 10_002)}


def test_on_a_terminal_the_first_are_shown_and_all_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ten_thousand_bad_lines(tmp_path)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    code = main(["plan", "--in", str(folder), "--out", str(tmp_path / "week"), "--week", WEEK])

    said = terminal.getvalue().splitlines()
    assert code == 2
    assert len(said) < 30
    assert said[1].startswith("  availability.csv, line 2, column day: ")
    assert said[-1] == "Add 2> complaints.txt to the command to have them all in a file."


def test_a_folder_that_is_not_there_or_is_a_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text("")

    missing = refused(capsys, tmp_path / "nowhere")
    not_a_folder = refused(capsys, file)

    assert missing == [f"{tmp_path / 'nowhere'}: There is no such folder. Check how it is spelled."]
    assert not_a_folder == [f"{file}: This is a file, not a folder. Name the folder that the files are in."]


def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "roster", FILES)
    read = Path.read_bytes

    def read_all_but_the_policy(path: Path) -> bytes:
        if path.name == "policy.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_all_but_the_policy)

    said = refused(capsys, folder)

    assert said == ["policy.csv: This file may not be read. Allow reading it, then run this again."]


def test_a_missing_file_does_not_make_every_id_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "roster", {name: text for name, text in FILES.items() if name != "people.csv"})

    said = refused(capsys, folder)

    assert len(said) == 1
    assert said[0].startswith("people.csv: This file is missing.")


@pytest.mark.parametrize("half", range(10, 101, 10))
def test_a_file_cut_off_anywhere_is_one_mistake_and_not_many(
    half: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = FILES["people.csv"]
    cut = people[: len(people) * half // 100].rstrip("\n,")
    folder = write(tmp_path / "roster", {**FILES, "people.csv": cut})

    said = refused(capsys, folder)

    assert 1 <= len(said) <= 20
    assert all(line.startswith("people.csv, line ") for line in said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["plan"], "the following arguments are required: --in, --out, --week"),
        (["plan", "--in", "a", "--out", "b", "--week", "soon"], "'soon' is not a date."),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--seconds", "0"], "'0' is not a number of seconds."),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--seconds", "nan"], "'nan' is not a number of seconds."),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--effort", "0"], "Write a whole number from 1 to "),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--threads", "3"], "Write a whole number from 1 to 2."),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--seconds", "5", "--effort", "5"], "not allowed with"),
        (["plan", "--in", "a", "--out", "b", "--week", WEEK, "--quick"], "unrecognized arguments: --quick"),
        (["plant"], "invalid choice: 'plant'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_wrong_usage_says_what_is_right_and_ends_with_2(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(typed)

    assert code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-27"])
def test_a_week_at_the_end_of_the_calendar_is_refused(
    week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "roster", FILES)

    code = main(["plan", "--in", str(folder), "--out", str(tmp_path / "week"), "--week", week])

    said = capsys.readouterr().err
    assert code == 2
    assert f"--week: {week} is too far away. Write a Monday from 1970 to 2199." in said
