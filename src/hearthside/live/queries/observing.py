"""Observers: who would come to which session, whether everybody there agreed, and what an own answer is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from hearthside.ledger import clock
from hearthside.live.models.observing import ObserveAnswer, ObserveAsk
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.close_to import accounts_close_to
from hearthside.live.words import OBSERVER
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.words import CANCELED, SEAT_HELD


def standing_asks(session: UUID) -> "QuerySet[ObserveAsk]":
    """Who would observe this session, as far as nobody took it back."""
    rows: QuerySet[ObserveAsk] = ObserveAsk.objects.filter(session=session, taken_back_at__isnull=True)
    return rows.select_related("clinician").order_by("asked_at", "id")


def asks_of(account: UUID, program: UUID, at: datetime) -> "QuerySet[ObserveAsk]":
    """What is asked of whoever signs in with this account: of sessions that are not over and in which they come."""
    mine = Q(patient__account=account, patient__merged_into__isnull=True) | Q(partner__account=account)
    seats = PlannedSeat.objects.filter(mine, program=program, state=SEAT_HELD).exclude(session__status=CANCELED)
    rows = ObserveAsk.objects.filter(
        program=program, session__in=seats.values("session"), session__ends_at__gt=at, taken_back_at__isnull=True
    )
    found: QuerySet[ObserveAsk] = rows.select_related("clinician", "session__cohort")
    return found.order_by("session__starts_at", "asked_at", "id")


def may_observe(session: UUID, clinician: UUID) -> bool:
    """Whether everybody in this session agreed to this observer, who has no part in it. The database says the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT live_may_observe(%s, %s)", [session, clinician])
        return bool(cursor.fetchone()[0])


def agreed_to(asks: Iterable[UUID]) -> dict[UUID, bool]:
    """For each request whether everybody agreed; how many did, or who, is never told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a, live_everybody_agreed(a) FROM unnest(%s::uuid[]) AS a", [list(asks)])
        return dict(cursor.fetchall())


def answers_to(asks: Collection[UUID], person: Person) -> Mapping[UUID, ObserveAnswer]:
    """What this person said last to each of these requests."""
    rows = ObserveAnswer.objects.filter(ask__in=asks, patient=person.patient, partner=person.partner)
    return {row.ask_id: row for row in rows.order_by("at", "id")}


def staffs(session: UUID, clinician: UUID) -> bool:
    """Whether they lead a part of it or help to, by its plan."""
    return Staffing.objects.filter(
        block__session=session, clinician=clinician, released_at__isnull=True
    ).exists()  # fmt: skip


def stands_too_near(session: Session, clinician: Clinician) -> bool:
    """Whether they are, or live with, somebody in it, or treat somebody there in another role."""
    people = holders(session.pk)
    if clinician.account_id in accounts_close_to(people):
        return True
    fitness = Fitness(session.program_id, [clinician.pk], [p.patient for p in people if p.patient])
    return fitness.in_another_role(session.kind, clinician.pk, people, clock.now())


def is_over(session: Session) -> bool:
    """Whether nothing of it is to be observed any more."""
    live = LiveSession.objects.filter(pk=session.pk).first()
    ends_at, ended = (live.ends_at, live.ended_at is not None) if live else (session.ends_at, False)
    return ended or session.status == CANCELED or ends_at <= clock.now()


def observers_inside(live: UUID) -> list[tuple[Seat, UUID]]:
    """Seats from which somebody may observe now, with the clinician."""
    rows = SeatOccupant.objects.filter(
        seat__session=live, role=OBSERVER, until_at__isnull=True, seat__revoked_at__isnull=True
    )
    return [(row.seat, row.clinician_id) for row in rows.select_related("seat").order_by("pk")]


def observes_as(account: UUID, session: UUID) -> bool:
    """Whether this account was asked for here, be it taken back since: their page says so. Behind the scenes."""
    return ObserveAsk.objects.filter(session=session, clinician__account=account).exists()
