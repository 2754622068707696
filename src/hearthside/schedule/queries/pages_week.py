"""
Sessions as staff's pages show them: size and ratio of every block, who staffs it, and never who is in it.

A handful of questions, however many sessions are shown. Read behind the scenes: a count of people is no look at
anybody's record, and staff who see the week need not see the people.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from hearthside.base.zones import zone as rules_of
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session, SessionQuerySet, Staffing
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.pages_rows import Fill, Named, Planned, Row, Staffed, Stretch
from hearthside.schedule.words import ALONE, CANCELED, OPEN, SHORT

_PLANNED = (
    "pk", "program", "series", "kind", "status", "canceled_because", "on_day", "starts_at", "ends_at", "override_at",
    "override_reason", "cohort__name", "override_by__name",
)  # fmt: skip
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


NAMES = """
    SELECT b.session_id, c.name FROM schedule_staffing f
      JOIN schedule_block b ON b.id = f.block_id JOIN people_clinician c ON c.id = f.clinician_id
     WHERE b.session_id = ANY (%s) AND f.released_at IS NULL
     ORDER BY f.part = 'lead' DESC, b.number, f.from_at, f.id
"""
FILL = """
    SELECT f.session_id, f.block_id, f.number, b.kind, b.starts_at, b.ends_at, f.people, f.staff, f.needed, f.cap
      FROM schedule_fill(%s) f JOIN schedule_block b ON b.id = f.block_id
     ORDER BY f.session_id, f.number
"""


def rows_of(sessions: Iterable[Session | Planned]) -> list[Row]:
    """These sessions in their order, with everything that is shown of them at a glance. Read behind the scenes."""
    rows = filled(sessions)
    by_id = {row.session.pk: row for row in rows}
    if not rows:
        return []
    stretches = {fill.block.pk: (row, fill.block) for row in rows for fill in row.fills}
    places = Staffing.objects.filter(block__in=list(stretches)).order_by("block__number", "from_at", "id")
    staff = list(places.values_list("block", "clinician", "part", "released_at", "released_because"))
    # A hundred sessions are staffed by the same few: each clinician is one object.
    clinicians = Clinician.objects.in_bulk({clinician for _, clinician, *_ in staff}) if staff else {}
    for block, clinician, part, released_at, because in staff:
        row, stretch = stretches[block]
        row.staff.append(Staffed(stretch, clinicians[clinician], part, released_at, because))
    _count_couples(by_id)
    return rows


def filled(sessions: Iterable[Session | Planned]) -> list[Row]:
    """These sessions in their order, with how full each of their blocks is, and nothing else. Behind the scenes."""
    rows = {session.pk: Row(session) for session in sessions}
    if not rows:
        return []
    some = next(iter(rows.values())).session
    numbers = Numbers(some.program_id, {row.session.on_day for row in rows.values()})
    with connection.cursor() as cursor:
        cursor.execute(FILL, [list(rows)])
        for session, pk, number, kind, starts_at, ends_at, people, staff, needed, cap in cursor.fetchall():
            row = rows[session]
            ratio = numbers.ratio(kind, row.session.on_day)
            row.fills.append(Fill(Stretch(pk, number, kind, starts_at, ends_at), people, staff, needed, cap, ratio))
    return list(rows.values())


def rows_of_week(
    sessions: SessionQuerySet, zone: str, *, most: int | None
) -> tuple[list[Row], Counter[tuple[date, bool]]]:
    """
    The same for a week, in which most sessions are of one person alone with one clinician: unless such a session is
    short or open, who leads it is all there is to say. Where there are more than `most` of these they are not read but
    counted, by the day and whether they stand. Names and couples are for `tell`. Read behind the scenes.
    """
    plain = Q(kind__in=ALONE) & ~Q(status__in=(SHORT, OPEN))
    days = sessions.filter(plain).annotate(day=TruncDate("starts_at", tzinfo=rules_of(zone)))
    alone: Counter[tuple[date, bool]] = Counter()
    for day, status, number in days.order_by().values_list("day", "status").annotate(number=Count("pk")):
        alone[day, status != CANCELED] += number
    rows = filled(planned(sessions.filter(~plain)))
    if most is not None and alone.total() > most:
        return rows, alone
    rows += [Row(session) for session in planned(sessions.filter(plain))] if alone else []
    return sorted(rows, key=lambda row: (row.session.starts_at, row.session.ends_at, row.session.pk)), Counter()


def tell(rows: Collection[Row]) -> None:
    """Say of each session who staffs it and how many couples come to it. Read behind the scenes."""
    for row in rows:
        row.names = []
    by_id = {row.session.pk: row for row in rows}
    for session, name in _names(list(by_id)) if rows else ():
        names = by_id[session].names
        if names is not None and name not in names:
            names.append(name)
    if paired := {pk: row for pk, row in by_id.items() if row.fills}:
        _count_couples(paired)


def _names(sessions: list[UUID]) -> list[tuple[UUID, str]]:
    """Who staffs each of these sessions now, the lead first."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [sessions])
        return list(cursor.fetchall())


def _count_couples(rows: dict[UUID, Row]) -> None:
    """Say of each session how many couples come to it with both partners."""
    with connection.cursor() as cursor:
        cursor.execute(COUPLES, [list(rows), list(rows)])
        for session, couples in cursor.fetchall():
            rows[session].couples = couples


def between(
    sessions: SessionQuerySet, from_at: datetime, until_at: datetime, *, kinds: Collection[str] = ()
) -> list[Planned]:
    """The sessions that begin in this span, the earliest first, with what lists show of them."""
    found = sessions.filter(starts_at__gte=from_at, starts_at__lt=until_at)
    if kinds:
        found = found.filter(kind__in=kinds)
    return planned(found)


def planned(sessions: SessionQuerySet) -> list[Planned]:
    """These sessions, the earliest first, with what lists show of them."""
    rows = sessions.order_by("starts_at", "ends_at", "id").values_list(*_PLANNED)
    return [_planned(row) for row in rows]


def _planned(row: tuple[Any, ...]) -> Planned:
    *plain, cohort, owner = row
    names = (Named(name) if name else None for name in (cohort, owner))
    return Planned(*plain, *names)
