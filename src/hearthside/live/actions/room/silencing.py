"""
Silencing: staff turn off a microphone or a camera, or hold somebody's for a while. Nobody turns anything on for others.

What is kept comes first, and the media server is asked afterwards: where it does not answer nothing is lost, and a hold
is made true as soon as it does.
"""

import logging
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.engine import NoVideo, engine
from hearthside.live.media.engine import MediaEngine, MediaRefused, MediaUnreachable
from hearthside.live.media.order import silence
from hearthside.live.models.room_seats import SeatDevices, SeatHold
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.relations import tie
from hearthside.live.queries.rights import rights_in
from hearthside.live.queries.room_people import TREATED, leading_account, meant, patients_at, require_open
from hearthside.live.relations import TO_ROOM, TO_SEAT
from hearthside.live.room_events import SeatHeld, SeatLifted, Silenced
from hearthside.live.room_words import DEVICES, MICROPHONE
from hearthside.live.telling import COURSE, SILENCED, TILES, tell
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import one_of

log = logging.getLogger("hearthside.live")


@action
def mute(*, live: LiveSession, sitter: UUID, what: str = MICROPHONE, by: Actor) -> None:
    """
    Turn off one person's microphone or camera. They turn it on again themselves.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room. WrongFact: nothing that can be turned off.
    """
    kind = one_of("what", what, DEVICES, "Choose the microphone or the camera.")
    require_leading(live, by)
    with behind(live.program_id, by):
        require_open(live)
        seats = [meant(live, sitter).seat]
    _turn_off(live, seats, kind, by)


@action
def mute_all(*, live: LiveSession, by: Actor) -> None:
    """
    Turn off the microphones of everybody who comes to be treated.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
    """
    require_leading(live, by)
    with behind(live.program_id, by):
        require_open(live)
        sitting = SeatOccupant.objects.filter(role__in=TREATED, until_at__isnull=True)
        seats = list(
            Seat.objects.filter(
                session=live, admitted_at__isnull=False, revoked_at__isnull=True, pk__in=sitting.values("seat")
            ).order_by("pk")
        )
    _turn_off(live, seats, MICROPHONE, by)


def _turn_off(live: LiveSession, seats: Collection[Seat], what: str, by: Actor) -> None:
    ids = [seat.pk for seat in seats]
    with behind(live.program_id, by):
        SeatDevices.objects.filter(seat__in=ids).update(**{what: False})
        patients = SeatOccupant.objects.filter(seat__in=ids, patient__isnull=False, until_at__isnull=True)
        whose = tuple(patients.values_list("patient", flat=True))
        rooms, whose_doing = _rooms(live), _seat_of(live, by)
    identities = {seat.identity for seat in seats}
    after_commit(lambda media: [silence(media, room.name, identities, what) for room in rooms])
    record(Silenced(session=live.pk, seats=tuple(ids), patients=whose, what=what), by=by)
    for seat in ids:
        tell(live.pk, f"{TO_SEAT}{seat}", SILENCED, whose_doing)
    tell(live.pk, TO_ROOM, TILES)


@action
def hold_person(*, live: LiveSession, sitter: UUID, by: Actor) -> None:
    """
    Hold one person's microphone and camera until they are let speak again. They hear and see everybody.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room.
    """
    account = leading_account(live, by)
    with behind(live.program_id, by):
        require_open(live)
        seat = meant(live, sitter).seat
        fresh = SeatHold(program_id=live.program_id, seat=seat, from_at=clock.now(), by_id=account)
        SeatHold.objects.bulk_create([fresh], ignore_conflicts=True)
        if not SeatHold.objects.filter(pk=fresh.pk).exists():
            return
        SeatDevices.objects.filter(seat=seat).update(microphone=False, camera=False)
        patients = patients_at(seat)
        _make_true(live, seat)
    record(SeatHeld(session=live.pk, seat=seat.pk, patients=patients), by=by)
    _tell(live, seat)


@action
def let_speak(*, live: LiveSession, sitter: UUID, by: Actor) -> None:
    """
    Let somebody be heard and seen again, if they turn it on.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. NobodyThere: they are not in the room.
    """
    account = leading_account(live, by)
    with behind(live.program_id, by):
        seat = meant(live, sitter).seat
        open_ones = SeatHold.objects.filter(seat=seat, until_at__isnull=True)
        if not open_ones.update(until_at=clock.now(), until_by_id=account):
            return
        patients = patients_at(seat)
        _make_true(live, seat)
    record(SeatLifted(session=live.pk, seat=seat.pk, patients=patients), by=by)
    _tell(live, seat)


def after_commit(act: Callable[[MediaEngine], object]) -> None:
    """Ask the media server once what was decided is kept. That it is away stands in the log, and stops nothing."""

    def ask() -> None:
        try:
            act(engine())
        except (NoVideo, MediaUnreachable, MediaRefused) as why:
            log.warning("The media server did not do at once what was decided. %s", why)

    transaction.on_commit(ask, robust=True)


def _make_true(live: LiveSession, seat: Seat) -> None:
    """Give a seat on the media server the rights that it has now."""
    rights = [(room.name, rights_in(room).get(seat.identity)) for room in _rooms(live)]

    def give(media: MediaEngine) -> None:
        for room, right in rights:
            if right is not None:
                media.set_permission(room, seat.identity, right)

    after_commit(give)


def _rooms(live: LiveSession) -> list[LiveRoom]:
    return list(LiveRoom.objects.filter(session=live, closed_at__isnull=True))


def _seat_of(live: LiveSession, by: Actor) -> UUID | None:
    """Where `by` sits, so that whoever is silenced is told by whom; nothing for whoever is in no room yet."""
    if by.account is None:
        return None
    seats = Seat.objects.filter(pk__in=tie(by.account, live.pk).seats, revoked_at__isnull=True)
    found: UUID | None = seats.order_by("-made_at", "-pk").values_list("pk", flat=True).first()
    return found


def _tell(live: LiveSession, seat: Seat) -> None:
    tell(live.pk, f"{TO_SEAT}{seat.pk}", COURSE, seat.pk)
    tell(live.pk, TO_ROOM, TILES, seat.pk)
