"""`hearthside import` and `hearthside export`, as they are typed."""

import json
import stat
from contextlib import nullcontext

import pytest

from hearthside.ledger.models import Entry, Reading
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient
from hearthside.project import export_command, import_command
from hearthside.project.cli import main
from tests import build
from tests.builders.access import somebody
from tests.interop.bundles import bundle, patient
from tests.interop.small import changed, write

pytestmark = pytest.mark.django_db
WEEK = ("--week", "2027-01-04")


@pytest.fixture
def at(monkeypatch):
    """A program with a coordinator and intake; the database is the tests' own."""
    for command in (import_command, export_command):
        monkeypatch.setattr(command, "connected", nullcontext)
    house = build.program()
    somebody(house, "coordinator", email="robin.tate@example.org")
    somebody(house, "intake", email="morgan.ellis@example.org")
    return house


def acting(at, email: str = "robin.tate@example.org") -> list[str]:
    return ["--program", at.program.slug, "--as", email]


def count(at, model=Patient) -> int:
    with at.seen_by("coordinator", "intake"):
        return model.objects.filter(program=at.program).count()


def test_a_dry_run_says_everything_and_keeps_nothing(at, tmp_path, capsys):
    roster = write(tmp_path / "roster")

    code = main(["import", str(roster), *acting(at), *WEEK, "--dry-run"])

    said = capsys.readouterr().out
    assert code == 0
    assert "People: 3 new." in said
    assert "This was a dry run: nothing was kept." in said
    assert count(at) == 0


def test_a_roster_comes_in_and_once_more_changes_nothing(at, tmp_path, capsys):
    roster = write(tmp_path / "roster")

    first = main(["import", str(roster), *acting(at), *WEEK])
    second = main(["import", str(roster), *acting(at), *WEEK])

    assert (first, second) == (0, 0)
    assert "Nothing has changed: all of this is here already." in capsys.readouterr().out
    assert count(at) == 3
    assert Entry.objects.filter(kind="RosterImported", program_id=at.program.id).count() == 1


def test_every_wrong_line_is_named_and_nothing_is_kept(at, tmp_path, capsys):
    roster = write(tmp_path / "roster", **changed("people", ("p1,Alex Park,PA", "p1,Alex Park,Pennsylvania")))

    code = main(["import", str(roster), *acting(at), *WEEK])

    said = capsys.readouterr().err
    assert code == 2
    assert "people.csv, line 2, column state" in said
    assert "Traceback" not in said
    assert count(at) == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--program", "elsewhere", "--as", "robin.tate@example.org"], "There is no program 'elsewhere'"),
        (["--as", "nobody@example.org"], "holds a role"),
        (["--as", "morgan.ellis@example.org"], "You may not bring a roster in"),
        (["--week", "2027-01-05"], "is a Tuesday"),
        (["--week", "soon"], "not a date"),
        (["--source", "a b"], "Name the source"),
    ],
)
def test_what_is_typed_wrong_is_answered_in_words(at, tmp_path, capsys, more, said):
    code = main(["import", str(write(tmp_path / "roster")), *acting(at), *WEEK, *more])

    assert code == 2
    assert said in capsys.readouterr().err
    assert count(at) == 0


def test_a_bundle_makes_applicants_once_each_clock_is_known(at, tmp_path, capsys):
    file = tmp_path / "people.json"
    file.write_bytes(bundle(patient(), patient(id="jo", address=[{"state": "Tennessee", "postalCode": "37722"}])))
    intake = acting(at, "morgan.ellis@example.org")

    asked = main(["import", str(file), *intake])
    question = capsys.readouterr().err
    done = main(["import", str(file), *intake, "--zone", "jo=America/New_York", "--json"])

    assert (asked, done) == (2, 0)
    assert "--zone jo=America/Chicago or America/New_York" in question
    assert json.loads(capsys.readouterr().out)["came"] == 2
    assert count(at, Application) == 2


def test_who_has_died_is_refused_by_name_and_so_is_the_bundle(at, tmp_path, capsys):
    file = tmp_path / "people.json"
    file.write_bytes(bundle(patient(), patient(id="jo", deceasedBoolean=True)))

    code = main(["import", str(file), *acting(at, "morgan.ellis@example.org")])

    assert code == 2
    assert "entry 2: Nia Ferreira died" in capsys.readouterr().err
    assert count(at, Application) == 0


def test_what_was_brought_in_goes_out_and_comes_back_unchanged(at, tmp_path, capsys):
    main(["import", str(write(tmp_path / "roster")), *acting(at), *WEEK])

    code = main(["export", str(tmp_path / "out"), *acting(at), *WEEK])
    again = main(["import", str(tmp_path / "out"), *acting(at), *WEEK])

    said = capsys.readouterr().out
    assert (code, again) == (0, 0)
    assert "people 3, clinicians 1, cohorts 0" in said
    assert "Nothing has changed" in said
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    shown = Reading.objects.filter(program_id=at.program.id, kind="demographics").latest("at")
    assert len(shown.patients) == 3


def test_a_folder_that_holds_something_is_not_written_over(at, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    code = main(["export", str(tmp_path / "out"), *acting(at), *WEEK])

    assert code == 2
    assert "not empty" in capsys.readouterr().err
