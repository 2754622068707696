"""Whoever leads a session, or the director, asks that a colleague may observe it; and takes it back."""

from uuid import UUID

from hearthside.access.permissions import Permission, may_do
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.actions.observing.putting_out import put_out_observers
from hearthside.live.models.observing import LONGEST_REASON, ObserveAsk
from hearthside.live.models.rooms import LiveSession
from hearthside.live.observing_events import ObserverAsked, ObserverTakenBack
from hearthside.live.observing_refusals import AskedForAlready, MayNotObserve, NothingToObserve, StaffsIt
from hearthside.live.queries.observing import is_over, staffs, stands_too_near
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import CO, LEAD
from hearthside.notify.actions.notices import notify
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.queries.receivers import of_clinicians, of_people
from hearthside.schedule.said import when

TELLS_PEOPLE, TELLS_OBSERVER = "observer_asked", "may_observe"


@action
def ask_to_observe(*, session: Session, clinician: UUID, reason: str, by: Actor) -> ObserveAsk:
    """
    Ask everybody in this session whether this clinician may observe it. Each of them is told, and reads the reason.

    Raises:
        NotInThisSession: `by` neither leads it, nor helps to, nor is the director. NothingToObserve: it is over.
        StaffsIt, MayNotObserve, AskedForAlready: not this clinician. WrongFact: no reason.
    """
    kept = text("reason", reason, most=LONGEST_REASON, needed="Type why they come. Everybody in the session reads it.")
    asks = require_asking(session, by)
    with behind(session.program_id, by), refusing({"live_observe_ask_once": AskedForAlready()}):
        row = Session.objects.select_related("program").get(pk=session.pk)
        who = Clinician.objects.filter(pk=clinician, program=row.program_id).first()
        if is_over(row):
            raise NothingToObserve
        if who is None or who.account_id is None or not who.works_on(today(row.program)):
            raise MayNotObserve
        if staffs(row.pk, who.pk):
            raise StaffsIt
        if stands_too_near(row, who):
            raise MayNotObserve
        ask: ObserveAsk = ObserveAsk.objects.create(
            program_id=row.program_id, session=row, clinician=who, reason=kept, asked_at=clock.now(),
            asked_by_id=asks,
        )  # fmt: skip
        people = of_people([one for each in holders(row.pk) for one in (each.patient, each.partner) if one])
        told = [
            *((TELLS_PEOPLE, each) for each in people),
            *((TELLS_OBSERVER, each) for each in of_clinicians([who.pk])),
        ]
        for kind, receiver in told:
            facts = {"when": when([row.starts_at], receiver.zone)}
            notify(account=receiver.account, kind=kind, about=ask.pk, facts=facts, by=by)
    record(ObserverAsked(ask=ask.pk, session=row.pk, clinician=who.pk), by=by)
    return ask


@action
def take_ask_back(*, ask: ObserveAsk, by: Actor) -> ObserveAsk:
    """
    Nobody observes after all. Whoever observes already is put out. Done again it changes nothing.

    Raises:
        NotInThisSession: `by` neither leads the session, nor helps to, nor is the director.
    """
    with behind(ask.program_id, by):
        session = Session.objects.get(pk=ask.session_id)
    require_asking(session, by)
    with behind(ask.program_id, by):
        # Locked in this order everywhere: the session, then what hangs on it.
        LiveSession.objects.select_for_update().filter(pk=ask.session_id).first()
        row: ObserveAsk = ObserveAsk.objects.select_for_update().get(pk=ask.pk)
    if row.taken_back_at is not None:
        return row
    put_out_observers(row.session_id, row.program_id, by, of=row.clinician_id)
    with behind(row.program_id, by):
        row.taken_back_at, row.taken_back_by_id = clock.now(), by.account
        row.save(update_fields=["taken_back_at", "taken_back_by"])
    record(ObserverTakenBack(ask=row.pk, session=row.session_id, clinician=row.clinician_id), by=by)
    return row


def may_ask(session: Session, by: Actor) -> bool:
    """Whether `by` leads this session, helps to, or is the program's director."""
    if by.account is None or by.program != session.program_id:
        return False
    if may_do(by.roles, Permission.ASK_FOR_OBSERVERS):
        return True
    with behind(session.program_id, by):
        planned = Staffing.objects.filter(
            block__session=session.pk, released_at__isnull=True, clinician__account=by.account
        )
        return planned.exists() or bool(tie(by.account, session.pk).relations & {LEAD, CO})


def require_asking(session: Session, by: Actor) -> UUID:
    """The account of whoever may ask. Raises NotInThisSession."""
    if by.account is None or not may_ask(session, by):
        raise NotInThisSession
    return by.account
