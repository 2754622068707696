"""Somebody is missed: after the minutes of policy a task opens to reach out to them, and ends with an outcome."""

from datetime import timedelta

from hearthside.access.require import TRUSTED
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record, record_all
from hearthside.live.door_events import OutreachEnded, OutreachOpened
from hearthside.live.door_refusals import NotYourTalk, WrongAnswer
from hearthside.live.door_words import CAME, OUTREACH_OUTCOMES
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.outreach import Outreach
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_STAFF
from hearthside.live.telling import COURSE, tell
from hearthside.people.actions.grants import behind
from hearthside.people.queries.standing import may
from hearthside.policy.queries import in_force
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import SEAT_HELD

LAST = "late.minutes.last"


@action
def open_outreach(*, session: Session, by: Actor) -> list[Outreach]:
    """
    Open a task for each who was expected in a session whose doors opened, and neither came in nor waits at the door,
    once they are as late as policy says. Done again it changes nothing; whoever came meanwhile is missed no more.

    Raises:
        NotInThisSession: `by` is no part of the system that may.
    """
    if not by.is_system or by.system not in TRUSTED or by.program not in (None, session.program_id):
        raise NotInThisSession
    at = clock.now()
    if at < session.starts_at + timedelta(minutes=in_force(session.on_day, session.program_id).whole(LAST)):
        return []
    with behind(session.program_id, by):
        came = _came(session)
        _close(session, came, by)
        expected = Seat.objects.filter(session=session, state=SEAT_HELD).order_by("id")
        missed = [
            Outreach(
                program_id=session.program_id, session_id=session.pk, patient_id=seat.patient_id,
                partner_id=seat.partner_id, opened_at=at,
            )
            for seat in expected if seat.who_id not in came
        ]  # fmt: skip
        Outreach.objects.bulk_create(missed, ignore_conflicts=True)
        opened = list(Outreach.objects.filter(pk__in=[each.pk for each in missed]))
    events = [
        OutreachOpened(outreach=row.pk, session=session.pk, patient=row.patient_id, partner=row.partner_id)
        for row in opened
    ]
    record_all(events, by=by)
    if opened:
        # Whoever leads reads that somebody is missed, and at the door who.
        tell(session.pk, TO_STAFF, COURSE)
    return opened


@action
def end_outreach(*, outreach: Outreach, outcome: str, by: Actor) -> Outreach:
    """
    Write down what came of it.

    Raises:
        NotYourTalk: `by` may not see to this person's days. WrongAnswer: no such outcome.
    """
    chart = outreach.patient_id or (outreach.partner.patient_id if outreach.partner else None)
    if by.program != outreach.program_id or chart is None or not may(by, chart, "schedule"):
        raise NotYourTalk
    if outcome not in OUTREACH_OUTCOMES or outcome == CAME:
        raise WrongAnswer("outcome", "Choose what came of it.")
    with behind(outreach.program_id, by):
        row: Outreach = Outreach.objects.select_for_update(of=("self",)).get(pk=outreach.pk)
        if row.outcome:
            return row
        row.outcome, row.ended_at, row.ended_by_id = outcome, clock.now(), by.account
        row.save(update_fields=["outcome", "ended_at", "ended_by"])
    record(OutreachEnded(outreach=row.pk, patient=row.patient_id, partner=row.partner_id, outcome=outcome), by=by)
    return row


def _came(session: Session) -> set[object]:
    """Whoever was let in, waits at the door, or was told "not today"."""
    inside = SeatOccupant.objects.filter(
        seat__session=session.pk, seat__admitted_at__isnull=False, clinician__isnull=True
    )
    waits = CheckIn.objects.filter(session=session.pk).exclude(ready_at__isnull=True, turned_away_at__isnull=True)
    rows = [*inside.values_list("patient", "partner"), *waits.values_list("patient", "partner")]
    return {patient or partner for patient, partner in rows}


def _close(session: Session, came: set[object], by: Actor) -> None:
    open_rows = Outreach.objects.select_for_update(of=("self",)).filter(session=session.pk, outcome="")
    over = [row for row in open_rows.order_by("id") if (row.patient_id or row.partner_id) in came]
    for row in over:
        row.outcome, row.ended_at = CAME, clock.now()
    Outreach.objects.bulk_update(over, ["outcome", "ended_at"])
    record_all(
        [OutreachEnded(outreach=r.pk, patient=r.patient_id, partner=r.partner_id, outcome=CAME) for r in over], by=by
    )
