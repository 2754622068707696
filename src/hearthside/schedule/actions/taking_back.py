"""An ask for a guest seat, or the seat itself, is taken back: the own seat is taken again if there is room."""

from datetime import datetime

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.schedule.actions.granting import WaitsNoMore, answer, lapse, require_asker, waiting_rows
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.refusing import NO_SEAT, seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import SeatsFreed, SeatsTaken
from hearthside.schedule.events.swaps import SwapTakenBack
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import GRANTED, TAKEN_BACK, Swap
from hearthside.schedule.queries.people_in import patients_in
from hearthside.schedule.words import AHEAD, SEAT_CANCELED, SEAT_EXCUSED, SEAT_HELD


@action
def take_back_swap(*, swap: Swap, by: Actor) -> None:
    """
    Ask no more; or, once it was granted, give the guest seat back and take the own one again if there is room.

    Raises:
        NotYours: `by` may not ask for this person.
        WaitsNoMore: it was declined or taken back, or the session began.
    """
    require_asker(by, swap.patient)
    with behind(swap.program_id, by):
        rows = waiting_rows(swap)
        own = next((row for row in rows if row.pk == swap.pk), None)
        if own is not None:
            answer([own], TAKEN_BACK, by)
    if own is None:
        _give_back(swap, by)
    else:
        lapse([row for row in rows if row is not own], by)
    record(
        SwapTakenBack(patient=swap.patient_id, swap=swap.pk, session=swap.session_id, was_granted=own is None),
        by=by,
    )


def seats_given_up_for(session: Session, *, by: Actor) -> None:
    """
    Whoever was to visit a session that does not take place comes to their own instead, if there is still room. Within
    an action that canceled it.
    """
    with behind(session.program_id, by):
        granted = Swap.objects.filter(session=session, state=GRANTED, instead_of__isnull=False, seat__state=SEAT_HELD)
        own = [swap.instead_of for swap in granted.select_related("instead_of").order_by("pk") if swap.instead_of]
    sessions = hold_sessions(session.program_id, {seat.session_id for seat in own}, by=by) if own else {}
    for seat in own:
        with behind(session.program_id, by):
            again = _hold_again(seat, sessions[seat.session_id], clock.now())
        if again:
            record(SeatsTaken(patient=seat.patient_id, partner=None, sessions=(seat.session_id,), guest=False), by=by)


def _give_back(swap: Swap, by: Actor) -> None:
    """A granted guest seat is canceled, and the own one held again where that is still possible."""
    with behind(swap.program_id, by):
        row = Swap.objects.select_for_update(of=("self",)).select_related("instead_of").get(pk=swap.pk)
        if row.state != GRANTED:
            raise WaitsNoMore
        assert row.seat_id is not None
        ids = {row.session_id, *([row.instead_of.session_id] if row.instead_of else [])}
    sessions = hold_sessions(swap.program_id, ids, by=by)
    at = clock.now()
    visited = sessions[row.session_id]
    if visited.starts_at <= at:
        raise WaitsNoMore
    with behind(swap.program_id, by):
        Seat.objects.filter(pk=row.seat_id).update(state=SEAT_CANCELED, because="swap", changed_at=at)
        answer([row], TAKEN_BACK, by)
        again = row.instead_of is not None and _hold_again(row.instead_of, sessions[row.instead_of.session_id], at)
    settle([visited], because="changed", ended="fewer", by=by)
    with behind(swap.program_id, by):
        there = patients_in([row.session_id])
    bring_grants_up_to_date(swap.program_id, [row.patient_id, *there], by=by)
    record(SeatsFreed(patient=row.patient_id, partner=None, sessions=(row.session_id,), because="swap"), by=by)
    if again and row.instead_of is not None:
        record(
            SeatsTaken(patient=row.patient_id, partner=None, sessions=(row.instead_of.session_id,), guest=False), by=by
        )


def _hold_again(seat: Seat, session: Session, at: datetime) -> bool:
    """Take the own seat again, if nobody else has it by now."""
    if session.status not in AHEAD or session.starts_at <= at:
        return False
    try:
        with refusing(seat_refusals()):
            given_up = Seat.objects.filter(pk=seat.pk, state=SEAT_EXCUSED, because="guest_elsewhere")
            return bool(given_up.update(state=SEAT_HELD, because="", changed_at=at))
    except NO_SEAT:
        return False
