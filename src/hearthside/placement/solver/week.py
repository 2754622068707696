"""
The answer: a published week as plain values, in the shape in which it is written, read, checked and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Staff:
    """Who staffs a block of a cohort's program day; blocks are numbered from 1, breaks counted; part is lead or co."""

    block: int
    clinician_id: str
    part: str


@dataclass(frozen=True)
class Cohort:
    """People who go through treatment together; `start` is minutes past midnight in the reference zone."""

    id: str
    program_id: str
    track: str
    language: str
    focus: str  # "" for none
    days: tuple[int, ...]  # 0 Monday
    start: int
    staff: tuple[Staff, ...]
    members: tuple[str, ...]  # sorted by id
    size: int = -1  # as written in the file; -1: the number of members

    def blocks_of(self, clinician_id: str) -> tuple[int, ...]:
        return tuple(sorted(s.block for s in self.staff if s.clinician_id == clinician_id))


@dataclass(frozen=True)
class Session:
    """One weekly session outside the cohort; `start` is minutes past midnight in the reference zone."""

    id: str
    kind: str
    day: int
    start: int
    minutes: int
    clinicians: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Unplaced:
    person_id: str
    reason: str
    sentence: str
    change: str = "none"


@dataclass(frozen=True)
class Gap:
    """A care-team role that is due to a placed person and that nobody fills."""

    person_id: str
    role: str
    reason: str
    sentence: str
    change: str = "none"


@dataclass(frozen=True)
class Warning:
    kind: str
    cohort_id: str
    who: str
    from_week: str  # ISO date of a Monday, or ""
    sentence: str


@dataclass(frozen=True)
class Week:
    """Everything decided for one week. `figures` is what `summary.json` holds."""

    cohorts: tuple[Cohort, ...] = ()
    sessions: tuple[Session, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    gaps: tuple[Gap, ...] = ()
    warnings: tuple[Warning, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)

    def cohort_of(self) -> dict[str, Cohort]:
        """Each placed person's cohort."""
        return {m: c for c in self.cohorts for m in c.members}
