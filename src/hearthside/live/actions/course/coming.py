"""Whoever leads a session, helps to, or has said that they come, enters it: no step more than one press."""

from hearthside.access.models import Program
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.actions.opening import opened_for
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.models.seats import Seat
from hearthside.live.queries.check_in import live_of
from hearthside.live.queries.room_course import seat_in_room
from hearthside.live.refusals import NotInThisSession
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session


@action
def come_to_lead(*, session: Session, by: Actor) -> Seat:
    """
    A seat in the room for a clinician: at once for whoever staffs it by its plan or accepted a call for it. Done again
    it gives the seat that they have.

    Raises:
        DoorsClosed: the doors are not open yet, or the session is over.
        NotInThisSession: they neither lead it, nor help to, nor have said that they come; or are no clinician here.
    """
    if by.account is None or by.program != session.program_id:
        raise NotInThisSession
    with behind(session.program_id, by):
        who = Clinician.objects.filter(program=session.program_id, account=by.account).first()
        program = Program.objects.get(pk=session.program_id)
        live = live_of(session.pk)
        if live is None or live.ended_at is not None:
            # Past its planned end a group may still need somebody: only one that is over lets nobody in.
            live = opened_for(session, program, by, not_yet="You can enter from {when} on, our time.")
        if who is None:
            raise NotInThisSession
        seat = seat_in_room(live, by.account)
        if seat is not None:
            return seat
    taken = take_seat(live=live, sitters=[Sitter(FACILITATOR, clinician=who.pk)], by=by)
    return admit_seat(seat=taken, by=by)
