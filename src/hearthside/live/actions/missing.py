"""
Looking for somebody who is lost from a group: a card, what is tried, and how it ends.

The card opens by itself and is never closed without an outcome. What it shows, and every opening of it, is written
down. Rule: docs/rules/missing-from-a-group.md
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.events import CardActed, CardClosed, CardOpened
from hearthside.live.models.missing import MissingAct, MissingCard
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.cards import require_card
from hearthside.live.queries.leading import require_the_watch
from hearthside.live.refusals import CardIsClosed, SayWhatHappened
from hearthside.live.relations import TO_CRISIS, TO_STAFF
from hearthside.live.telling import CARD, tell
from hearthside.live.words import MISSING_ACTS, MISSING_OUTCOMES, SUBJECT_CARD
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import kept_words, one_of
from hearthside.safety.actions.pages import resolve_page
from hearthside.safety.models.pages import OPEN, Page

BACK = "back"


@action
def open_card(*, seat: Seat, person: UUID, lost_at: datetime, by: Actor) -> MissingCard | None:
    """
    Look for this person, who was lost at this instant; None where they are looked for already.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, seat.program_id)
    with behind(seat.program_id, by):
        sitting = SeatOccupant.objects.filter(seat=seat, until_at__isnull=True)
        row = next((one for one in sitting if one.who_id == person), None)
        if row is None:
            return None
        try:
            with transaction.atomic():
                card: MissingCard = MissingCard.objects.create(
                    program_id=seat.program_id, seat=seat, patient_id=row.patient_id, partner_id=row.partner_id,
                    lost_at=lost_at, opened_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:
            return None
    opened = CardOpened(session=seat.session_id, card=card.pk, patient=card.patient_id, lost_at=lost_at)
    record(opened, by=by)
    _tell(seat.session_id, card)
    return card


@action
def note_back(*, card: MissingCard, by: Actor) -> MissingCard:
    """
    They are back in the room by themselves: the card is closed, and what was done stays on it.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, card.program_id)
    return _close(card, BACK, "", by)


@action
def note_act(*, card: MissingCard, act: str, answered: bool, by: Actor) -> MissingAct:
    """
    Write down what was done to find somebody, and whether anybody answered.

    Raises:
        NotInThisSession: `by` neither leads there, nor helps to, nor is the crisis clinician on duty.
        CardIsClosed: it is over. WrongFact: there is no such act.
    """
    kind = one_of("act", act, MISSING_ACTS, "Choose what you did.")
    require_card(card, by)
    assert by.account is not None  # no part of the system opens a card
    with behind(card.program_id, by):
        row = _held(card)
        done: MissingAct = MissingAct.objects.create(
            program_id=row.program_id, card=row, act=kind, answered=answered, by_id=by.account, at=clock.now()
        )
        session = row.seat.session_id
    record(CardActed(card=card.pk, patient=card.patient_id, act=kind, answered=answered), by=by)
    _tell(session, card)
    return done


@action
def close_card(*, card: MissingCard, outcome: str, note: str = "", by: Actor) -> MissingCard:
    """
    Say what became of somebody who was looked for.

    Raises:
        NotInThisSession: `by` neither leads there, nor helps to, nor is the crisis clinician on duty.
        CardIsClosed: it is over. WrongFact: there is no such outcome.
        SayWhatHappened: nobody was reached, and no word says what follows.
    """
    kind = one_of("outcome", outcome, MISSING_OUTCOMES, "Choose what became of them.")
    words = kept_words("note", note)
    if kind in ("unreached", "dispatched") and not words:
        raise SayWhatHappened("Write what happens next, and who does it.", "note")
    require_card(card, by)
    return _close(card, kind, words, by)


def _close(card: MissingCard, outcome: str, note: str, by: Actor) -> MissingCard:
    with behind(card.program_id, by):
        row = _held(card)
        row.outcome, row.outcome_at, row.outcome_by_id, row.note = outcome, clock.now(), by.account, note
        row.save(update_fields=["outcome", "outcome_at", "outcome_by", "note"])
        session = row.seat.session_id
        called = list(Page.objects.filter(OPEN, subject_kind=SUBJECT_CARD, subject_id=row.pk))
    for page in called:
        # Whoever is on the way reads on the card what became of them.
        resolve_page(page=page, by=system_actor("live", program=row.program_id, request_id=by.request_id))
    record(CardClosed(card=row.pk, patient=row.patient_id, outcome=outcome), by=by)
    _tell(session, row)
    return row


def _held(card: MissingCard) -> MissingCard:
    row: MissingCard = MissingCard.objects.select_for_update(of=("self",)).select_related("seat").get(pk=card.pk)
    if row.outcome:
        raise CardIsClosed
    return row


def _tell(session: UUID, card: MissingCard) -> None:
    for audience in (TO_STAFF, TO_CRISIS):
        tell(session, audience, CARD, card.pk)
