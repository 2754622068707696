"""Whatever is done to a week: `check` and `place` answer that it is kept, broken or unreadable. Never a traceback."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hearthside.project.cli import main
from tests.placement.folder.small_roster import CURRENT, FILES, WEEK, write
from tests.placement.folder.test_spoiled_files import edits, spoiled

pytestmark = pytest.mark.slow

# The cells in which a check reckons most, and what nobody would write there.
STRANGE = [
    "",
    "0",
    "-1",
    "999999",
    "24:00",
    "00:00",
    "23:59",
    "sun",
    "sun;sun",
    "p1;p1",
    "c1",
    "p1",
    "g1",
    "break",
    "dual",
]
FIGURES = ["1e999", "-1e999", "9" * 400, "null", "true", '"x"', "[]", "{}", "0.1", "1e-320", "-0"]


class Files(dict[str, bytes]):
    """A week's files; a failing example need not print them."""

    def __repr__(self) -> str:
        return ", ".join(self)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of a plan of the small roster that has a cohort, sessions and somebody who waits."""
    folder = tmp_path_factory.mktemp("planned")
    roster = write(folder / "roster", {**FILES, **CURRENT})
    main(["plan", "--in", str(roster), "--out", str(folder / "week"), "--week", WEEK, "--effort", "1"])
    return Files({p.name: p.read_bytes() for p in (folder / "week").iterdir()})


def endings(files: dict[str, bytes]) -> list[int]:
    """How `check` and `place` end for this week."""
    with tempfile.TemporaryDirectory() as name:
        roster = str(write(Path(name) / "roster", FILES))
        plan = str(write(Path(name) / "week", files))
        check = ["check", "--in", roster, "--plan", plan]
        place = ["place", "--in", roster, "--plan", plan, "--person", "p8"]
        return [main(typed) for typed in (check, [*check, "--json"], place)]


@given(st.data())
def test_bytes_changed_anywhere_are_answered(week: Files, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(name for name in week if name.endswith((".csv", ".json")))))
    changes = data.draw(edits)

    codes = endings({**week, file: spoiled(week[file], changes)})

    assert set(codes) <= {0, 1, 2}
    assert codes[0] == codes[1]


@given(st.data())
def test_cells_that_mean_something_else_are_answered(week: Files, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(["cohorts.csv", "staffing.csv", "members.csv", "sessions.csv"]))
    rows = [line.split(",") for line in week[file].decode().splitlines()]
    cells = data.draw(st.sampled_from(rows[1:]))
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(st.sampled_from(STRANGE))
    doubled = data.draw(st.booleans())

    codes = endings({**week, file: "\n".join(",".join(c) for c in [*rows, *([cells] if doubled else [])]).encode()})

    assert set(codes) <= {0, 1, 2}


@given(
    st.sampled_from(["score", "bound", "gap", "placed", "seed", "effort", "change_effort"]), st.sampled_from(FIGURES)
)
@example("bound", "1e999")
def test_figures_that_are_no_numbers_are_answered(week: Files, key: str, value: str) -> None:
    lines = week["summary.json"].decode().splitlines()
    told = "\n".join(f'  "{key}": {value},' if line.startswith(f'  "{key}":') else line for line in lines)

    codes = endings({**week, "summary.json": told.encode()})

    assert set(codes) <= {0, 1, 2}
    assert codes[0] == codes[1]
