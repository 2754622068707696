"""Out of the room: back to waiting, with the place held; or put out by whoever leads, with a reason."""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.actions.room.hands import lower_hands
from hearthside.live.actions.room.silencing import after_commit
from hearthside.live.media.engine import MediaEngine
from hearthside.live.media.order import put_out
from hearthside.live.models.room_seats import Removal, SteppedAway
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_people import meant, patients_at, require_open
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import LEAD, TO_ROOM, TO_SEAT, TO_STAFF
from hearthside.live.room_events import PutOut, ReturnedToWaiting
from hearthside.live.room_refusals import OnlyTheLead
from hearthside.live.room_words import LONGEST_REASON
from hearthside.live.telling import COURSE, TILES, tell
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text


@action
def return_to_waiting(*, live: LiveSession, sitter: UUID, by: Actor) -> Seat:
    """
    Let somebody wait at the door again, and whoever sits at their screen. Their check-in stands, and so does their
    place; let in again they get another seat, and what their page still holds opens nothing.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        NobodyThere: they are not in the room.
    """
    require_leading(live, by)
    at = clock.now()
    with behind(live.program_id, by):
        require_open(live)
        seat: Seat = Seat.objects.select_for_update().get(pk=meant(live, sitter).seat_id)
        if seat.admitted_at is None:
            return seat
        patients = patients_at(seat)
        rows = list(SeatOccupant.objects.filter(seat=seat, until_at__isnull=True).select_related("seat"))
        for row in rows:
            row.until_at = at
        SeatOccupant.objects.bulk_update(rows, ["until_at"])
        lower_hands(live, rows, by)
        away = SteppedAway.objects.filter(occupant__seat=seat, back_at__isnull=True)
        away.update(back_at=at, back_by_id=by.account)
        seat.admitted_at = None
        seat.save(update_fields=["admitted_at"])
        rooms = list(LiveRoom.objects.filter(session=live, closed_at__isnull=True).values_list("name", flat=True))

    def end(media: MediaEngine) -> None:
        for room in rooms:
            put_out(media, room, seat.identity)

    after_commit(end)
    record(ReturnedToWaiting(session=live.pk, seat=seat.pk, patients=patients), by=by)
    tell(live.pk, f"{TO_SEAT}{seat.pk}", COURSE, seat.pk)
    for audience in (TO_ROOM, TO_STAFF):
        tell(live.pk, audience, TILES, seat.pk)
    return seat


@action
def remove_person(*, live: LiveSession, sitter: UUID, reason: str, by: Actor) -> Removal:
    """
    Put somebody out of the room at once, and whoever sits at their screen, for a reason that is kept.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. OnlyTheLead: `by` helps, and does not lead.
        SessionOver: it has ended. NobodyThere: they are not in the room. WrongFact: no reason.
    """
    kept = text("reason", reason, most=LONGEST_REASON, needed="Type why. It is kept with your name.")
    require_leading(live, by)
    if by.account is None:
        raise NotInThisSession
    if LEAD not in tie(by.account, live.pk).relations:
        raise OnlyTheLead
    with behind(live.program_id, by):
        require_open(live)
        row = meant(live, sitter)
        patients = patients_at(row.seat)
        lower_hands(live, list(SeatOccupant.objects.filter(seat=row.seat_id, until_at__isnull=True)), by)
    seat = put_out_seat(seat=row.seat, by=by)
    with behind(live.program_id, by):
        made, _ = Removal.objects.get_or_create(
            seat=seat, defaults={"program_id": live.program_id, "reason": kept, "at": clock.now(), "by_id": by.account}
        )
    record(PutOut(session=live.pk, seat=seat.pk, patients=patients), by=by)
    removal: Removal = made
    return removal
