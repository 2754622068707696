"""Who is in sessions: the people who hold a seat, and the clinicians who staff them."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import connection

from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.rules import Stretch
from hearthside.schedule.words import SEAT_CANCELED, SEAT_HELD

_HOLDERS = "SELECT patient_id, partner_id FROM schedule_seat WHERE session_id = %s AND state = %s ORDER BY id"


def holders(session: UUID) -> tuple[Person, ...]:
    """The people who hold a seat in this session."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [session, SEAT_HELD])
        return tuple(Person(*who) for who in cursor.fetchall())


def patients_in(sessions: Collection[UUID]) -> tuple[UUID, ...]:
    """Every patient with a seat, held or excused, in any of these sessions."""
    seats = Seat.objects.filter(session__in=sessions, patient__isnull=False).exclude(state=SEAT_CANCELED)
    return tuple(sorted(set(seats.values_list("patient", flat=True))))


def clinicians_in(sessions: Collection[UUID]) -> tuple[UUID, ...]:
    """Every clinician who staffs a block of any of these sessions."""
    rows = Staffing.objects.filter(block__session__in=sessions, released_at__isnull=True)
    return tuple(sorted(set(rows.values_list("clinician", flat=True))))


def laid_out(session: Session) -> list[Stretch]:
    """The blocks of a session in minutes from its start."""
    minute = timedelta(minutes=1)
    return [
        Stretch(
            b.number, b.kind, (b.starts_at - session.starts_at) // minute, (b.ends_at - session.starts_at) // minute
        )
        for b in Block.objects.filter(session=session).order_by("number")
    ]
