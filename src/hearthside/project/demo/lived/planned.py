"""The sessions of the past that were to be held, and nobody held: who was expected in each, and who was to lead it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from hearthside.access.models import Program
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.words import SEAT_HELD

# A session is past once its door is closed and whoever stayed longer is gone.
PAST = timedelta(minutes=30)
AT_ONCE = 20
"""How many are read together."""

Span = tuple[UUID, datetime, datetime]


@dataclass
class Planned:
    """One session as it was planned."""

    session: Session
    blocks: list[Block] = field(default_factory=list)
    patients: list[UUID] = field(default_factory=list)
    partners: list[UUID] = field(default_factory=list)
    # Each clinician once, with the span from their first block to their last.
    staff: list[Span] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The same in every demonstration of this week: what happened in it hangs on it."""
        return f"{self.session.kind} {self.session.on_day} {self.session.start_minute} {len(self.patients)}"


def not_held(program: Program, before: datetime) -> "QuerySet[Session]":
    """Sessions that were over before this instant, and that nobody opened; the earliest first."""
    past = Session.objects.standing().filter(program=program, ends_at__lt=before - PAST, live__isnull=True)
    return past.select_related("cohort", "program").order_by("starts_at", "id")


def planned(sessions: Sequence[Session]) -> Iterator[Planned]:
    """With everybody who was expected. One where nobody was, or nobody was to lead, was not held."""
    ids = [session.pk for session in sessions]
    found = {session.pk: Planned(session) for session in sessions}
    for block in Block.objects.filter(session__in=ids).order_by("number"):
        found[block.session_id].blocks.append(block)
    for session, patient, partner in (
        Seat.objects.filter(session__in=ids, state=SEAT_HELD)
        .order_by("id")
        .values_list("session", "patient", "partner")
    ):
        (found[session].patients if patient else found[session].partners).append(patient or partner)
    for session, spans in _staff(ids).items():
        found[session].staff = spans
    return (each for each in found.values() if each.staff and each.patients)


def _staff(ids: Sequence[UUID]) -> dict[UUID, list[Span]]:
    rows = Staffing.objects.filter(block__session__in=ids, released_at__isnull=True).order_by("-part", "block__number")
    spans: dict[UUID, dict[UUID, Span]] = {}
    for session, who, since, until in rows.values_list(
        "block__session", "clinician", "block__starts_at", "block__ends_at"
    ):
        _, first, last = spans.setdefault(session, {}).get(who, (who, since, until))
        spans[session][who] = (who, min(first, since), max(last, until))
    return {session: list(of.values()) for session, of in spans.items()}
