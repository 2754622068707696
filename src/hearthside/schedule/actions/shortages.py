"""
A session says whether it lacks staff: after every change of seats or staff, in the same transaction.

Staff loss is never refused. What is refused is a session that is short and says nothing: since when, why, and who is
asked to help out stand in rows of their own.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.offers import close_offers, seek_cover
from hearthside.schedule.actions.refusing import NO_SEAT, seat_refusals
from hearthside.schedule.events.staffing import SeatsTaken, SessionShort, SessionWhole
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import COUNTED, Session
from hearthside.schedule.words import AHEAD, OPEN, PLANNED, SEAT_EXCUSED, SEAT_HELD, SHORT


def lacking(sessions: Collection[UUID]) -> set[UUID]:
    """Which of these lack staff in some block, as the database counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT f.session_id FROM schedule_fill(%s) f WHERE f.needed > f.staff", [list(sessions)]
        )
        return {row[0] for row in cursor.fetchall()}


def settle(
    sessions: Iterable[Session], *, because: str, clinician: UUID | None = None, ended: str = "covered", by: Actor
) -> list[Shortage]:
    """
    Let each of these held sessions say whether it is short, and seek cover where one became so. Gives new shortages.

    `because` and `clinician` say why one becomes short, `ended` what ends a shortage.
    """
    rows = [s for s in sessions if s.status in (*AHEAD, OPEN)]
    if not rows:
        return []
    begun = []
    with behind(rows[0].program_id, by):
        lacks = lacking([s.pk for s in rows])
        open_shortages = {h.session_id: h for h in Shortage.objects.filter(session__in=rows, ended_at__isnull=True)}
        for session in rows:
            shortage = open_shortages.get(session.pk)
            if session.pk in lacks and shortage is None:
                begun.append(begin_shortage(session, because=because, clinician=clinician, by=by))
            elif session.pk not in lacks and shortage is not None:
                _end(session, shortage, ended, by)
        _seat_who_waited([s for s in rows if s.status == PLANNED], by)
    for shortage in begun:
        seek_cover(shortage, by=by)
    return begun


def begin_shortage(session: Session, *, because: str, clinician: UUID | None, by: Actor) -> Shortage:
    """The session is short from now on. Behind the scenes."""
    shortage: Shortage = Shortage.objects.create(
        program_id=session.program_id, session=session, clinician_id=clinician, because=because, since_at=clock.now()
    )
    if session.status == PLANNED:
        session.status = SHORT
        session.count_change()
        session.save(update_fields=["status", *COUNTED])
    record(SessionShort(session=session.pk, shortage=shortage.pk, because=because, starts_at=session.starts_at), by=by)
    return shortage


def end_shortage_of(session: Session, *, because: str, by: Actor) -> None:
    """The session lacks nobody any more, or is canceled. Behind the scenes."""
    shortage = Shortage.objects.filter(session=session, ended_at__isnull=True).first()
    if shortage is not None:
        _end(session, shortage, because, by)


def _end(session: Session, shortage: Shortage, because: str, by: Actor) -> None:
    shortage.ended_at, shortage.ended_because = clock.now(), because
    shortage.save(update_fields=["ended_at", "ended_because"])
    close_offers(shortage)
    if session.status == SHORT:
        session.status = PLANNED
        session.count_change()
        session.save(update_fields=["status", *COUNTED])
    record(SessionWhole(session=session.pk, shortage=shortage.pk, because=because), by=by)


def _seat_who_waited(sessions: Collection[Session], by: Actor) -> None:
    """Whoever joined one while it was short gets their seat now, as far as it has room."""
    waiting = Seat.objects.filter(session__in=[s.pk for s in sessions], state=SEAT_EXCUSED, because="short")
    for seat in waiting.order_by("session", "id"):
        try:
            with refusing(seat_refusals()):
                Seat.objects.filter(pk=seat.pk).update(state=SEAT_HELD, because="", changed_at=clock.now())
        except NO_SEAT:
            continue
        record(
            SeatsTaken(patient=seat.patient_id, partner=seat.partner_id, sessions=(seat.session_id,), guest=False),
            by=by,
        )
