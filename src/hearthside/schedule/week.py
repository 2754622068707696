"""
A checked week as plain values: what a published proposal or an imported roster hands to `start_week`.

Ids are ids of records here; whoever reads a folder has found them by its words before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    # The last days of people who come from another cohort, whose weeks count from there.
    lasts: Mapping[UUID, date] = field(default_factory=dict)
    # It runs, and meets at other times from this week on.
    at_other_times: bool = False


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
    """Everything that repeats, from this Monday on, on the clocks of `zone`; `until_on` is its last day, if any."""

    monday: date
    zone: str
    cohorts: tuple[WeekCohort, ...] = ()
    sessions: tuple[WeekSession, ...] = ()
    # What ends with the Sunday before: weekly sessions, people's places, and cohorts in which nobody is left.
    ending: tuple[UUID, ...] = ()
    leaving: tuple[UUID, ...] = ()
    closing: tuple[UUID, ...] = ()
    until_on: date | None = None
