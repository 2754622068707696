"""
A roster as files: what `roster.py` reads, written, so that plan, check and import close the circle.

The same rows are the same bytes. A name that begins like a formula gets a space before it, which readers take off: a
spreadsheet that opens the file must not run what somebody typed into a form.
"""

from collections.abc import Collection, Iterable, Mapping

from hearthside.placement.folder import schema
from hearthside.placement.folder.schema import Table
from hearthside.placement.folder.week_out import FORMULA_STARTS, Cells, cohort_cells, csv_bytes, session_cells
from hearthside.placement.solver.week import Week


def roster_files(rows: Mapping[Table, Iterable[Cells]], week: Week, open_cohorts: Collection[str]) -> dict[str, bytes]:
    """The files of a roster by their path below its folder; `rows` have a cell for every column, optional ones too."""
    files = {table.file: csv_bytes(table, (_guarded(row) for row in rows[table]), optional=True) for table in rows}
    return {**files, **{f"{schema.CURRENT_FOLDER}/{name}": text for name, text in _current(week, open_cohorts).items()}}


def _current(week: Week, open_cohorts: Collection[str]) -> dict[str, bytes]:
    return {
        table.file: csv_bytes(table, rows, optional=True) for table, rows in current_rows(week, open_cohorts).items()
    }


def current_rows(week: Week, open_cohorts: Collection[str]) -> dict[Table, list[Cells]]:
    """The rows of `current/`, optional cells among them."""
    cohorts = sorted(week.cohorts, key=lambda c: c.id)
    return {
        schema.COHORTS: [(*cohort_cells(c), "yes" if c.id in open_cohorts else "no") for c in cohorts],
        schema.STAFFING: [*sorted((c.id, s.block, s.clinician_id, s.part) for c in cohorts for s in c.staff)],
        schema.MEMBERS: [*sorted((member, c.id) for c in cohorts for member in c.members)],
        schema.SESSIONS: [session_cells(s) for s in sorted(week.sessions, key=lambda s: s.id)],
    }


def _guarded(row: Cells) -> Cells:
    return tuple(f" {cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row)
