"""A week read back from its folder, so that it can be checked or added to."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from hearthside.placement.folder import assemble, schema
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.tables import Row, folder_complaint, read_table
from hearthside.placement.solver.week import Gap, Unplaced, Warning, Week

MADE_BY_PLAN = "Write the week again with `hearthside plan`, or restore the file."


def read_week(folder: Path) -> Week:
    """
    The week in `folder`, as it was written. Whether its ids exist and its rules are kept is for the check to say.

    Raises:
        BadRoster: a file is missing or cannot be read.
    """
    complaints = Complaints()
    if folder_complaint(folder, complaints):
        complaints.refuse()
    figures = _summary(folder, complaints)
    rows = {table.file: read_table(folder, table, complaints) for table in schema.WEEK}
    complaints.refuse()
    return Week(
        cohorts=assemble.cohorts(rows["cohorts.csv"], rows["staffing.csv"], rows["members.csv"]),
        sessions=assemble.sessions(rows["sessions.csv"]),
        unplaced=tuple(Unplaced(*_cells(row, schema.UNPLACED)) for row in rows["unplaced.csv"]),
        gaps=tuple(Gap(*_cells(row, schema.GAPS)) for row in rows["gaps.csv"]),
        warnings=tuple(Warning(*_cells(row, schema.WARNINGS)) for row in rows["warnings.csv"]),
        figures=figures,
    )


def week_of(plan: Week) -> date:
    """The Monday a week that `read_week` gave is for."""
    return date.fromisoformat(str(plan.figures["week"]))


def _cells(row: Row, table: schema.Table) -> tuple[str, ...]:
    return tuple(row.value[column.name] for column in table.columns)


def _summary(folder: Path, complaints: Complaints) -> dict[str, Any]:
    """What `summary.json` holds; it must at least say which week this is."""

    def say(sentence: str, remedy: str = MADE_BY_PLAN) -> dict[str, Any]:
        complaints.add(schema.SUMMARY_FILE, 0, "", sentence, remedy)
        return {}

    try:
        content = (folder / schema.SUMMARY_FILE).read_bytes()
        figures = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except FileNotFoundError:
        return say("This file is missing: is this a week that hearthside wrote?")
    except OSError as error:
        return say(f"This file cannot be read: {error.strerror}.")
    except (ValueError, RecursionError):
        return say("This file is not JSON.")
    if not isinstance(figures, dict):
        return say("This file is not a JSON object.")
    try:
        monday = date.fromisoformat(str(figures.get("week")))
    except ValueError:
        return say("It does not say which week it is for (week).")
    if monday.weekday() != 0:
        return say(f"Its week {monday} does not begin on a Monday.")
    return figures


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")
