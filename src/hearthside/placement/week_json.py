"""A week as JSON and back, without loss: how a proposal keeps it. Ids alone; no name is in a week."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hearthside.placement.solver.week import Cohort, Gap, Session, Staff, Unplaced, Warning, Week


def to_json(week: Week) -> dict[str, Any]:
    """The week in dicts, lists, texts and numbers."""
    return {
        "cohorts": [_plain(cohort) for cohort in week.cohorts],
        "sessions": [_plain(session) for session in week.sessions],
        "unplaced": [asdict(row) for row in week.unplaced],
        "gaps": [asdict(row) for row in week.gaps],
        "warnings": [asdict(row) for row in week.warnings],
        "figures": dict(week.figures),
    }


def from_json(kept: Mapping[str, Any]) -> Week:
    """The week that was kept so."""
    return Week(
        cohorts=tuple(_cohort(row) for row in kept["cohorts"]),
        sessions=tuple(_session(row) for row in kept["sessions"]),
        unplaced=tuple(Unplaced(**row) for row in kept["unplaced"]),
        gaps=tuple(Gap(**row) for row in kept["gaps"]),
        warnings=tuple(Warning(**row) for row in kept["warnings"]),
        figures=dict(kept["figures"]),
    )


def _plain(row: Cohort | Session) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(row).items()}


def _cohort(row: Mapping[str, Any]) -> Cohort:
    staff = tuple(Staff(**each) for each in row["staff"])
    return Cohort(**{**row, "days": tuple(row["days"]), "members": tuple(row["members"]), "staff": staff})


def _session(row: Mapping[str, Any]) -> Session:
    return Session(**{**row, "clinicians": tuple(row["clinicians"]), "people": tuple(row["people"])})
