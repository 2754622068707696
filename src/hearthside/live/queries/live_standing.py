"""What an actor is to a live session, or to the card of somebody missing from one: for pages that name one of them."""

from typing import Any
from uuid import UUID

from hearthside.access import subjects
from hearthside.access.subjects import Standing
from hearthside.ledger.actors import Actor
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.cards import may_open
from hearthside.live.queries.observing import observes_as
from hearthside.live.queries.places import is_expected_as
from hearthside.live.queries.relations import tie
from hearthside.live.relations import CRISIS, FLOATER, MONITOR, PARTNER, PATIENT, SUPERVISOR
from hearthside.people.actions.grants import behind

# A live session knows more relations than a record does. Whoever comes to it is themselves there; whoever leads it,
# helps or could stand in is its own clinician; the table of payloads tells them
# apart. A crisis clinician opens cards, and no session.
_ALONE = frozenset({MONITOR})
ROOM = "live-room"
_COUNTS_ALONE = frozenset({FLOATER, SUPERVISOR})


def to_live_session(actor: Actor, session: Any, part: str) -> Standing:
    """What this actor is to this session, and whose names its state shows them."""
    if actor.account is None or actor.program is None:
        return Standing()
    with behind(actor.program, actor):
        if not LiveSession.objects.filter(pk=session, program=actor.program).exists():
            return Standing()
        held = tie(actor.account, session).relations
        # Whoever was put out, or waits for another place, is still expected: their page leads them to where they wait.
        own = held & {PATIENT, PARTNER} or is_expected_as(actor.account, session)
        stands = held - {PATIENT, PARTNER} - _ALONE - {CRISIS}
        # Whoever would observe is led to where they wait, too.
        waits = part == ROOM and not own and not stands and observes_as(actor.account, session)
        relations = frozenset((["self"] if own else []) + (["own clinician"] if stands or waits else []))
        return Standing(relations, _shown(session) if relations and held - _COUNTS_ALONE - _ALONE else ())


def _shown(session: UUID) -> tuple[UUID, ...]:
    seated = SeatOccupant.objects.filter(
        seat__session=session, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, patient__isnull=False
    )
    return tuple(seated.values_list("patient", flat=True).distinct())


def to_live_card(actor: Actor, card: Any, part: str) -> Standing:
    """Whether this actor may open this card, and whose it is."""
    if actor.program is None:
        return Standing()
    with behind(actor.program, actor):
        row = MissingCard.objects.filter(pk=card, program=actor.program).select_related("partner").first()
        if row is None or not may_open(row, actor):
            return Standing()
        chart = row.patient_id or (row.partner.patient_id if row.partner else None)
    return Standing(frozenset({"own clinician"}), (chart,) if chart else ())


def register() -> None:
    """Tell the gate how to find out what somebody is to a live session and to a card."""
    subjects.register("live_session", to_live_session)
    subjects.register("live_card", to_live_card)
