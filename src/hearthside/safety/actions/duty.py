"""Starting and ending duty: from one press on somebody may be called, until another."""

from datetime import datetime
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import NotAllowed, require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.safety.events import DutyEnded, DutyStarted
from hearthside.safety.models.duty import Duty
from hearthside.safety.refusals import NotYourDuty, WrongDuty
from hearthside.safety.words import CRISIS, DUTIES, FLOATER, SUPERVISOR

MAY_START = {
    FLOATER: Permission.BE_FLOATER,
    SUPERVISOR: Permission.BE_SUPERVISOR,
    CRISIS: Permission.BE_CRISIS_CLINICIAN,
}


@action
def start_duty(*, program: UUID, kind: str, by: Actor) -> Duty:
    """
    From now on `by` may be called as this. Who is on duty as it already stays so.

    Raises:
        NotAllowed: `by` may not be called as this in this program.
        WrongDuty: there is no such duty, or only a clinician who works here today can do it.
    """
    if kind not in DUTIES:
        raise WrongDuty("Choose what you are on duty as.")
    require(by, MAY_START[kind], within=program)
    if by.account is None:
        raise NotAllowed(by, MAY_START[kind])
    with behind(program, by):
        if kind == FLOATER and not _works_here(program, by.account):
            raise WrongDuty("Only a clinician who works here today can step in. Ask who keeps the records of staff.")
        fresh = Duty(program_id=program, account_id=by.account, kind=kind, began_at=clock.now())
        # Two presses at once start it once.
        Duty.objects.bulk_create([fresh], ignore_conflicts=True)
        duty: Duty = Duty.objects.open().get(program=program, account=by.account, kind=kind)
    if duty.pk == fresh.pk:
        record(DutyStarted(duty=duty.pk, account=by.account, kind=kind), by=by)
    return duty


@action
def end_duty(*, duty: Duty, by: Actor) -> Duty:
    """
    Whoever is on duty is called no more. Ending it twice ends it once.

    Raises:
        NotYourDuty: it is somebody else's, and `by` may not end access here.
    """
    _require_own(duty, by)
    with behind(duty.program_id, by):
        row: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
        if row.ended_at is not None:
            return row
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
    record(DutyEnded(duty=row.pk, account=row.account_id, kind=row.kind), by=by)
    return row


@action
def note_heard(*, duty: Duty, sound: bool, notification: bool, by: Actor) -> Duty:
    """
    Keep whether this person's page can make a sound now, and show a notification: a call that nobody hears is none.

    Raises:
        NotYourDuty: it is somebody else's.
    """
    if by.account != duty.account_id or by.program != duty.program_id:
        raise NotYourDuty
    at: datetime = clock.now()
    with behind(duty.program_id, by):
        row: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
        row.sound_checked_at = at if sound else None
        row.notification_checked_at = at if notification else None
        row.save(update_fields=["sound_checked_at", "notification_checked_at"])
    return row


def _works_here(program: UUID, account: UUID) -> bool:
    own = Clinician.objects.select_related("program").filter(program=program, account=account).first()
    return own is not None and own.works_on(today(own.program))


def _require_own(duty: Duty, by: Actor) -> None:
    if by.account is not None and by.account == duty.account_id and by.program == duty.program_id:
        return
    try:
        require(by, Permission.END_ACCESS, within=duty.program_id)
    except NotAllowed as no:
        raise NotYourDuty from no
