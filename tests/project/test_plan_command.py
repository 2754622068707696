"""`hearthside plan`, `check` and `place` on a small roster, through the real command line."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hearthside.placement.folder.schema import WEEK_FILES
from hearthside.placement.solver.check import Finding
from hearthside.project import planning
from hearthside.project.cli import main
from tests.placement.folder.small_roster import CURRENT, FILES, WEEK, changed, lines, person, with_line, write
from tests.placement.folder.test_reading import hostile_names


@dataclass
class Planned:
    roster: Path
    week: Path
    code: int

    def files(self) -> dict[str, bytes]:
        return {p.relative_to(self.week).as_posix(): p.read_bytes() for p in self.week.rglob("*") if p.is_file()}


def plan(folder: Path, files: dict[str, str], *more: str, name: str = "week") -> Planned:
    roster, week = write(folder / "roster", files), folder / name
    code = main(["plan", "--in", str(roster), "--out", str(week), "--week", WEEK, "--effort", "1", *more])
    return Planned(roster, week, code)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The small roster, planned once for the tests that only look."""
    return plan(tmp_path_factory.mktemp("planned"), dict(FILES))


@pytest.fixture
def copy(planned: Planned, tmp_path: Path) -> Planned:
    """The same, to be spoiled."""
    write(tmp_path / "roster", FILES)
    write(tmp_path / "week", planned.files())
    return Planned(tmp_path / "roster", tmp_path / "week", 0)


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text()
    after = change(before)
    assert after != before
    path.write_text(after)


def test_a_week_is_every_file_of_the_format_and_nothing_else(planned: Planned) -> None:
    assert planned.code == 0
    assert set(planned.files()) == set(WEEK_FILES)
    assert (planned.week / "members.csv").read_text() == lines(
        "person_id,cohort_id", *(f"p{n},g1" for n in range(1, 9))
    )


def test_the_summary_records_what_was_asked(planned: Planned) -> None:
    figures = json.loads((planned.week / "summary.json").read_text())

    assert (figures["week"], figures["effort"], figures["seconds"], figures["seed"]) == (WEEK, 1, None, 1)
    assert figures["replan"] is False
    assert figures["engine"].startswith("hearthside")
    assert figures["policy"]["reference_zone"] == "America/New_York"


def test_names_are_in_the_page_and_in_no_other_file(planned: Planned) -> None:
    with_names = {
        name for name, content in planned.files().items() if b"Person p" in content or b"Clinician c" in content
    }

    assert with_names <= {"index.html"}


def test_the_end_of_a_run_says_what_came_of_it_and_where_to_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = plan(tmp_path, dict(FILES))

    said = capsys.readouterr().out
    assert "8 of 8 people have a place, in 1 cohort; 8 could be placed at all." in said
    assert said.endswith(f"Look at {done.week / 'index.html'}.\n")


def test_equal_effort_is_equal_bytes_with_one_thread_or_two(planned: Planned, tmp_path: Path) -> None:
    one = plan(tmp_path / "one", dict(FILES), "--threads", "1")
    two = plan(tmp_path / "two", dict(FILES), "--threads", "2")

    assert one.files() == two.files() == planned.files()


def test_a_week_may_be_planned_again_into_the_same_folder(copy: Planned) -> None:
    before = copy.files()

    code = main(["plan", "--in", str(copy.roster), "--out", str(copy.week), "--week", WEEK, "--effort", "1"])

    assert code == 0
    assert copy.files() == before


def test_with_seconds_the_summary_says_how_many_were_asked_for(tmp_path: Path) -> None:
    roster = write(tmp_path / "roster", FILES)

    code = main(["plan", "--in", str(roster), "--out", str(tmp_path / "w"), "--week", WEEK, "--seconds", "1.5"])

    figures = json.loads((tmp_path / "w" / "summary.json").read_text())
    assert code == 0
    assert (figures["seconds"], figures["effort"]) == (1.5, None)


def test_when_nobody_can_be_placed_the_week_is_written_with_its_reasons(tmp_path: Path) -> None:
    three = "".join(FILES["people.csv"].splitlines(keepends=True)[:4])
    few = "".join(
        x for x in FILES["availability.csv"].splitlines(keepends=True) if x[:3] not in {f"p{n}," for n in range(4, 9)}
    )

    done = plan(tmp_path, {**FILES, "people.csv": three, "availability.csv": few})

    reasons = (done.week / "unplaced.csv").read_text().splitlines()[1:]
    assert done.code == 1
    assert [row.split(",")[:2] for row in reasons] == [[who, "too_few_alike"] for who in ("p1", "p2", "p3")]


def test_a_published_cohort_is_kept_with_its_id_staff_and_sessions(tmp_path: Path) -> None:
    done = plan(tmp_path, {**FILES, **CURRENT})

    kept = {
        name: set((done.week / name).read_text().splitlines())
        for name in ("cohorts.csv", "staffing.csv", "members.csv")
    }
    assert done.code == 0
    for name, rows in kept.items():
        assert set(CURRENT[f"current/{name}"].splitlines()) <= rows
    assert "individual,thu,09:00,50,c2,p3" in (done.week / "sessions.csv").read_text()


def test_a_replan_warns_of_every_row_it_dropped(tmp_path: Path) -> None:
    files = {**FILES, **changed("current/members.csv", "p8,g1", "p77,g1", CURRENT)}

    done = plan(tmp_path, files, "--replan")

    warnings = (done.week / "warnings.csv").read_text()
    assert done.code == 0
    assert "current_dropped,g1,p77,2027-01-04,Dropped from the published week: line 9 of members.csv." in warnings
    assert main(["check", "--in", str(done.roster), "--plan", str(done.week)]) == 0


@pytest.mark.slow
def test_hostile_names_reach_the_page_and_nothing_that_a_spreadsheet_runs(tmp_path: Path) -> None:
    names = ['"' + name.replace('"', '""') + '"' for name in hostile_names()]
    rows = [person(f"x{n}", name=name) for n, name in enumerate(names)]

    done = plan(tmp_path, {**FILES, "people.csv": FILES["people.csv"] + lines(*rows)})

    assert done.code == 0
    for name, content in done.files().items():
        if name.endswith(".csv"):
            cells = content.decode().replace("\n", ",").split(",")
            assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells), name


def test_a_plan_that_fails_the_check_is_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"H3": [Finding("staffing.csv g1", "Block 1 (process) has 1 staff; 8 people need 2.")]}
    monkeypatch.setattr(planning, "check", lambda problem, week, placeable: broken)

    done = plan(tmp_path, dict(FILES))

    said = capsys.readouterr().err
    assert done.code == 70
    assert not done.week.exists()
    assert "a week that breaks rule H3, so it was not written. This is a mistake in Hearthside" in said
    assert "Traceback" not in said


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    done = plan(tmp_path, dict(FILES))

    assert done.code == 2
    assert "cannot be read or written: the disk is full. Nothing was written." in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["roster"]


class TestCheck:
    def check(self, week: Planned, *more: str) -> int:
        return main(["check", "--in", str(week.roster), "--plan", str(week.week), *more])

    def test_a_week_that_keeps_every_rule_says_so_rule_by_rule(
        self, planned: Planned, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = self.check(planned)

        said = capsys.readouterr().out.splitlines()
        assert code == 0
        assert [line.split()[:2] for line in said[:15]] == [[f"H{n}", "kept"] for n in range(15)]
        assert said[-1] == "Every rule is kept."

    def test_as_json_it_has_the_shape_of_the_specification(
        self, planned: Planned, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = self.check(planned, "--json")

        found = json.loads(capsys.readouterr().out)
        assert code == 0
        assert set(found) == {"rules", "score", "score_claimed", "ok"}
        assert found["rules"] == {f"H{n}": [] for n in range(15)}
        assert found["score"] == found["score_claimed"]
        assert found["ok"] is True

    @pytest.mark.parametrize(
        ("file", "old", "new", "rule"),
        [
            ("members.csv", "p8,g1", "p9,g1", "H0"),
            ("members.csv", "p8,g1", "p8,g9", "H0"),
            ("cohorts.csv", ",8\n", ",7\n", "H0"),
            ("cohorts.csv", "17:00", "17:10", "H0"),
            ("staffing.csv", ",lead", ",co", "H3"),
            ("summary.json", '"placed": 8', '"placed": 7', "H0"),
        ],
    )
    def test_a_week_that_was_tampered_with_breaks_a_rule(
        self, file: str, old: str, new: str, rule: str, copy: Planned, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edit(copy.week / file, lambda text: text.replace(old, new, 1))

        code = self.check(copy, "--json")

        found = json.loads(capsys.readouterr().out)
        assert code == 1
        assert found["ok"] is False
        assert all(set(finding) == {"where", "sentence"} for finding in found["rules"][rule])
        assert found["rules"][rule]

    def test_in_words_a_broken_rule_stands_out(self, copy: Planned, capsys: pytest.CaptureFixture[str]) -> None:
        edit(copy.week / "cohorts.csv", lambda text: text.replace(",8\n", ",7\n", 1))

        code = self.check(copy)

        said = capsys.readouterr().out
        assert code == 1
        assert "H0   BROKEN form and figures" in said
        assert "       cohorts.csv g1: Its size is given as 7, and 8 people are in it." in said
        assert said.endswith("This week breaks rules: it must not be used.\n")

    def test_a_week_that_cannot_be_read_ends_with_2(self, copy: Planned, capsys: pytest.CaptureFixture[str]) -> None:
        (copy.week / "gaps.csv").unlink()
        edit(copy.week / "cohorts.csv", lambda text: text.replace("17:00", "five"))

        code = self.check(copy)

        said = capsys.readouterr().err
        assert code == 2
        assert "gaps.csv: This file is missing." in said
        assert 'cohorts.csv, line 2, column start: "five" is not a time.' in said


class TestPlace:
    def place(self, week: Planned, who: str, *more: str) -> int:
        return main(["place", "--in", str(week.roster), "--plan", str(week.week), "--person", who, *more])

    def newcomer(self, week: Planned, **facts: str) -> None:
        files = with_line("people.csv", person("p9", **facts))
        evenings = lines(*(f"p9,{day},17:00,21:00" for day in ("mon", "tue", "wed")), "p9,thu,09:00,17:00")
        write(week.roster, {**files, "availability.csv": FILES["availability.csv"] + evenings})

    def test_a_newcomer_is_told_every_cohort_that_could_take_them(
        self, copy: Planned, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.newcomer(copy)

        code = self.place(copy, "p9", "--json")

        found = json.loads(capsys.readouterr().out)
        assert code == 0
        assert set(found) == {"person", "unit", "options", "reason", "change"}
        assert (found["person"], found["unit"]) == ("p9", ["p9"])
        assert [(o["cohort_id"], o["size_after"], o["moves"]) for o in found["options"]] == [("g1", 9, [])]
        assert set(found["options"][0]) == {
            "cohort_id",
            "size_after",
            "score_change",
            "adds_staff",
            "sessions",
            "moves",
        }

    def test_in_words_the_best_way_comes_first(self, copy: Planned, capsys: pytest.CaptureFixture[str]) -> None:
        self.newcomer(copy)

        code = self.place(copy, "p9")

        assert code == 0
        assert "cohort g1, then of 9" in capsys.readouterr().out

    def test_where_no_cohort_fits_the_reason_is_given(self, copy: Planned, capsys: pytest.CaptureFixture[str]) -> None:
        self.newcomer(copy, state="OH")

        code = self.place(copy, "p9", "--json")

        found = json.loads(capsys.readouterr().out)
        assert code == 1
        assert (found["options"], found["reason"]) == ([], "license")

    @pytest.mark.parametrize(
        ("who", "said"),
        [
            ("p1", "p1 already has a place in cohort g1."),
            ("p77", 'people.csv has no person "p77". Check --person, or add them to the roster.'),
            ("c1", 'people.csv has no person "c1".'),
            ("", 'people.csv has no person "".'),
        ],
    )
    def test_a_question_that_makes_no_sense_is_refused(
        self, who: str, said: str, planned: Planned, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = self.place(planned, who)

        assert code == 2
        assert said in capsys.readouterr().err

    def test_a_week_of_another_roster_is_refused(self, copy: Planned, capsys: pytest.CaptureFixture[str]) -> None:
        self.newcomer(copy)
        edit(copy.week / "members.csv", lambda text: text.replace("p8,g1", "p80,g1"))

        code = self.place(copy, "p9")

        said = capsys.readouterr().err
        assert code == 2
        assert "The week does not fit the roster: rule H0 is broken in " in said
