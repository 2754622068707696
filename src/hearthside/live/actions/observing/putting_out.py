"""Observers go as soon as somebody who is there has not agreed: the people stay, and nobody of them waits for it."""

from uuid import UUID

from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.observing_events import ObserverPutOut
from hearthside.live.queries.observing import may_observe, observers_inside
from hearthside.people.actions.grants import behind


def put_out_observers(session: UUID, program: UUID, by: Actor, *, of: UUID | None = None) -> None:
    """
    Before somebody is let in, or says no: put out every observer to whom not everybody agrees; with `of`, this one
    whatever was agreed. Their seat is revoked first, then their connection ends, and only then anything else happens.
    """
    watch = system_actor("live", program=program, request_id=by.request_id)
    with behind(program, by):
        inside = observers_inside(session)
        going = [
            seat for seat, clinician in inside
            if clinician == of or not may_observe(session, clinician)
        ]  # fmt: skip
    for seat in going:
        put_out_seat(seat=seat, by=watch)
        record(ObserverPutOut(session=session, seat=seat.pk), by=watch)
