"""Reminding people of what is about to begin: once for each mark, and again where a session was moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.notify.actions.notices import notify
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import numbers
from hearthside.schedule.events.reminders import PeopleReminded
from hearthside.schedule.models.reminders import FIRST, LAST, Reminder
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.queries.receivers import of_people
from hearthside.schedule.said import when
from hearthside.schedule.words import AHEAD, OPEN, SEAT_HELD

FIRST_HOURS, LAST_MINUTES = "reminder.first.hours", "reminder.last.minutes"


@action
def remind(*, program: Program, by: Actor) -> int:
    """
    Remind everybody of the program whose session begins soon: at each of the two marks that policy sets, once.

    Whoever took a seat after a mark had passed was told of it then, and is not reminded at that mark. Gives how many.

    Raises:
        NotAllowed: `by` may not change the schedule here.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.pk)
    ahead = numbers([FIRST_HOURS, LAST_MINUTES], program.pk)
    marks = {FIRST: timedelta(hours=ahead[FIRST_HOURS]), LAST: timedelta(minutes=ahead[LAST_MINUTES])}
    at = clock.now()
    with behind(program.pk, by):
        due = [
            Reminder(program=program, seat=seat, mark=mark, starts_at=seat.session.starts_at, made_at=at)
            for mark, lead in marks.items()
            for seat in _due(program, mark, lead, at)
        ]
        Reminder.objects.bulk_create(due)
        _tell(due, by)
    if due:
        patients = tuple(sorted({r.seat.patient_id for r in due if r.seat.patient_id}))
        record(PeopleReminded(reminders=tuple(r.pk for r in due), patients=patients), by=by)
    return len(due)


def _due(program: Program, mark: str, lead: timedelta, at: datetime) -> list[Seat]:
    """The seats whose session begins within this time and that were not reminded of it at this mark."""
    told = Reminder.objects.filter(seat=OuterRef("pk"), mark=mark, starts_at=OuterRef("session__starts_at"))
    seats = Seat.objects.filter(
        ~Exists(told), program=program, state=SEAT_HELD, session__status__in=(*AHEAD, OPEN),
        session__starts_at__gt=at, session__starts_at__lte=at + lead,
    ).select_related("session")  # fmt: skip
    return [
        seat for seat in seats.order_by("session__starts_at", "pk") if seat.changed_at <= seat.session.starts_at - lead
    ]


def _tell(reminders: Sequence[Reminder], by: Actor) -> None:
    """Whoever has an account gets a notice. One of two that are due at once is enough, but each mark is kept."""
    receivers = {receiver.who: receiver for receiver in of_people([r.seat.who_id for r in reminders])}
    told = set()
    for reminder in reminders:
        receiver = receivers.get(reminder.seat.who_id)
        if receiver is not None and (reminder.seat_id not in told):
            told.add(reminder.seat_id)
            facts = {"when": when([reminder.starts_at], receiver.zone)}
            notify(account=receiver.account, kind="session_reminder", about=reminder.pk, facts=facts, by=by)
