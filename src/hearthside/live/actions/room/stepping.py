"""
One of those who share a screen steps away from it, and comes back: only their minutes pause, and who counts as there.
"""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.actions.door import LAST_WORD
from hearthside.live.actions.observing.putting_out import put_out_observers
from hearthside.live.actions.room.hands import lower_hands
from hearthside.live.door_refusals import MayNotComeIn
from hearthside.live.models.room_seats import SteppedAway
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.room_people import TREATED, meant_by, person, require_open
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_ROOM
from hearthside.live.room_events import CameBack, WentAway
from hearthside.live.room_refusals import AloneAtTheScreen, AlreadyBack
from hearthside.live.rules import door as rules
from hearthside.live.telling import TILES, tell
from hearthside.people.actions.grants import behind

# What the database itself refuses to let happen again by coming back.
_NO = {name: MayNotComeIn([rules.Objection(code, rules.SENTENCES[code])]) for name, code in LAST_WORD.items()}


@action
def step_away(*, live: LiveSession, sitter: UUID | None = None, by: Actor) -> SteppedAway:
    """
    Somebody is not before the screen that they share. From now on the other one alone is there.

    Raises:
        NotInThisSession: `by` neither sits at this screen nor leads here. SessionOver: it has ended.
        NobodyThere: nobody is meant. AloneAtTheScreen: nobody would be left before it.
    """
    at = clock.now()
    with behind(live.program_id, by):
        require_open(live)
        row = meant_by(live, sitter, by)
        account = _somebody(by)
        Seat.objects.select_for_update().get(pk=row.seat_id)
        kept: SeatOccupant = SeatOccupant.objects.get(pk=row.pk)
        if kept.until_at is not None:
            gone: SteppedAway = SteppedAway.objects.get(occupant=kept)
            return gone
        beside = SeatOccupant.objects.filter(seat=kept.seat_id, role__in=TREATED, until_at__isnull=True)
        if not beside.exclude(pk=kept.pk).exists():
            raise AloneAtTheScreen
        kept.until_at = at
        kept.save(update_fields=["until_at"])
        lower_hands(live, [kept], by)
        made: SteppedAway = SteppedAway.objects.create(
            program_id=live.program_id, occupant=kept, from_at=at, by_id=account
        )
    record(WentAway(session=live.pk, seat=row.seat_id, **person(row)), by=by)
    tell(live.pk, TO_ROOM, TILES, row.seat_id)
    return made


@action
def come_back(*, live: LiveSession, sitter: UUID, by: Actor) -> SeatOccupant:
    """
    Whoever stepped away is before the screen again.

    Raises:
        NotInThisSession: `by` neither sits at this screen nor leads here. SessionOver: it has ended.
        NobodyThere: nobody is meant. AlreadyBack: they did not step away.
        MayNotComeIn: meanwhile somebody came whom they are kept apart from, or a clinician is to talk with them first.
    """
    at = clock.now()
    with behind(live.program_id, by), refusing(_NO, goes_on=False):
        require_open(live)
        row = meant_by(live, sitter, by)
        away = SteppedAway.objects.select_for_update().filter(occupant=row.pk, back_at__isnull=True).first()
        if away is None:
            raise AlreadyBack
        put_out_observers(live.pk, live.program_id, by)
        away.back_at, away.back_by_id = at, _somebody(by)
        away.save(update_fields=["back_at", "back_by"])
        sits: SeatOccupant = SeatOccupant.objects.create(
            program_id=row.program_id, seat_id=row.seat_id, patient_id=row.patient_id, partner_id=row.partner_id,
            role=row.role, counts_in_ratio=row.counts_in_ratio, couple_id=row.couple_id, from_at=at, by_id=by.account,
        )  # fmt: skip
    record(CameBack(session=live.pk, seat=row.seat_id, **person(row)), by=by)
    tell(live.pk, TO_ROOM, TILES, row.seat_id)
    return sits


def _somebody(by: Actor) -> UUID:
    if by.account is None:
        raise NotInThisSession
    return by.account
