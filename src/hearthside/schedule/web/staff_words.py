"""Words, tags and times of the pages for whoever plans, leads or answers for the program."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.answering import asker, program_of
from hearthside.access.models import Program
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_rows import Fill, Planned, Row
from hearthside.schedule.said import date_said, day_said, span_said, time_said
from hearthside.schedule.words import CANCELED, HELD, KIND_NAMES, OPEN, PROGRAM_DAY, RELEASED_BECAUSE
from hearthside.ui.seats import Seating

NOBODY = UUID(int=0)
BLOCK_NAMES = {
    "process": "Process group",
    "skills": "Skills group",
    "psychoeducation": "Education",
    "wellness": "Wellness",
    "break": "Break",
    "pet": "Time with pets",
    **{kind: name for kind, name in KIND_NAMES.items() if kind not in (PROGRAM_DAY, "wellness")},
}
SHORT_BECAUSE = {**RELEASED_BECAUSE, "policy": "Policy asks for more staff"}
PARTS = {"lead": "Leads", "co": "Helps to lead"}


def zone_of(request: HttpRequest) -> str:
    """On whose clocks this person reads: a clinician's own, else the program's."""
    program: Program = program_of(request)
    actor = asker(request)
    if "clinician" in actor.roles:
        own = Clinician.objects.filter(program=program, account=actor.account).values_list("zone", flat=True).first()
        if own:
            return own
    return program.zone


def addresses(name: str) -> Callable[[UUID], str]:
    """What gives the address of many of one kind: for hundreds of them, looking up each takes longer than all else."""
    before, _, after = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    return lambda which: f"{before}{which}{after}"


def when_said(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """`Thursday, January 7, 5:00 to 8:10 PM`."""
    return f"{day_said(starts_at, zone)}, {span_said(starts_at, ends_at, zone)}"


def week_said(monday: date) -> str:
    """`November 23 to 29`, or `November 30 to December 6`."""
    sunday = monday + timedelta(days=6)
    first, last = date_said(monday).partition(", ")[2], date_said(sunday).partition(", ")[2]
    return f"{first} to {last if sunday.month != monday.month else sunday.day}, {sunday.year}"


def session_title(session: Session | Planned) -> str:
    """What a session is called among staff."""
    return session.cohort.name if session.cohort else KIND_NAMES[session.kind]


def title(row: Row) -> str:
    return session_title(row.session)


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def size_said(row: Row) -> str:
    """`8 of 10, one couple`; for one person alone, `1 person`."""
    if row.cap <= 1:
        return counted(row.people, "person", "people")
    return Seating(people=row.people, cap=row.cap, couples=row.couples).words


def ratio_said(fill: Fill | None) -> str:
    """`1 to 4`, or what is missing."""
    if fill is None or not fill.people:
        return "nobody expected"
    if not fill.staff:
        return "nobody leads it"
    return f"1 to {fill.each}"


def state_tag(row: Row) -> tuple[str, str]:
    """The state of a session: word, and through the kind its shape and color."""
    session = row.session
    if session.status == CANCELED:
        return "plain", "Canceled"
    if row.is_short:
        return ("warn", "Short, answered for") if session.override_at else ("danger", "Short of staff")
    if row.over:
        return "warn", "Above the most allowed"
    if session.status == OPEN:
        return "ember", "Open now"
    if session.status == HELD:
        return "info", "Held"
    return "ok", "Within"


def moment_said(at: datetime, zone: str) -> str:
    """A moment that was: `at 4:00 PM on Thursday, January 7`."""
    return f"at {time_said(at, zone)} on {day_said(at, zone)}"
