"""For a re-plan: the rows of `current/` that name somebody or something the roster no longer has."""

from dataclasses import replace
from datetime import date

from hearthside.placement.folder.current import CurrentRows, named
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Row, Rows
from hearthside.placement.solver.week import Warning


def drop_unknown(rows: CurrentRows, known: dict[str, Known], week: date) -> tuple[CurrentRows, tuple[Warning, ...]]:
    """
    The rows whose every id exists, and a `current_dropped` warning for each other one.

    A cohort whose day plan is gone takes its staffing and members with it.
    """
    warnings: list[Warning] = []

    def without_unknown(rows: CurrentRows, table: Rows) -> Rows:
        gone: dict[int, Warning] = {}
        for of, row, _, identifier, where in named(rows, known):
            if of is table and not where.has(identifier):
                gone.setdefault(row.line, _warning(table, row, f"There is no {where.what} {identifier}", week))
        warnings.extend(gone.values())
        return replace(table, rows=[row for row in table.rows if row.line not in gone])

    cohorts = without_unknown(rows, rows.cohorts)
    here = {row.value["cohort_id"]: (cohorts.file, row.line) for row in cohorts}
    known = {**known, "cohort": Known("cohort", here)}
    rows = replace(rows, cohorts=cohorts)
    rows = replace(
        rows,
        staffing=without_unknown(rows, rows.staffing),
        members=without_unknown(rows, rows.members),
        sessions=without_unknown(rows, rows.sessions),
    )
    return rows, tuple(warnings)


def _warning(table: Rows, row: Row, why: str, week: date) -> Warning:
    value = row.value
    who = value.get("person_id") or value.get("clinician_id") or ";".join(value.get("people", ()))
    sentence = f"Dropped from the published week: line {row.line} of {table.table.file}. {why} any more."
    return Warning("current_dropped", value.get("cohort_id", ""), who, week.isoformat(), sentence)
