"""Hands: raised by oneself, or for whoever shares one's screen; lowered by oneself or by whoever leads."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.models.room_acts import Hand
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.room_people import meant_by, own_or_beside, person, require_open
from hearthside.live.refusals import NotLetIn
from hearthside.live.relations import TO_ROOM
from hearthside.live.room_events import HandLowered, HandRaised
from hearthside.live.telling import TILES, tell
from hearthside.people.actions.grants import behind


@action
def raise_hand(*, live: LiveSession, sitter: UUID | None = None, by: Actor) -> Hand:
    """
    Wait for one's turn, behind those who raised a hand before. One that is up stays where it is.

    Raises:
        NotInThisSession, NotYourScreen: `by` sits nowhere here, or not with whoever is meant. SessionOver: it ended.
        NotLetIn: they still wait.
    """
    with behind(live.program_id, by):
        require_open(live)
        row = own_or_beside(live, sitter, by)
        if row.seat.admitted_at is None:
            raise NotLetIn
        fresh = Hand(program_id=live.program_id, session=live, raised_at=clock.now(), **_whose(row))
        Hand.objects.bulk_create([fresh], ignore_conflicts=True)
        up: Hand = Hand.objects.get(session=live, lowered_at__isnull=True, **_whose(row))
    if up.pk == fresh.pk:
        record(HandRaised(session=live.pk, hand=up.pk, **person(row)), by=by)
        tell(live.pk, TO_ROOM, TILES, row.seat_id)
    return up


@action
def lower_hand(*, live: LiveSession, sitter: UUID | None = None, by: Actor) -> None:
    """
    Their turn came, or they want none any more. A hand that is down stays down.

    Raises:
        NotInThisSession: `by` neither sits with whoever is meant nor leads here. NobodyThere: nobody is meant.
    """
    with behind(live.program_id, by):
        row = meant_by(live, sitter, by)
        lowered = lower_hands(live, [row], by)
    for hand in lowered:
        record(HandLowered(session=live.pk, hand=hand, **person(row)), by=by)
        tell(live.pk, TO_ROOM, TILES, row.seat_id)


def lower_hands(live: LiveSession, rows: Sequence[SeatOccupant], by: Actor) -> list[UUID]:
    """Whoever goes waits for no turn: the hands that these people had up. Behind the scenes."""
    whose = Q(patient__in=[row.patient_id for row in rows if row.patient_id]) | Q(
        partner__in=[row.partner_id for row in rows if row.partner_id]
    )
    up = Hand.objects.select_for_update().filter(whose, session=live, lowered_at__isnull=True)
    found = list(up.order_by("pk").values_list("pk", flat=True))
    Hand.objects.filter(pk__in=found).update(lowered_at=clock.now(), lowered_by_id=by.account)
    return found


def _whose(row: SeatOccupant) -> dict[str, UUID | None]:
    return {"patient_id": row.patient_id, "partner_id": row.partner_id}
