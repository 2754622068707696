"""
Who could help out in a session that is short: free then, licensed for everybody in it, free of conflict, in the order
in which they are asked, each with what it does to their hours; and why the others cannot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from hearthside.base.words import SESSION_ROLE
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule import rules
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.availability import free_between, touches
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.pages_rows import Row, Staffed
from hearthside.schedule.queries.people_in import laid_out
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.windows import as_minutes
from hearthside.schedule.words import CANCELED, PROGRAM_DAY


@dataclass(frozen=True)
class Candidate:
    """A clinician, why they cannot help out (or nothing), and their minutes of the week before and after."""

    clinician: Clinician
    why_not: str
    week_minutes: int
    week_minutes_after: int
    week_limit: int
    outside_hours: bool = False
    knows_the_group: bool = False

    @property
    def may(self) -> bool:
        return not self.why_not

    @property
    def over_limit(self) -> bool:
        return self.week_minutes_after > self.week_limit

    @property
    def order(self) -> tuple[bool, bool, bool, float, str]:
        """Who is asked first: within hours and limits, known to the group, with the most room in the week."""
        share = self.week_minutes_after / self.week_limit if self.week_limit else 9.0
        return self.outside_hours, self.over_limit, not self.knows_the_group, share, self.clinician.search_name


@dataclass(frozen=True)
class Gap:
    """What a short session lacks: the numbers of the blocks, and which part is to be filled."""

    blocks: tuple[int, ...]
    part: str
    from_at: datetime
    until_at: datetime
    minutes: int


def gap_of(session: Session) -> Gap | None:
    """The blocks that have too few clinicians, as one stay; None where there are none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT f.number FROM schedule_fill(%s) f WHERE f.needed > f.staff ORDER BY 1", [[session.pk]])
        numbers = tuple(row[0] for row in cursor.fetchall())
    if not numbers:
        return None
    leads = Staffing.objects.filter(block__session=session, part="lead", released_at__isnull=True)
    return _gap(session.starts_at, laid_out(session), numbers, is_led=leads.exists())


def gap_in(row: Row) -> Gap | None:
    """The same of a session whose blocks and staff were read already: it asks nothing."""
    numbers = [fill.block.number for fill in row.fills if fill.lacks]
    if not numbers:
        return None
    start, minute = row.session.starts_at, timedelta(minutes=1)
    laid = [
        rules.Stretch(b.number, b.kind, (b.starts_at - start) // minute, (b.ends_at - start) // minute)
        for b in (fill.block for fill in row.fills)
    ]
    is_led = any(staffed.part == "lead" and staffed.released_at is None for staffed in row.staff)
    return _gap(start, laid, tuple(numbers), is_led=is_led)


def _gap(start: datetime, laid: Sequence[rules.Stretch], numbers: tuple[int, ...], *, is_led: bool) -> Gap:
    first, last = rules.stay_of(laid, numbers)
    worked = sum(b.until_minute - b.from_minute for b in laid if b.number in numbers)
    part = "co" if is_led else "lead"
    return Gap(numbers, part, start + timedelta(minutes=first), start + timedelta(minutes=last), worked)


def candidates(
    session: Session, people: Sequence[Person], gap: Gap, *, staff: Iterable[Staffing | Staffed] | None = None
) -> list[Candidate]:
    """
    Everybody who works here, the ones to ask first in their order, then the others by name. Behind the scenes.

    `staff` is who staffs the session or was released from it, where that was read already.
    """
    day = session.on_day
    staff = list(_staff_of(session) if staff is None else staff)
    own = {s.clinician_id for s in staff if s.released_at is None}
    away = {s.clinician_id for s in staff if s.released_at is not None}
    here = Clinician.objects.filter(program_id=session.program_id).working_on(day).exclude(pk__in=own)
    here = here.order_by("search_name", "id")
    clinicians = list(here)
    ids = [c.pk for c in clinicians]
    fitness = Fitness(session.program_id, ids, [p.patient for p in people if p.patient], read=here)
    standing = Standing(session.program_id, ids, [], gap.from_at, gap.until_at)
    around, zones = timedelta(days=1), {c.pk: c.zone for c in clinicians}
    free = free_between(session.program, ids, day - around, day + around, zones=zones)
    buffer = timedelta(minutes=Numbers(session.program_id, [day]).buffer(day))
    work = _week_minutes(session, ids)
    knows = _knows(session, ids)
    limits = _limits(session, ids)
    track, language = _group(session)
    found = []
    for clinician in clinicians:
        why = next(
            fitness.objections(
                session.kind, [Staff(clinician.pk, 0, gap.part)], people, day, session.starts_at,
                track=track, language=language,
            ),
            "",
        )  # fmt: skip
        hours = free.get(clinician.pk)
        absent = standing.absent(clinician.pk, gap.from_at, gap.until_at) or (
            hours and any(touches(e, hours.zone, *as_minutes(gap.from_at, gap.until_at)) for e in hours.away)
        )
        if not why and (absent or clinician.pk in away):
            why = f"{clinician.name} cannot come then."
        stay = rules.Stay(clinician.pk, gap.from_at, gap.until_at + buffer, session.pk)
        if not why and next(rules.in_two_places([stay], standing.stays), None):
            why = f"{clinician.name} is booked then."
        before = work.get(clinician.pk, 0)
        outside = bool(hours and not hours.holds(gap.from_at, gap.until_at))
        found.append(
            Candidate(
                clinician, why, before, before + gap.minutes, limits.get(clinician.pk, 0), outside,
                clinician.pk in knows,
            )
        )  # fmt: skip
    return sorted(found, key=lambda c: (not c.may, c.order if c.may else (), c.clinician.search_name))


def _staff_of(session: Session) -> list[Staffing]:
    return list(Staffing.objects.filter(block__session=session))


def _group(session: Session) -> tuple[str, str]:
    return (session.cohort.track, session.cohort.language) if session.cohort else ("", "")


def _limit(kind: str) -> str:
    return "group_minutes" if kind == PROGRAM_DAY or SESSION_ROLE[kind] == "any" else "individual_minutes"


# Two hundred staffed blocks a week: their minutes are enough.
_WORK = """
    SELECT f.clinician_id, s.kind, sum(floor(extract(epoch FROM b.ends_at - b.starts_at) / 60))::integer
      FROM schedule_staffing f JOIN schedule_block b ON b.id = f.block_id JOIN schedule_session s ON s.id = b.session_id
     WHERE f.clinician_id = ANY (%s) AND f.released_at IS NULL AND s.on_day >= %s AND s.on_day < %s AND s.status <> %s
     GROUP BY 1, 2
"""


def _week_minutes(session: Session, clinicians: Sequence[UUID]) -> dict[UUID, int]:
    """Minutes that these clinicians staff in the Monday week of the session, of the same kind of work."""
    monday = session.on_day - timedelta(days=session.on_day.weekday())
    minutes: dict[UUID, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WORK, [list(clinicians), monday, monday + timedelta(days=7), CANCELED])
        for clinician, kind, worked in cursor.fetchall():
            if _limit(kind) == _limit(session.kind):
                minutes[clinician] = minutes.get(clinician, 0) + worked
    return minutes


# By the column of a clinician's file that limits this kind of work.
_LIMITS = {
    column: f"SELECT f.clinician_id, f.{column} FROM people_clinician_file f WHERE f.clinician_id = ANY (%s)"
    for column in ("group_minutes", "individual_minutes")
}


def _limits(session: Session, clinicians: Sequence[UUID]) -> dict[UUID, int]:
    """The most minutes a week of this kind of work, as these clinicians' files say."""
    with connection.cursor() as cursor:
        cursor.execute(_LIMITS[_limit(session.kind)], [list(clinicians)])
        return dict(cursor.fetchall())


# Of the same cohort, or else of the same series.
_KNOWS = """
    SELECT DISTINCT f.clinician_id
      FROM schedule_staffing f JOIN schedule_block b ON b.id = f.block_id JOIN schedule_session s ON s.id = b.session_id
     WHERE f.clinician_id = ANY (%s) AND f.released_at IS NULL AND s.{} = %s
"""


def _knows(session: Session, clinicians: Sequence[UUID]) -> set[UUID]:
    """Who of these has staffed a session of the same cohort or series before."""
    column, same = ("cohort_id", session.cohort_id) if session.cohort_id else ("series_id", session.series_id)
    if same is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_KNOWS.format(column), [list(clinicians), same])
        return {clinician for (clinician,) in cursor.fetchall()}
