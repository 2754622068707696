"""A roster says of many people at once when they are free, and how many minutes a week they need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.schedule.events.availability import (
    AvailabilityExceptionRecorded,
    AvailabilityRecorded,
    OwnMinimumSaid,
)
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.minimums import OwnMinimum
from hearthside.schedule.windows import DatedException, Window, checked, checked_exception

AT_ONCE = 1000


@dataclass(frozen=True)
class Times:
    """When one person is free. `is_patient` says whose id it is."""

    is_patient: bool
    windows: tuple[Window, ...] = ()
    exceptions: tuple[DatedException, ...] = ()

    def of(self, who: UUID) -> dict[str, Any]:
        return {"patient_id": who} if self.is_patient else {"clinician_id": who}

    def ids(self, who: UUID) -> dict[str, Any]:
        return {"patient": who if self.is_patient else None, "clinician": None if self.is_patient else who}


@action
def record_times_from_roster(*, program: Program, times: Mapping[UUID, Times], by: Actor) -> None:
    """
    Record from today on when people are free of whom nothing was recorded, and their single days.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
        WrongWindow: a time or a day cannot be.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    at = clock.now()
    today = day_in(program.zone, at)
    windows = [
        AvailabilityWindow(
            program=program, weekday=w.weekday, from_minute=w.start, to_minute=w.end, from_on=today, **each.of(who)
        )
        for who, each in times.items()
        for w in checked(each.windows)
    ]
    with behind(program.pk, by):
        AvailabilityWindow.objects.bulk_create(windows, AT_ONCE)
    counted: dict[UUID, int] = {}
    for window in windows:
        counted[window.who] = counted.get(window.who, 0) + 1
    record_all(
        (AvailabilityRecorded(from_on=today, windows=many, **times[who].ids(who)) for who, many in counted.items()),
        by=by,
    )
    exceptions = [
        AvailabilityException(
            program=program, kind=e.kind, first_on=e.first_on, last_on=e.last_on, from_minute=e.start,
            to_minute=e.end, recorded_at=at, **each.of(who),
        )
        for who, each in times.items()
        for e in (checked_exception(e, today=today) for e in each.exceptions)
    ]  # fmt: skip
    with behind(program.pk, by):
        AvailabilityException.objects.bulk_create(exceptions, AT_ONCE)
    record_all(
        (
            AvailabilityExceptionRecorded(
                exception=row.id, kind=row.kind, first_on=row.first_on, last_on=row.last_on,
                **times[row.who].ids(row.who),
            )
            for row in exceptions
        ),
        by=by,
    )  # fmt: skip


@action
def say_minimums_from_roster(*, program: Program, minutes: Mapping[UUID, int | None], by: Actor) -> None:
    """
    Say from today on how many minutes a week each of these patients needs; None is policy's minimum again.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    at = clock.now()
    today = day_in(program.zone, at)
    rows = [
        OwnMinimum(program=program, patient_id=who, minutes=many, from_on=today, said_at=at)
        for who, many in minutes.items()
    ]
    with behind(program.pk, by):
        OwnMinimum.objects.bulk_create(rows, AT_ONCE)
    record_all((OwnMinimumSaid(patient=r.patient_id, minutes=r.minutes, from_on=today) for r in rows), by=by)
