"""What actions of the schedule are told, as plain values: who staffs, who comes, and what would be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hearthside.schedule.times import Start


@dataclass(frozen=True)
class Staff:
    """A clinician who staffs a block: its number, or 0 for all of a single session."""

    clinician: UUID
    block: int = 0
    part: str = "lead"


@dataclass(frozen=True)
class Person:
    """Somebody who comes: a patient, or a partner without a chart."""

    patient: UUID | None = None
    partner: UUID | None = None

    @property
    def who(self) -> UUID:
        who = self.patient or self.partner
        assert who is not None
        return who

    @property
    def whose(self) -> str:
        return "patient" if self.patient else "partner"


@dataclass(frozen=True)
class Finding:
    """
    What stands in the way on one day, whom it is about, and what becomes of it: the session `short` or `canceled`, a
    seat `excused`, a `question` to the coordinator; `refused` is what stops a beginning.
    """

    kind: str
    becomes: str
    day: date
    who: UUID | None = None
    sentence: str = ""


@dataclass(frozen=True)
class Departure:
    """
    What was decided of one day of a series that another follows, and stays so: why nothing takes place, and who of
    its staff is not there, and why.
    """

    canceled_because: str = ""
    released: Mapping[UUID, str] = field(default_factory=dict)


@dataclass
class Occurrence:
    """One session about to be made, with who is released or excused from it beforehand and why."""

    start: Start
    staff: tuple[Staff, ...]
    people: tuple[Person, ...]
    released: dict[UUID, str] = field(default_factory=dict)
    excused: dict[UUID, str] = field(default_factory=dict)
    # Why it does not take place, and what closes the clinic then.
    canceled_because: str = ""
    closure: str = ""
    # Whether it lacks staff from the start.
    short: bool = False
    outside_hours_because: str = ""
    # The day it stands for in its series.
    on: date | None = None


@dataclass(frozen=True)
class Pattern:
    """
    What repeats: a cohort's program day, or one weekly session of a kind.

    Days are those of the zone, both included; without a zone it is policy's reference zone. `key` is its id in a
    roster.
    """

    kind: str
    weekdays: tuple[str, ...]
    start_minute: int
    from_on: date
    until_on: date | None = None
    cohort: UUID | None = None
    # The version of the day plan; without one it is the cohort's.
    day_plan: UUID | None = None
    minutes: int = 0
    zone: str = ""
    key: str = ""
