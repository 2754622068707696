"""Somebody leaves: for now or for good. Whom staff worry about is asked first where to call them."""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.actions.course.leading import HANDED_OVER, pass_lead
from hearthside.live.actions.course.making_true import out_of_the_room
from hearthside.live.actions.room.hands import lower_hands
from hearthside.live.actions.room.saying import say_where_to_call
from hearthside.live.actions.seating import leave_room
from hearthside.live.course_refusals import MayWeCall
from hearthside.live.models.rooms import Lead, LiveSession
from hearthside.live.models.seats import Leave
from hearthside.live.policy import BREACH_KEY
from hearthside.live.queries.door_room import staff_there
from hearthside.live.queries.room_course import inside, policy_of, seat_in_room, staff_order
from hearthside.live.queries.room_people import TREATED, goes_without_a_word
from hearthside.live.refusals import NotLetIn
from hearthside.live.rules.course import next_lead
from hearthside.people.actions.grants import behind


@action
def leave_session(*, live: LiveSession, coming_back: bool, phone: str = "", no_call: bool = False, by: Actor) -> Leave:
    """
    Whoever signed in leaves the room, with whoever sits at their screen. A lead who leaves hands over to somebody of
    the staff who stays, if anybody does.

    Raises:
        NotLetIn: they are not in the room.
        MayWeCall: somebody worries about them, and they have not said where to call them. WrongFact: no number.
    """
    if by.account is None:
        raise NotLetIn
    with behind(live.program_id, by):
        seat = seat_in_room(live, by.account)
        if seat is None:
            raise NotLetIn
        rows = list(inside(live).filter(seat=seat).select_related("clinician"))
        must_say = goes_without_a_word(seat)
        heir = _heir(live, [row.clinician_id for row in rows if row.clinician_id])
    if must_say and not (phone or no_call):
        raise MayWeCall
    if must_say:
        for row in (row for row in rows if row.role in TREATED):
            say_where_to_call(live=live, phone=phone, no_call=no_call, sitter=row.pk, by=by)
    leave = leave_room(seat=seat, coming_back=coming_back, by=by)
    with behind(live.program_id, by):
        lower_hands(live, rows, by)
        out_of_the_room(live, seat)
    if heir is not None:
        pass_lead(live, heir, HANDED_OVER, by)
    return leave


def _heir(live: LiveSession, leaving: list[UUID]) -> UUID | None:
    """Who leads after these; nobody where none of them leads, or nobody stays: then the watch sees to it."""
    if not Lead.objects.filter(session=live, until_at__isnull=True, clinician__in=leaving).exists():
        return None
    there = staff_there(live, clock.now(), policy_of(live).whole(BREACH_KEY)) - set(leaving)
    heir = next_lead([str(each) for each in there], staff_order(live))
    return UUID(heir) if heir else None
