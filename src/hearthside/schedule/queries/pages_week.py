"""
Sessions as staff's pages show them: size and ratio of every block, who staffs it, and never who is in it.

A handful of questions, however many sessions are shown. Read behind the scenes: a count of people is no look at
anybody's record, and staff who see the week need not see the people.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Block, Session, SessionQuerySet, Staffing
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.rules import BREAK
from hearthside.schedule.words import AHEAD, ALONE, CANCELED, OPEN, SHORT


@dataclass(frozen=True)
class Fill:
    """One block: how many people and clinicians are in it, how many it needs, and how many it may hold."""

    block: Block
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

    session: Session
    fills: list[Fill] = field(default_factory=list)
    staff: list[Staffing] = field(default_factory=list)
    couples: int = 0
    # Who staffs it, of a session of which nothing else was asked.
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


# The two partners of a couple who both come.
COUPLES = """
    SELECT t.session_id, count(*) FROM (
        SELECT t.session_id, t.couple_id FROM (
            SELECT t.session_id, m.couple_id FROM schedule_seat t
              JOIN people_couple_member m ON m.patient_id = t.patient_id AND m.until_at IS NULL
             WHERE t.session_id = ANY (%s) AND t.state = 'held'
             UNION ALL
            SELECT t.session_id, m.couple_id FROM schedule_seat t
              JOIN people_couple_member m ON m.partner_id = t.partner_id AND m.until_at IS NULL
             WHERE t.session_id = ANY (%s) AND t.state = 'held') t
         GROUP BY 1, 2 HAVING count(*) = 2) t
     GROUP BY 1
"""


def rows_of(sessions: Iterable[Session]) -> list[Row]:
    """These sessions in their order, with everything that is shown of them at a glance. Read behind the scenes."""
    rows = {session.pk: Row(session) for session in sessions}
    if not rows:
        return []
    blocks = _fill(rows)
    staff = list(Staffing.objects.filter(block__session__in=rows).order_by("block__number", "from_at", "id"))
    # A hundred sessions are staffed by the same few: each clinician and each block is one object.
    clinicians = Clinician.objects.in_bulk({staffing.clinician_id for staffing in staff})
    for staffing in staff:
        staffing.block, staffing.clinician = blocks[staffing.block_id], clinicians[staffing.clinician_id]
        rows[staffing.block.session_id].staff.append(staffing)
    with connection.cursor() as cursor:
        cursor.execute(COUPLES, [list(rows), list(rows)])
        for session, couples in cursor.fetchall():
            rows[session].couples = couples
    return list(rows.values())


def rows_of_week(sessions: Iterable[Session]) -> list[Row]:
    """
    The same for a week, in which most sessions are of one person alone with one clinician: unless such a session is
    short or open, who leads it is all there is to say. Read behind the scenes.
    """
    every = {session.pk: Row(session) for session in sessions}
    plain = [pk for pk, row in every.items() if row.session.kind in ALONE and row.session.status not in (SHORT, OPEN)]
    others = every.keys() - set(plain)
    every |= {row.session.pk: row for row in rows_of(row.session for pk, row in every.items() if pk in others)}
    staff = Staffing.objects.filter(block__session__in=plain, released_at__isnull=True).order_by("-part", "from_at")
    for pk in plain:
        every[pk].names = []
    for pk, name in staff.values_list("block__session", "clinician__name"):
        every[pk].names = [*(every[pk].names or ()), name]
    return list(every.values())


def _fill(rows: dict[UUID, Row]) -> dict[UUID, Block]:
    """Say of each block how full it is; gives the blocks."""
    some = next(iter(rows.values())).session
    numbers = Numbers(some.program_id, {row.session.on_day for row in rows.values()})
    with connection.cursor() as cursor:
        cursor.execute("SELECT f.block_id, f.people, f.staff, f.needed, f.cap FROM schedule_fill(%s) f", [list(rows)])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    blocks = {block.pk: block for block in Block.objects.filter(session__in=rows).order_by("session_id", "number")}
    for block in blocks.values():
        row = rows[block.session_id]
        people, staff, needed, cap = found[block.pk]
        row.fills.append(Fill(block, people, staff, needed, cap, numbers.ratio(block.kind, row.session.on_day)))
    return blocks


def between(
    sessions: SessionQuerySet, from_at: datetime, until_at: datetime, *, kinds: Collection[str] = ()
) -> list[Session]:
    """The sessions that begin in this span, the earliest first."""
    found = sessions.filter(starts_at__gte=from_at, starts_at__lt=until_at)
    if kinds:
        found = found.filter(kind__in=kinds)
    return list(found.select_related("cohort").order_by("starts_at", "ends_at", "id"))
