"""
Sessions as staff's pages show them: plain values, with what is said of each at a glance.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.rules import BREAK
from hearthside.schedule.words import AHEAD, CANCELED, OPEN, SHORT


# A week has hundreds of sessions, blocks and places of clinicians: read as plain values they cost a third of what the
# same rows cost as models.
@dataclass(frozen=True, slots=True)
class Stretch:
    """A block as pages show it."""

    pk: UUID
    number: int
    kind: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A cohort, or somebody who answers for a session, as lists show them."""

    name: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A session as a list of many shows it."""

    pk: UUID
    program_id: UUID
    series_id: UUID | None
    kind: str
    status: str
    canceled_because: str
    on_day: date
    starts_at: datetime
    ends_at: datetime
    override_at: datetime | None
    override_reason: str
    cohort: Named | None
    override_by: Named | None

    @property
    def id(self) -> UUID:
        return self.pk


@dataclass(frozen=True, slots=True)
class Staffed:
    """A clinician's place in a block, held or released."""

    block: Stretch
    clinician: Clinician
    part: str
    released_at: datetime | None
    released_because: str

    @property
    def block_id(self) -> UUID:
        return self.block.pk

    @property
    def clinician_id(self) -> UUID:
        return self.clinician.pk


@dataclass(frozen=True, slots=True)
class Fill:
    """One block: how many people and clinicians are in it, how many it needs, and how many it may hold."""

    block: Stretch
    people: int
    staff: int
    needed: int
    cap: int
    ratio: int | None

    @property
    def lacks(self) -> int:
        """Clinicians that are missing."""
        return max(0, self.needed - self.staff)

    @property
    def over(self) -> int:
        """People above the most allowed."""
        return max(0, self.people - self.cap)

    @property
    def each(self) -> int | None:
        """The people for each clinician, rounded up; None where nobody staffs it, or nobody need."""
        if not self.staff or not self.people or self.block.kind == BREAK:
            return None
        return -(-self.people // self.staff)


@dataclass
class Row:
    """A session with what its page shows at a glance."""

    session: Session | Planned
    fills: list[Fill] = field(default_factory=list)
    staff: list[Staffed] = field(default_factory=list)
    couples: int = 0
    # Who staffs it now, where no more of them was asked.
    names: list[str] | None = None

    @property
    def people(self) -> int:
        return max((f.people for f in self.fills), default=0)

    @property
    def cap(self) -> int:
        return max((f.cap for f in self.fills), default=0)

    @property
    def clinicians(self) -> list[str]:
        """Who staffs it now, the lead first."""
        if self.names is not None:
            return self.names
        now = sorted((s for s in self.staff if s.released_at is None), key=lambda s: (s.part != "lead", s.block.number))
        return list(dict.fromkeys(s.clinician.name for s in now))

    @property
    def tightest(self) -> Fill | None:
        """The block that has the most people for each clinician."""
        worked = [f for f in self.fills if f.block.kind != BREAK]
        return max(worked, key=lambda f: (f.lacks, f.each or 0), default=None)

    @property
    def lacks(self) -> int:
        return max((f.lacks for f in self.fills), default=0)

    @property
    def over(self) -> int:
        return max((f.over for f in self.fills), default=0)

    @property
    def is_short(self) -> bool:
        return self.session.status == SHORT or (self.session.status == OPEN and self.lacks > 0)

    @property
    def stands(self) -> bool:
        return self.session.status != CANCELED

    @property
    def is_ahead(self) -> bool:
        return self.session.status in AHEAD
