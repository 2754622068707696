"""An observer comes: they say that they are there, and whoever leads lets them in once everybody has agreed."""

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.models.observing import ObserveAsk
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.observing_events import ObserverCame, ObserverLetIn
from hearthside.live.observing_refusals import MayNotObserve, NotEverybodyAgreed, NothingToObserve
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.observing import is_over, observers_inside, stands_too_near
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_STAFF
from hearthside.live.telling import DOOR, tell
from hearthside.live.words import OBSERVER
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session


@action
def come_to_observe(*, ask: ObserveAsk, by: Actor) -> ObserveAsk:
    """
    Say that one is there. It lets nobody in: whoever leads does.

    Raises:
        NotInThisSession: `by` is not whoever would observe. NothingToObserve: it is over, or was taken back.
    """
    with behind(ask.program_id, by):
        row: ObserveAsk = ObserveAsk.objects.select_for_update(of=("self",)).select_related("clinician").get(pk=ask.pk)
        if by.account is None or by.account != row.clinician.account_id:
            raise NotInThisSession
        if row.taken_back_at is not None or is_over(Session.objects.get(pk=row.session_id)):
            raise NothingToObserve
        row.here_at = clock.now()
        row.save(update_fields=["here_at"])
    record(ObserverCame(ask=row.pk, session=row.session_id, clinician=row.clinician_id), by=by)
    tell(row.session_id, TO_STAFF, DOOR)
    return row


@action
def let_observer_in(*, ask: ObserveAsk, by: Actor) -> Seat:
    """
    Let whoever observes in, if everybody in the session agreed. Done again it gives the seat that they have.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to. NothingToObserve: its doors are not open, it is
        over, or they did not say that they are there.
        NotEverybodyAgreed: somebody has not, or not yet. MayNotObserve: something came between since it was asked.
    """
    with behind(ask.program_id, by):
        live = LiveSession.objects.filter(pk=ask.session_id).first()
    if live is None:
        raise NothingToObserve
    require_leading(live, by)
    with behind(live.program_id, by), refusing({"everybody_agreed": NotEverybodyAgreed()}):
        LiveSession.objects.select_for_update().get(pk=live.pk)
        row = ObserveAsk.objects.select_for_update(of=("self",)).select_related("clinician").get(pk=ask.pk)
        session = Session.objects.select_related("program").get(pk=live.pk)
        if row.taken_back_at is not None or row.here_at is None or is_over(session):
            raise NothingToObserve
        if stands_too_near(session, row.clinician):
            raise MayNotObserve
        there = next((seat for seat, who in observers_inside(live.pk) if who == row.clinician_id), None)
        if there is not None and not there.leaves.filter(coming_back=False).exists():
            return there
        seat = take_seat(live=live, sitters=[Sitter(OBSERVER, clinician=row.clinician_id)], by=by)
        seat = admit_seat(seat=seat, by=by)
    record(ObserverLetIn(ask=row.pk, session=live.pk, seat=seat.pk), by=by)
    return seat
