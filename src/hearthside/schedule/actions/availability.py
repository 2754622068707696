"""When somebody is free: the whole week at once, and single days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.caseload.locks import lock_clinicians, lock_patients
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.queries.standing import require_part
from hearthside.schedule import times
from hearthside.schedule.actions.excusing import BEFORE_IT_BEGINS, excuse_while_away
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.staffing import release
from hearthside.schedule.events.availability import (
    AvailabilityExceptionRecorded,
    AvailabilityExceptionTakenBack,
    AvailabilityRecorded,
)
from hearthside.schedule.events.staffing import ClinicianDroppedOut
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.availability import standing, touches
from hearthside.schedule.windows import (
    AWAY,
    DatedException,
    Window,
    WrongWindow,
    as_minutes,
    checked,
    checked_exception,
)

# Nobody knows their week further ahead; a slip of the finger in the year would hide it for ever.
MOST_YEARS_AHEAD = 2


class TakenBackAlready(Refusal):
    """The exception counts no more."""

    def __init__(self) -> None:
        super().__init__("These days were taken back already. Nothing was done.")


@action
def record_availability(
    *, whose: Patient | Clinician, windows: Sequence[Window], from_on: date | None = None, by: Actor
) -> list[AvailabilityWindow]:
    """
    Say when somebody is free, the whole week at once, from a day on (today, where none is given).

    It replaces what was recorded for that day and later; what stood before stays to be read. No windows at all say
    that nothing is known from then on. What is planned already is not touched: windows are advice.

    Raises:
        NotYours: `by` may not say when this patient is free.
        NotAllowed: `by` may not say when this clinician is free.
        WrongWindow: a line cannot be, by its number.

    Rule: docs/rules/availability.md
    """
    require_own_or_keeper(by, whose)
    today = day_in(whose.program.zone, clock.now())
    first = from_on or today
    if not today <= first <= today + timedelta(days=MOST_YEARS_AHEAD * 366):
        raise WrongWindow(0, "from_on", "Choose a first day: today or later, at most two years ahead.")
    week = checked(windows)
    with behind(whose.program_id, by):
        _hold(whose)
        # Ended the day before; one that had not begun by then never stood.
        before = AvailabilityWindow.objects.of(whose).filter(standing(first, date.max))
        before.filter(from_on__lt=first).update(until_on=first - timedelta(days=1))
        before.filter(from_on__gte=first).update(until_on=F("from_on") - 1)
        rows = [
            AvailabilityWindow(
                program_id=whose.program_id,
                weekday=window.weekday,
                from_minute=window.start,
                to_minute=window.end,
                from_on=first,
                **_of(whose),
            )
            for window in week
        ]
        AvailabilityWindow.objects.bulk_create(rows)
    record(AvailabilityRecorded(from_on=first, windows=len(rows), **_ids(whose)), by=by)
    return rows


@action
def record_exception(*, whose: Patient | Clinician, exception: DatedException, by: Actor) -> AvailabilityException:
    """
    Say that somebody is away on some days, or free in addition.

    What is planned while they are away gives way, and what is made later leaves them out: a patient's seats are free
    for others; a clinician is released, and what then lacks staff is short, and seeks cover.

    Raises:
        NotYours: `by` may not say when this patient is free.
        NotAllowed: `by` may not say when this clinician is free.
        WrongWindow: the days or times cannot be.

    Rule: docs/rules/availability.md
    """
    require_own_or_keeper(by, whose)
    at = clock.now()
    kept = checked_exception(exception, today=day_in(whose.program.zone, at))
    with behind(whose.program_id, by):
        _hold(whose)
        row = AvailabilityException.objects.create(
            program_id=whose.program_id,
            kind=kept.kind,
            first_on=kept.first_on,
            last_on=kept.last_on,
            from_minute=kept.start,
            to_minute=kept.end,
            recorded_at=at,
            **_of(whose),
        )
    record(
        AvailabilityExceptionRecorded(
            exception=row.id, kind=kept.kind, first_on=kept.first_on, last_on=kept.last_on, **_ids(whose)
        ),
        by=by,
    )
    if kept.kind == AWAY:
        if isinstance(whose, Patient):
            excuse_while_away(whose, kept, by=by)
        else:
            _release_while_away(whose, kept, by)
    return row


@action
def take_back_exception(*, exception: AvailabilityException, by: Actor) -> None:
    """
    These days count no more. Seats and staffing that were given up for them are not taken again by themselves.

    Raises:
        NotYours, NotAllowed: `by` may not say when this person is free.
        TakenBackAlready: somebody did so before.
    """
    whose = exception.patient or exception.clinician
    assert whose is not None
    require_own_or_keeper(by, whose)
    with behind(exception.program_id, by):
        open_rows = AvailabilityException.objects.filter(pk=exception.pk, ended_at__isnull=True)
        if not open_rows.update(ended_at=clock.now()):
            raise TakenBackAlready
    record(AvailabilityExceptionTakenBack(exception=exception.id, **_ids(whose)), by=by)


def require_own_or_keeper(by: Actor, whose: Patient | Clinician) -> None:
    """
    Go on for whoever may say when this person is free.

    Raises:
        NotYours: a patient's record does not let `by`.
        NotAllowed: `by` is neither the clinician nor somebody who plans.
    """
    if isinstance(whose, Patient):
        require_part(by, whose, "availability")
        return
    in_person = by.account is not None and by.account == whose.account_id and by.program == whose.program_id
    if not (in_person and "clinician" in by.roles):
        require(by, Permission.KEEP_AVAILABILITY, within=whose.program_id)


def _release_while_away(clinician: Clinician, exception: DatedException, by: Actor) -> None:
    """A clinician who is away staffs nothing that this touches. Within an action."""
    program = clinician.program_id
    from_at, until_at = times.day_span(exception.first_on, exception.last_on, clinician.zone)
    with behind(program, by):
        own = Session.objects.filter(
            program=program, status__in=BEFORE_IT_BEGINS, starts_at__gt=clock.now(), starts_at__lt=until_at,
            ends_at__gt=from_at,
        ).staffed_by(clinician)  # fmt: skip
        touched = [
            session.pk for session in own
            if touches(exception, clinician.zone, *as_minutes(session.starts_at, session.ends_at))
        ]  # fmt: skip
    if touched:
        held = hold_sessions(program, touched, by=by).values()
        ahead = [session for session in held if session.status in BEFORE_IT_BEGINS]
        left = release(clinician, ahead, because="away", at=clock.now(), by=by)
        record(ClinicianDroppedOut(clinician=clinician.pk, because="away", sessions=tuple(s.pk for s in left)), by=by)


def _hold(whose: Patient | Clinician) -> None:
    """Two people who record one week at once take turns, so that one whole week stands and not both."""
    if isinstance(whose, Patient):
        lock_patients([whose.pk])
    else:
        lock_clinicians([whose.pk])


def _of(whose: Patient | Clinician) -> dict[str, Any]:
    return {"patient": whose} if isinstance(whose, Patient) else {"clinician": whose}


def _ids(whose: Patient | Clinician) -> dict[str, Any]:
    is_patient = isinstance(whose, Patient)
    return {"patient": whose.pk if is_patient else None, "clinician": None if is_patient else whose.pk}
