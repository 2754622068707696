"""Whatever is done to its files, a roster or week is either read or refused with complaints: nothing else ever."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.folder.complaints import BadRoster
from hearthside.placement.folder.roster import Roster, read_roster
from hearthside.placement.folder.week_in import read_week
from hearthside.placement.folder.week_out import week_files
from hearthside.placement.solver.week import Week
from tests.placement.folder.small_roster import CURRENT, FILES, write
from tests.placement.folder.test_week_files import A_WEEK

ROSTER = {
    **FILES,
    **CURRENT,
    "licenses.csv": "clinician_id,state,kind,number,from,to\nc1,NY,license,1,2020-01-01,\nc2,NY,license,,2020-01-01,\n",
    "exceptions.csv": "who,date,from,to,kind\np1,2027-02-01,,,away\nc1,2027-01-08,21:00,22:00,extra\n",
    "pets.csv": "person_id,name,species,notes\np1,Rex,dog,\n",
}
BITS = [b"", b",", b"\n", b'"', b";", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"24:00", b"p1", b"c1", b"g1", b"yes"]
BITS += [b"0", b"-1", b"9" * 40, b"mon", b"9999-12-31", b"0001-01-01", "🙂".encode(), b"=1", b"process:90", b":", b"."]

edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.one_of(st.sampled_from(BITS), st.binary(max_size=6))),
    min_size=1,
    max_size=4,
)


def spoiled(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """The content with some bytes, here and there, replaced by others."""
    for at, length, new in changes:
        at %= len(content) + 1
        content = content[:at] + new + content[at + length :]
    return content


def refusal(read: Callable[[Path], Roster | Week], files: dict[str, bytes]) -> BadRoster | None:
    """Why these files are refused; None when they are read. Anything else that is raised fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        try:
            read(Path(folder))
        except BadRoster as refused:
            return refused
        return None


def read_or_refuse(files: dict[str, bytes], *, replan: bool) -> None:
    refused = refusal(lambda folder: read_roster(folder, week=date(2027, 1, 4), replan=replan), files)

    complaints = refused.complaints if refused else ()
    assert refused is None or complaints
    assert all(c.file and c.sentence and c.remedy for c in complaints)
    assert all(line.isprintable() for line in str(refused).splitlines())


@given(st.sampled_from(sorted(ROSTER)), edits, st.booleans())
def test_a_spoiled_roster_is_read_or_refused(file: str, changes: list[tuple[int, int, bytes]], replan: bool) -> None:
    files = {name: text.encode() for name, text in ROSTER.items()}

    read_or_refuse({**files, file: spoiled(files[file], changes)}, replan=replan)


@given(st.sampled_from(sorted(ROSTER)), st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(file: str, content: bytes) -> None:
    files = {name: text.encode() for name, text in ROSTER.items()}

    read_or_refuse({**files, file: content}, replan=False)


@given(st.sampled_from(sorted(FILES)), st.text(max_size=30), st.integers(0, 20), st.integers(0, 20))
def test_any_text_in_any_cell_is_read_or_refused(file: str, text: str, row: int, column: int) -> None:
    rows = [line.split(",") for line in FILES[file].splitlines()]
    cells = rows[row % len(rows)]
    cells[column % len(cells)] = '"' + text.replace('"', '""') + '"'
    content = "\n".join(",".join(cells) for cells in rows).encode("utf-8", "surrogatepass")

    read_or_refuse({**{name: t.encode() for name, t in FILES.items()}, file: content}, replan=False)


@given(st.sampled_from(sorted(week_files(A_WEEK))), edits)
def test_a_spoiled_week_is_read_or_refused(file: str, changes: list[tuple[int, int, bytes]]) -> None:
    files = week_files(A_WEEK)

    refused = refusal(read_week, {**files, file: spoiled(files[file], changes)})

    assert refused is None or refused.complaints
