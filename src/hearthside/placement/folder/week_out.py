"""
A week as files: the same week is always the same bytes.

No file but index.html holds a name, and no cell may begin a formula: a spreadsheet that opens these files must not
run what somebody typed into a form.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hearthside.base.localtime import clock
from hearthside.base.words import DAYS
from hearthside.placement.folder import schema
from hearthside.placement.folder.swap import replace_week
from hearthside.placement.solver.week import Cohort, Session, Week

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cells = Sequence[str | int]


class FormulaInCell(ValueError):
    """A cell would be run as a formula by a spreadsheet. No sentence of ours begins so: this is a bug."""


def write_week(folder: Path, week: Week, extra_files: Mapping[str, bytes]) -> None:
    """
    Write the week to `folder`, with `extra_files` (path below it, content) beside: whole or not at all.

    Raises:
        NotOurs: something stands there that hearthside did not write.
        OSError: it cannot be written; what stood there still stands.
    """
    replace_week(folder, {**week_files(week), **extra_files})


def week_files(week: Week) -> dict[str, bytes]:
    """The CSV files and summary.json of a week, by name."""
    rows: dict[schema.Table, Iterable[Cells]] = {
        schema.COHORTS: (cohort_cells(c) for c in sorted(week.cohorts, key=lambda c: c.id)),
        schema.STAFFING: sorted((c.id, s.block, s.clinician_id, s.part) for c in week.cohorts for s in c.staff),
        schema.MEMBERS: sorted((member, c.id) for c in week.cohorts for member in c.members),
        schema.SESSIONS: (session_cells(s) for s in sorted(week.sessions, key=lambda s: s.id)),
        schema.UNPLACED: sorted((u.person_id, u.reason, u.sentence, u.change) for u in week.unplaced),
        schema.GAPS: sorted((g.person_id, g.role, g.reason, g.sentence, g.change) for g in week.gaps),
        schema.WARNINGS: sorted((w.kind, w.cohort_id, w.who, w.from_week, w.sentence) for w in week.warnings),
    }
    files = {table.file: csv_bytes(table, lines) for table, lines in rows.items()}
    summary = json.dumps(week.figures, indent=2, ensure_ascii=False, allow_nan=False)
    return {**files, schema.SUMMARY_FILE: f"{summary}\n".encode()}


def csv_bytes(table: schema.Table, rows: Iterable[Cells], *, optional: bool = False) -> bytes:
    """
    A header and its rows as UTF-8 CSV with LF line ends and as few quotes as may be; with the `optional` columns too.

    Raises:
        FormulaInCell: a cell begins like a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in table.columns] if optional else table.header)
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
                raise FormulaInCell(f"{table.file}: {cell[:20]!r}")
        writer.writerow(row)
    return out.getvalue().encode()


def _days(days: Iterable[int]) -> str:
    return ";".join(DAYS[day] for day in sorted(days))


def cohort_cells(cohort: Cohort) -> Cells:
    """A row of cohorts.csv."""
    return (
        cohort.id,
        cohort.program_id,
        cohort.track,
        cohort.language,
        cohort.focus,
        _days(cohort.days),
        clock(cohort.start),
        len(cohort.members),
    )


def session_cells(session: Session) -> Cells:
    """A row of sessions.csv."""
    return (
        session.id,
        session.kind,
        DAYS[session.day],
        clock(session.start),
        session.minutes,
        ";".join(sorted(session.clinicians)),
        ";".join(sorted(session.people)),
    )
