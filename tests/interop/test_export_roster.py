"""What goes out comes in again: plan, check and import close the circle."""

import pytest

from hearthside.interop.actions.export_roster import Exported, export_roster
from hearthside.ledger import reading
from hearthside.ledger.scope import scope
from hearthside.placement.folder.roster import read_roster
from tests import build
from tests.builders.clinicians import House
from tests.interop.rosters import WEEK, bring_in, on_the_day, with_week

pytestmark = pytest.mark.django_db


def take_out(at: House) -> Exported:
    """A coordinator takes the roster of the samples' week out."""
    who = at.actor("coordinator")
    with on_the_day(), scope(who), reading.reading(by=who, route="test"):
        return export_roster(program=at.program, week=WEEK, source="roster", by=who)


def written(folder, exported: Exported):
    """The files of an export in a folder."""
    for path, content in exported.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("sample", "sessions"),
    [
        pytest.param("24", True, marks=pytest.mark.slow),
        pytest.param("240", False, marks=pytest.mark.slow),
        pytest.param("240", True, marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_an_export_checks_and_its_import_changes_nothing(tmp_path, sample, sessions):
    at = build.program()
    folder = with_week(tmp_path / "in", sample)
    if not sessions:
        file = folder / "current" / "sessions.csv"
        file.write_text(file.read_text().splitlines()[0] + "\n")
    bring_in(at, folder)

    first, second = take_out(at), take_out(at)
    out = written(tmp_path / "out", first)
    # The reader refuses a week in current/ that breaks a rule.
    roster = read_roster(out, week=WEEK)
    again = bring_in(at, out)

    assert first.files == second.files
    assert roster.problem.current == read_roster(folder, week=WEEK).problem.current
    assert not again.did_anything
    assert not again.not_taken
