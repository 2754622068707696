"""A week written to a folder, and read back."""

import csv
import io
import json
from pathlib import Path

import pytest

from hearthside.placement.folder import schema
from hearthside.placement.folder.complaints import BadRoster
from hearthside.placement.folder.week_in import read_week, week_of
from hearthside.placement.folder.week_out import FormulaInCell, csv_bytes, week_files, write_week
from hearthside.placement.solver.week import Cohort, Gap, Session, Staff, Unplaced, Warning, Week
from tests.placement.folder.small_roster import write

FIGURES = {"score": 1234.5, "engine": "hearthside 0", "week": "2027-01-04", "policy": {"reference_zone": "UTC"}}

LEADS = (Staff(1, "c1", "lead"), Staff(1, "c10", "co"), Staff(3, "c1", "lead"))
A_WEEK = Week(
    cohorts=(
        Cohort("g2", "iop-3", "mh", "en", "", (0, 2, 4), 1020, LEADS, ("p1", "p10", "p2")),
        Cohort("g10", "iop-4", "dual", "es", "trauma", (6, 0), 540, (Staff(1, "c2", "lead"),), ("p3",)),
    ),
    sessions=(
        Session("s2", "individual", 3, 540, 50, ("c2",), ("p1",)),
        Session("s10", "couples_group", 6, 0, 90, ("c3", "c10"), ("p2", "p10")),
    ),
    unplaced=(
        Unplaced("p9", "language", "Nobody speaks it, yet.", "none"),
        Unplaced("p11", "lost_out", "Full.", "none"),
    ),
    gaps=(
        Gap("p2", "individual", "lost_out", "All are taken."),
        Gap("p2", "couples", "license", "Nobody may.", "none"),
    ),
    warnings=(Warning("clock_change", "g2", "c1", "2027-03-08", "From then on they are away."),),
    figures=FIGURES,
)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_the_files_have_the_columns_of_the_specification() -> None:
    headers = {name: content.decode().split("\n")[0] for name, content in week_files(A_WEEK).items()}

    assert headers == {
        "cohorts.csv": "cohort_id,program_id,track,language,focus,days,start,size",
        "staffing.csv": "cohort_id,block,clinician_id,part",
        "members.csv": "person_id,cohort_id",
        "sessions.csv": "session_id,kind,day,start,minutes,clinicians,people",
        "unplaced.csv": "person_id,reason,sentence,change",
        "gaps.csv": "person_id,role,reason,sentence,change",
        "warnings.csv": "kind,cohort_id,who,from_week,sentence",
        "summary.json": "{",
    }


def test_rows_are_in_the_code_point_order_of_ids_and_days_begin_on_monday() -> None:
    files = week_files(A_WEEK)

    assert rows(files["cohorts.csv"])[1:] == [
        ["g10", "iop-4", "dual", "es", "trauma", "mon;sun", "09:00", "1"],
        ["g2", "iop-3", "mh", "en", "", "mon;wed;fri", "17:00", "3"],
    ]
    assert rows(files["staffing.csv"])[1:] == [
        ["g10", "1", "c2", "lead"],
        ["g2", "1", "c1", "lead"],
        ["g2", "1", "c10", "co"],
        ["g2", "3", "c1", "lead"],
    ]
    assert rows(files["members.csv"])[1:] == [["p1", "g2"], ["p10", "g2"], ["p2", "g2"], ["p3", "g10"]]
    assert rows(files["sessions.csv"])[1:] == [
        ["s10", "couples_group", "sun", "00:00", "90", "c10;c3", "p10;p2"],
        ["s2", "individual", "thu", "09:00", "50", "c2", "p1"],
    ]
    assert [row[0] for row in rows(files["unplaced.csv"])[1:]] == ["p11", "p9"]
    assert [row[:2] for row in rows(files["gaps.csv"])[1:]] == [["p2", "couples"], ["p2", "individual"]]


def test_lines_end_with_lf_and_only_cells_that_need_quotes_have_them() -> None:
    content = week_files(A_WEEK)["unplaced.csv"]

    assert content == (
        b'person_id,reason,sentence,change\np11,lost_out,Full.,none\np9,language,"Nobody speaks it, yet.",none\n'
    )


def test_equal_weeks_in_another_order_are_equal_bytes() -> None:
    turned = Week(
        cohorts=A_WEEK.cohorts[::-1],
        sessions=A_WEEK.sessions[::-1],
        unplaced=A_WEEK.unplaced[::-1],
        gaps=A_WEEK.gaps[::-1],
        warnings=A_WEEK.warnings[::-1],
        figures=FIGURES,
    )

    assert week_files(turned) == week_files(A_WEEK)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_that_a_spreadsheet_would_run_is_ever_written(start: str) -> None:
    with pytest.raises(FormulaInCell):
        csv_bytes(schema.UNPLACED, [("p1", "lost_out", f"{start}1+1", "none")])


def test_a_week_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_week(tmp_path / "week", A_WEEK, {})

    again = read_week(tmp_path / "week")

    assert week_files(again) == week_files(A_WEEK)
    assert week_of(again).isoformat() == "2027-01-04"
    assert {c.id: c.members for c in again.cohorts} == {"g2": ("p1", "p10", "p2"), "g10": ("p3",)}


def test_what_the_check_must_see_is_not_hidden_by_reading(tmp_path: Path) -> None:
    """Doubled days, doubled members, a wrong size and a cohort that is nowhere all come through."""
    write_week(tmp_path / "week", A_WEEK, {})
    cohorts = tmp_path / "week" / "cohorts.csv"
    cohorts.write_text(cohorts.read_text().replace("mon;wed;fri,17:00,3", "mon;mon;fri,17:00,7"))
    with (tmp_path / "week" / "members.csv").open("a") as members:
        members.write("p1,g2\np77,g99\n")

    again = {c.id: c for c in read_week(tmp_path / "week").cohorts}

    assert again["g2"].days == (0, 0, 4)
    assert again["g2"].size == 7
    assert again["g2"].members == ("p1", "p1", "p10", "p2")
    assert (again["g99"].program_id, again["g99"].members) == ("", ("p77",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is not JSON."),
        (b"[1]", "This file is not a JSON object."),
        (b'{"week": "soon"}', "It does not say which week it is for (week)."),
        (b'{"week": null}', "It does not say which week it is for (week)."),
        (b'{"week": "2027-01-05"}', "Its week 2027-01-05 does not begin on a Monday."),
        (b'{"score": NaN, "week": "2027-01-04"}', "This file is not JSON."),
        (b"[" * 100_000, "This file is not JSON."),
        (b"\xff\xfe\x00", "This file is not JSON."),
        (b'{"score": ' + b"9" * 5000 + b"}", "This file is not JSON."),
    ],
)
def test_a_summary_that_says_nothing_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    write_week(tmp_path / "week", A_WEEK, {})
    write(tmp_path / "week", {"summary.json": content})

    with pytest.raises(BadRoster) as refused:
        read_week(tmp_path / "week")

    (complaint,) = refused.value.complaints
    assert (complaint.file, complaint.sentence) == ("summary.json", said)


def test_a_folder_that_is_no_week_is_refused_with_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadRoster) as refused:
        read_week(tmp_path)

    missing = {c.file for c in refused.value.complaints}
    assert missing == {table.file for table in schema.WEEK} | {"summary.json"}


def test_figures_are_written_as_plain_json(tmp_path: Path) -> None:
    files = week_files(Week(figures={**FIGURES, "title": "Ñandú"}))

    assert json.loads(files["summary.json"]) == {**FIGURES, "title": "Ñandú"}
    assert files["summary.json"].endswith(b"}\n")
    assert "Ñandú" in files["summary.json"].decode()
