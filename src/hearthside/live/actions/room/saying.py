"""What somebody says of themselves in a room: by when they must go, where to call them, which device is on."""

from datetime import datetime, time
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.models.room_acts import CallMe, LeavesAt
from hearthside.live.models.room_seats import SeatDevices
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.clock_time import instant_within
from hearthside.live.queries.room_people import TREATED, own_or_beside, person, require_open
from hearthside.live.relations import TO_ROOM, TO_STAFF
from hearthside.live.room_events import CallAsked, LeavingSaid
from hearthside.live.telling import PEOPLE, TILES, tell
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.phones import kept_phone


@action
def say_leaving(*, live: LiveSession, at: time | None, sitter: UUID | None = None, by: Actor) -> LeavesAt:
    """
    By when somebody must go, on the program's clocks; no time takes it back.

    Raises:
        NotInThisSession, NotYourScreen: `by` sits nowhere here, or not with whoever is meant. SessionOver: it ended.
        WrongFact: the time is not between now and the end.
    """
    now = clock.now()
    with behind(live.program_id, by):
        require_open(live)
        row = own_or_beside(live, sitter, by)
        leaves: datetime | None = instant_within("at", at, live, now, None) if at is not None else None
        said: LeavesAt = LeavesAt.objects.create(
            program_id=live.program_id, session=live, patient_id=row.patient_id, partner_id=row.partner_id, at=leaves,
            said_at=now,
        )  # fmt: skip
    record(LeavingSaid(session=live.pk, **person(row)), by=by)
    tell(live.pk, TO_STAFF, PEOPLE, row.seat_id)
    return said


@action
def say_where_to_call(
    *, live: LiveSession, phone: str, no_call: bool = False, sitter: UUID | None = None, by: Actor
) -> CallMe:
    """
    Where whoever leads may call somebody, or that they would rather not be called.

    Raises:
        NotInThisSession, NotYourScreen: `by` sits nowhere here, or not with whoever is meant. SessionOver: it ended.
        WrongFact: no number that could ring, and no word that there should be none.
    """
    kept = "" if no_call else kept_phone("phone", phone)
    if not kept and not no_call:
        raise WrongFact("phone", "Type a telephone number, or say that you would rather not be called.")
    with behind(live.program_id, by):
        require_open(live)
        row = own_or_beside(live, sitter, by)
        said: CallMe = CallMe.objects.create(
            program_id=live.program_id, session=live, patient_id=row.patient_id, partner_id=row.partner_id, phone=kept,
            at=clock.now(),
        )  # fmt: skip
    record(CallAsked(session=live.pk, call=said.pk, wants=bool(kept), **person(row)), by=by)
    tell(live.pk, TO_STAFF, PEOPLE, row.seat_id)
    return said


@action
def say_devices(*, live: LiveSession, microphone: bool, camera: bool, sitter: UUID | None = None, by: Actor) -> None:
    """
    What one's own page knows of microphone and camera. It changes nothing but what others read of them.

    Raises:
        NotInThisSession, NotYourScreen: `by` sits nowhere here, or not with whoever is meant.
    """
    with behind(live.program_id, by):
        seat = own_or_beside(live, sitter, by, roles=(*TREATED, FACILITATOR)).seat
        told = {"microphone": microphone, "camera": camera}
        old = SeatDevices.objects.filter(seat=seat).first()
        if old is not None and (old.microphone, old.camera) == (microphone, camera):
            return
        SeatDevices.objects.update_or_create(
            seat=seat, defaults={"program_id": live.program_id, "said_at": clock.now(), **told}
        )
    tell(live.pk, TO_ROOM, TILES, seat.pk)
