"""
The published week in `current/`, which a new plan keeps, or moves people from.

Kept means kept as it is: so without a re-plan anything in it that names nobody, or breaks a rule, is refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hearthside.placement.folder import assemble, schema
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Row, Rows, read_table
from hearthside.placement.solver.check import check
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week

PUT_RIGHT = "Put the published week right, or plan with --replan, which drops what no longer fits."
CURRENT = schema.CURRENT_FOLDER


@dataclass(frozen=True)
class CurrentRows:
    """The four files of `current/`, each row's cells read, nothing put together yet."""

    cohorts: Rows
    staffing: Rows
    members: Rows
    sessions: Rows

    @property
    def week(self) -> Week:
        """Cohorts and sessions, sorted by id."""
        cohorts = assemble.cohorts(self.cohorts, self.staffing, self.members)
        sessions = assemble.sessions(self.sessions)
        return Week(tuple(sorted(cohorts, key=lambda c: c.id)), tuple(sorted(sessions, key=lambda s: s.id)))

    @property
    def open_cohorts(self) -> frozenset[str] | None:
        """Cohorts that may take people, where the file says so; None: all of them."""
        if "open" not in self.cohorts.columns:
            return None
        return frozenset(r.value["cohort_id"] for r in self.cohorts if r.value["open"] != "no")


def read_current(folder: Path, complaints: Complaints) -> CurrentRows | None:
    """The rows of `current/`; None where the roster has no such folder."""
    if not (folder / CURRENT).is_dir():
        return None
    cohorts, staffing, members, sessions = (
        read_table(folder, table, complaints, under=CURRENT) for table in schema.CURRENT
    )
    return CurrentRows(cohorts, staffing, members, sessions)


Named = Iterator[tuple[Rows, Row, str, str, Known]]


def named(rows: CurrentRows, known: dict[str, Known]) -> Named:
    """Every id these rows name: the row, its column, the id, and where the id must be known."""
    yield from _single(rows.cohorts, "program_id", known["program"])
    yield from _single(rows.staffing, "cohort_id", known["cohort"])
    yield from _single(rows.staffing, "clinician_id", known["clinician"])
    yield from _single(rows.members, "cohort_id", known["cohort"])
    yield from _single(rows.members, "person_id", known["person"])
    for row in rows.sessions:
        for column, where in (("clinicians", known["clinician"]), ("people", known["person"])):
            for identifier in row.value[column] or ():
                yield rows.sessions, row, column, identifier, where


def _single(rows: Rows, column: str, where: Known) -> Named:
    for row in rows:
        if row.value[column] is not None:
            yield rows, row, column, row.value[column], where


def refuse_unknown(rows: CurrentRows, known: dict[str, Known], complaints: Complaints) -> None:
    """Complain about every id in `current/` that the roster, or its own cohorts, do not have."""
    for table, row, column, identifier, where in named(rows, known):
        where.require(table, row.line, column, identifier, complaints)


def refuse_broken(rows: CurrentRows, problem: Problem, known: dict[str, Known], complaints: Complaints) -> None:
    """Complain about every rule that the published week breaks as the roster stands now."""
    line = _line_finder(rows, known)
    for rule, findings in check(problem, rows.week, figures=False).items():
        for finding in findings:
            file, at = line(finding.where)
            complaints.add(file, at, "", f"Rule {rule} is broken: {finding.sentence}", PUT_RIGHT)


def _line_finder(rows: CurrentRows, known: dict[str, Known]) -> Callable[[str], tuple[str, int]]:
    """Where the check's "members.csv p7" stands: in which file, on which line; of clinicians, in the roster."""
    first = {f"{file} {who}": (file, line) for who, (file, line) in known["clinician"].first.items()}
    for table, column in (
        (rows.cohorts, "cohort_id"),
        (rows.staffing, "cohort_id"),
        (rows.members, "person_id"),
        (rows.sessions, "session_id"),
    ):
        for row in table:
            first.setdefault(f"{table.table.file} {row.value[column]}", (table.file, row.line))

    def find(where: str) -> tuple[str, int]:
        file, _, identifier = where.partition(" ")
        return first.get(where) or first.get(f"members.csv {identifier}") or (f"{CURRENT}/{file}", 0)

    return find
