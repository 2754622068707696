"""
One CSV file as rows of values, with a complaint for everything in it that is not as it should be.

Excel's byte order mark, Windows line ends and quotes are fine. What is not UTF-8, cut off, ragged or not a table is
said so; reading goes on wherever that can tell more.
"""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hearthside.placement.folder.cells import BadCell, Form, text
from hearthside.placement.folder.complaints import Complaints, shown
from hearthside.placement.folder.schema import Column, Table

SAVE_AS = 'Save it as "CSV UTF-8 (comma delimited)".'
LONGEST_CELL = 131_072
UNKNOWN_COLUMNS = 20
ANYTHING = text()


@dataclass(frozen=True)
class Row:
    """One line's values by column. Cells that were complained about hold None and stand in `bad`."""

    line: int
    value: dict[str, Any]
    bad: frozenset[str] = frozenset()


@dataclass
class Rows:
    """
    What one file holds. `whole` is false where lines may be missing: then nothing may be said about unknown ids.

    `ragged` are the cells of lines that have too few or too many, so that an id on one is not called unknown elsewhere.
    """

    table: Table
    file: str
    rows: list[Row] = field(default_factory=list)
    present: bool = True
    whole: bool = True
    ragged: set[str] = field(default_factory=set)
    columns: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_table(
    folder: Path, table: Table, complaints: Complaints, *, under: str = "", ignored: frozenset[str] = frozenset()
) -> Rows:
    """
    Read `folder`/`under`/file. Cells of `ignored` columns may hold anything.

    An optional file that is missing gives no rows and no complaint.
    """
    rows = Rows(table, f"{under}/{table.file}" if under else table.file)
    content = _content(folder / rows.file, rows, complaints)
    if content is None:
        rows.whole = rows.present = False
        return rows
    _Reader(rows, complaints, ignored).read(_decoded(content, rows.file, complaints))
    return rows


def table_of(
    table: Table,
    lines: Iterable[Sequence[str | int]],
    complaints: Complaints,
    *,
    under: str = "",
    ignored: frozenset[str] = frozenset(),
) -> Rows:
    """The same of lines that stand in memory, with a cell for every column, optional ones too."""
    rows = Rows(table, f"{under}/{table.file}" if under else table.file)
    _Reader(rows, complaints, ignored).take([c.name for c in table.columns], lines)
    return rows


def folder_complaint(folder: Path, complaints: Complaints) -> bool:
    """Complain where `folder` is no folder that can be listed; says whether it did."""
    try:
        next(folder.iterdir(), None)
        return False
    except FileNotFoundError:
        what, remedy = "There is no such folder.", "Check how it is spelled."
    except NotADirectoryError:
        what, remedy = "This is a file, not a folder.", "Name the folder that the files are in."
    except PermissionError:
        what, remedy = "This folder may not be read.", "Allow reading it, then run this again."
    except (OSError, ValueError):
        what, remedy = "This folder cannot be read.", "Check its name and the disk."
    complaints.add(str(folder), 0, "", what, remedy)
    return True


def _content(path: Path, rows: Rows, complaints: Complaints) -> bytes | None:
    """The file's bytes, or None after a complaint (or without one, for an optional file)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if not rows.table.optional:
            header = ",".join(rows.table.header)
            complaints.add(rows.file, 0, "", "This file is missing.", f"Add it, with the header {header}.")
    except IsADirectoryError:
        complaints.add(rows.file, 0, "", "This is a folder, not a file.", "Put a CSV file in its place.")
    except PermissionError:
        complaints.add(rows.file, 0, "", "This file may not be read.", "Allow reading it, then run this again.")
    except OSError as error:
        complaints.add(rows.file, 0, "", f"This file cannot be read: {error.strerror}.", "Check the disk.")
    return None


def _decoded(content: bytes, file: str, complaints: Complaints) -> str:
    """The file's text; bytes that are not UTF-8 are complained about once, and the rest is still read."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        complaints.add(file, 0, "", "This file is UTF-16, not UTF-8.", SAVE_AS)
        return content.decode("utf-16", errors="replace").replace("\0", "")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        complaints.add(file, line, "", "There is a NUL byte: this is not a text file, or it is damaged.", SAVE_AS)
        content = content.replace(b"\0", b"")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        complaints.add(file, line, "", f"This line is not UTF-8 (byte {content[error.start]:#04x}).", SAVE_AS)
        return content.decode("utf-8-sig", errors="replace")


class _Reader:
    """Goes through one text; remembers what each cell text meant, since the same few come back thousands of times."""

    def __init__(self, rows: Rows, complaints: Complaints, ignored: frozenset[str]):
        self.rows, self.complaints, self.ignored = rows, complaints, ignored
        self.columns: list[tuple[int, str, Form, dict[str, Any], dict[str, BadCell]]] = []
        self.absent: dict[str, Any] = {}
        self.missing: tuple[str, ...] = ()
        self.width = 0
        self.last_is_cut = False

    def say(self, line: int, column: str, sentence: str, remedy: str) -> None:
        self.complaints.add(self.rows.file, line, column, sentence, remedy)

    def read(self, content: str) -> None:
        csv.field_size_limit(LONGEST_CELL)
        lines = csv.reader(io.StringIO(content, newline=""), strict=True)
        before = 0
        try:
            for cells in lines:
                line, before, self.last_is_cut = before + 1, lines.line_num, False
                if not self.width:
                    if cells and not self._header(line, cells):
                        self.rows.whole = False
                        return
                elif any(cells):
                    self._row(line, cells)
        except csv.Error as error:
            self._broken(before + 1, str(error))
            return
        if self.last_is_cut and not content.endswith(("\n", "\r")):
            self.rows.whole = False  # ids may be missing, too
        if not self.width:
            header = ",".join(self.rows.table.header)
            self.say(0, "", "This file is empty.", f"Its first line must be {header}.")
            self.rows.whole = False

    def take(self, header: list[str], lines: Iterable[Sequence[str | int]]) -> None:
        """Rows whose cells stand in memory."""
        self._header(1, header)
        for line, cells in enumerate(lines, start=2):
            self._row(line, [str(cell) for cell in cells])

    def _broken(self, line: int, what: str) -> None:
        self.rows.whole = False
        if "unexpected end" in what:
            self.say(
                line, "", "A quote opens here and never closes: is the file cut off?", "Close it, or export again."
            )
        elif "limit" in what:
            self.say(
                line, "", f"A cell is longer than {LONGEST_CELL:,} characters.", "Look for a quote that never closes."
            )
        else:
            self.say(line, "", "There is text after a closing quote.", 'Write a quote inside a quoted cell twice: "".')

    def _header(self, line: int, cells: list[str]) -> bool:
        """Find the columns; False where there is no making sense of the rest."""
        table = self.rows.table
        known = {c.name: c for c in table.columns}
        for mark, what in ((";", "semicolons"), ("\t", "tabs")):
            if len(cells) == 1 and mark in cells[0]:
                self.say(line, "", f"Columns are separated by {what}.", "Save it with commas between columns.")
                return False
        for name, times in Counter(cells).items():
            if times > 1 and name in known:
                self.say(line, name, f"Column {shown(name)} is there twice.", "Remove one of them.")
        for name in [c for c in cells if c not in known][:UNKNOWN_COLUMNS]:
            self._unknown_column(line, name, known)
        absent = [c for c in table.columns if c.name not in cells]
        for column in absent:
            if not column.optional:
                self.say(line, column.name, "This column is missing.", f"Add it; it takes {column.form.says}.")
        self.width = len(cells)
        there = [c for c in table.columns if c.name in cells]
        self.columns = [
            (cells.index(c.name), c.name, ANYTHING if c.name in self.ignored else c.form, {}, {}) for c in there
        ]
        self.rows.columns = frozenset(c.name for c in there)
        self.absent = {c.name: c.form.if_empty if c.optional else None for c in absent}
        self.missing = tuple(c.name for c in absent if not c.optional)
        self.last_is_cut = bool(self.missing)
        return bool(self.columns)

    def _unknown_column(self, line: int, name: str, known: dict[str, Column]) -> None:
        close = difflib.get_close_matches(name.strip().lower(), known, n=1)
        remedy = f"Did you mean {close[0]}?" if close else "Remove it."
        self.say(line, name[:60] if name.isprintable() else "", f"Column {shown(name)} is not known here.", remedy)

    def _row(self, line: int, cells: list[str]) -> None:
        if len(cells) != self.width:
            few = f"This line has {len(cells)} cells, the header {self.width}."
            self.say(line, "", few, "Put it right; if it is the last line, the file may be cut off.")
            self.rows.ragged.update(cells)
            self.last_is_cut = True
            return
        value: dict[str, Any] = dict(self.absent)
        bad = list(self.missing)
        for at, name, form, meaning, wrong in self.columns:
            cell = cells[at]
            try:
                value[name] = meaning[cell]
                continue
            except KeyError:
                complaint = wrong.get(cell)
            if complaint is None:
                try:
                    value[name] = meaning[cell] = form.read(cell)
                    continue
                except BadCell as no:
                    complaint = wrong[cell] = no
            self.say(line, name, complaint.sentence, complaint.remedy)
            value[name] = None
            bad.append(name)
        self.rows.rows.append(Row(line, value, frozenset(bad)))
