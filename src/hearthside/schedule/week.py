"""
A checked week as plain values: what a published proposal or an imported roster hands to `start_week`.

Ids are ids of records here; whoever reads a folder has found them by its words before.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.schedule.plain import Staff


@dataclass(frozen=True)
class WeekCohort:
    """One cohort of the week: its pattern, who staffs which block, and who is in it."""

    key: str
    day_plan: UUID
    track: str
    language: str
    weekdays: tuple[str, ...]
    start_minute: int
    staff: tuple[Staff, ...]
    members: tuple[UUID, ...]
    focus: str = ""
    name: str = ""
    modality: str = ""
    open: bool = True
    # It ran before this program knew of it: it may have fewer people than one that begins.
    began_elsewhere: bool = False


@dataclass(frozen=True)
class WeekSession:
    """One weekly session outside the cohorts."""

    key: str
    kind: str
    weekday: str
    start_minute: int
    minutes: int
    clinicians: tuple[UUID, ...]
    people: tuple[UUID, ...]


@dataclass(frozen=True)
class Week:
    """Everything that repeats, from this Monday on, stated on the clocks of `zone`."""

    monday: date
    zone: str
    cohorts: tuple[WeekCohort, ...] = ()
    sessions: tuple[WeekSession, ...] = ()
