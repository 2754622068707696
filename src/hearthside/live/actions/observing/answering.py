"""Whoever is in a session says whether somebody may observe it: each alone, as often as they like, until it is over."""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.observing.putting_out import put_out_observers
from hearthside.live.models.observing import ObserveAnswer, ObserveAsk
from hearthside.live.models.rooms import LiveSession
from hearthside.live.observing_events import ObserverAnswered
from hearthside.live.observing_refusals import NotAskedAny
from hearthside.live.queries.check_in import Visitor
from hearthside.live.queries.observing import is_over
from hearthside.live.refusals import NoPlaceHere
from hearthside.live.relations import TO_STAFF
from hearthside.live.telling import COURSE, tell
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session


@action
def answer_observing(*, visitor: Visitor, ask: UUID, agrees: bool, by: Actor) -> ObserveAnswer:
    """
    Yes or no, for oneself alone. A no holds at once: whoever observes goes before anything else happens.

    Raises:
        NoPlaceHere: `by` is not this person, or answers on a screen that another reads along on.
        NotAskedAny: nobody is asked this any more.
    """
    own = by.account is not None and by.account == visitor.account
    if (not own and not (by.system == "door" and visitor.ticket_kind)) or visitor.on_ticket_here:
        raise NoPlaceHere
    who, program = visitor.person, visitor.program.pk
    with behind(program, by):
        # Locked in this order everywhere: the session, then what hangs on it.
        LiveSession.objects.select_for_update().filter(pk=visitor.session.pk).first()
        asks = ObserveAsk.objects.select_for_update().filter(session=visitor.session.pk, taken_back_at__isnull=True)
        row = asks.filter(pk=ask).first()
        if row is None or is_over(Session.objects.get(pk=visitor.session.pk)):
            raise NotAskedAny
    if not agrees:
        put_out_observers(row.session_id, program, by, of=row.clinician_id)
    with behind(program, by):
        answer: ObserveAnswer = ObserveAnswer.objects.create(
            program_id=program, ask=row, patient_id=who.patient, partner_id=who.partner, agrees=agrees, at=clock.now()
        )
    record(ObserverAnswered(ask=row.pk, patient=who.patient, partner=who.partner, agrees=agrees), by=by)
    tell(row.session_id, TO_STAFF, COURSE)
    return answer
