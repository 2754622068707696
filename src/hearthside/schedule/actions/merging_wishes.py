"""
Two records of one person become one: what was said of their time goes to the record that is kept, and back again.

When they are free and their own minimum of treatment are said whole: where the record that is kept has its own, that
stands, and what the other one says stays with it. Single days and asks that wait are added.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from hearthside.caseload.refusals import CareOverlaps
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.minimums import OwnMinimum
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat, SeatReason
from hearthside.schedule.models.swaps import WAITING_STATES, Swap

MOVED: tuple[type[Model], ...] = (
    AvailabilityWindow, AvailabilityException, OwnMinimum, SeatReason, Swap, Question,
)  # fmt: skip
BOTH_ASK = "Both records ask for a seat in the same session. Answer one of the two first."
TWO_MINIMUMS = (
    "The two records have different minimums of treatment in a week. Give both the same first: the one that counts."
)


def follow_merge(*, kept: Patient, gone: Patient, moved: list[tuple[str, UUID]], by: Actor) -> None:
    """
    Move what was said of their time and is not over; what moved is added to `moved`, where the seats stand already.

    Raises:
        CareOverlaps: both ask for the same session, or have minimums that differ.
    """
    seats = [row for table, row in moved if table == Seat._meta.db_table]
    with behind(kept.program_id, by), refusing({"swap_asked_once": CareOverlaps(BOTH_ASK)}):
        for rows in (
            _windows(kept, gone),
            _days(gone),
            _minimums(kept, gone),
            SeatReason.objects.filter(seat__in=seats, patient=gone),
            Swap.objects.filter(
                Q(state__in=WAITING_STATES) | Q(seat__in=seats) | Q(instead_of__in=seats), patient=gone
            ),
            _questions(kept, gone),
        ):
            ids = list(rows.values_list("pk", flat=True))
            rows.model.objects.filter(pk__in=ids).update(patient=kept)
            moved += [(rows.model._meta.db_table, pk) for pk in ids]


def follow_unmerge(*, kept: Patient, gone: Patient, moves: Mapping[str, Collection[UUID]], by: Actor) -> None:
    """All of it goes back, as it is now."""
    with behind(kept.program_id, by), refusing({"swap_asked_once": CareOverlaps(BOTH_ASK)}):
        for model in MOVED:
            rows: QuerySet[Any] = model._default_manager.filter(pk__in=moves.get(model._meta.db_table, ()))
            rows.update(patient=gone)


def _windows(kept: Patient, gone: Patient) -> QuerySet[Any]:
    goes_on = Q(until_on__isnull=True) | Q(until_on__gte=_today(kept))
    if AvailabilityWindow.objects.filter(goes_on, patient=kept).exists():
        return AvailabilityWindow.objects.none()
    return AvailabilityWindow.objects.filter(goes_on, patient=gone)


def _days(gone: Patient) -> QuerySet[Any]:
    return AvailabilityException.objects.filter(patient=gone, ended_at__isnull=True, last_on__gte=_today(gone))


def _minimums(kept: Patient, gone: Patient) -> QuerySet[Any]:
    """Raises CareOverlaps where both have one, now or later, and they differ."""
    of_gone, of_kept = _standing_minimums(gone), _standing_minimums(kept)
    if of_gone and of_kept and of_gone != of_kept:
        raise CareOverlaps(TWO_MINIMUMS)
    return OwnMinimum.objects.none() if of_kept else OwnMinimum.objects.filter(patient=gone)


def _standing_minimums(patient: Patient) -> list[Any]:
    """The minimum of today and whatever is said for later, without those that say as policy does."""
    rows = list(OwnMinimum.objects.filter(patient=patient).order_by("from_on", "said_at"))
    begun = [row.minutes for row in rows if row.from_on <= _today(patient)]
    later = [row.minutes for row in rows if row.from_on > _today(patient)]
    return [minutes for minutes in (*begun[-1:], *later) if minutes is not None]


def _questions(kept: Patient, gone: Patient) -> QuerySet[Any]:
    """What the calendar asks about them, where it does not ask the same about the record that is kept."""
    asked = Question.objects.filter(patient=kept).values_list("kind", "series", "on_day")
    there = set(asked)
    waiting = Question.objects.filter(patient=gone, answered_at__isnull=True)
    new = [row.pk for row in waiting if (row.kind, row.series_id, row.on_day) not in there]
    return Question.objects.filter(pk__in=new)


def _today(patient: Patient) -> Any:
    return day_in(patient.program.zone, clock.now())
