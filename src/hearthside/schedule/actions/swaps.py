"""Asking for a seat in one session of another group, and saying yes for oneself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.grants import behind
from hearthside.people.models.consents import Signature
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import kept_words
from hearthside.people.queries.standing import NotYours
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.granting import (
    MOMENT,
    SAID_YES,
    NotOpenToYou,
    WaitsNoMore,
    grant_all,
    require_asker,
    sessions_of,
    waiting_rows,
)
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.events.swaps import SwapAsked, SwapInvited
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import ASKED, INVITED, Swap
from hearthside.schedule.queries.couples import keeps_apart, partner_of
from hearthside.schedule.queries.open_sessions import OpenSession, open_sessions
from hearthside.schedule.refusals import OutsideHours
from hearthside.schedule.words import AHEAD, SEAT_HELD

AGREEMENT, SELF = "confidentiality", "swap.self"


class AskedAlready(Refusal):
    """The same session was asked for, and waits for an answer."""

    def __init__(self) -> None:
        super().__init__("This session was asked for already, and waits for an answer.")


def sessions_open_to(
    patient: Patient, from_at: datetime, until_at: datetime, *, instead_of: Seat | None = None,
    only: UUID | None = None, by: Actor,
) -> list[OpenSession]:  # fmt: skip
    """
    The sessions that this person may ask for, the earliest first: with their partner, where both would give up a seat.
    `only` asks about one of them.

    Raises:
        NotYours: `by` may not ask for this person.
    """
    require_asker(by, patient)
    with behind(patient.program_id, by):
        who = _who_asks(patient, instead_of, alone=False)
        given_up = [] if instead_of is None else [instead_of.session_id]
        begin = max(from_at, clock.now())
        return open_sessions(patient.program, who, begin, until_at, instead_of=given_up, only=only)


@action
def ask_swap(
    *,
    patient: Patient,
    session: Session,
    blocks: Collection[int] | None = None,
    instead_of: Seat | None = None,
    text_hash: str = "",
    typed_name: str = "",
    alone: bool = False,
    outside_hours_because: str = "",
    by: Actor,
) -> Swap:
    """
    Ask for a guest seat in a session of another group of the same track and language: in these of its blocks, or in all
    that are open to whoever asks.

    With `instead_of` it is a swap: that seat is given up once the other is granted, and a partner who holds a seat
    there too is asked to come along. Whoever asks for themselves signs that group's agreement with it; whom staff offer
    it is invited. It is granted by the coordinator, or at once where policy says so. `alone` is for staff to say,
    and why a session that they offer is right although it lies outside of somebody's hours.

    Raises:
        NotYours: `by` may not ask for this person.
        NotOpenToYou: the session has no place for them (any more), whatever the reason.
        AskedAlready: it waits for an answer.
        OutsideHours: staff offer it outside of somebody's hours, and do not say why.
        TextChanged, WrongFact: the agreement is not signed as it stands.

    Rule: docs/rules/swaps.md
    """
    require_asker(by, patient)
    by_staff = not _is_own(by, patient)
    if instead_of is not None:
        instead_of = _own_seat(patient, instead_of, by)
    because = kept_words("outside_hours_because", outside_hours_because) if by_staff else ""
    # Before anything is signed: what is written is in a chain of the ledger, for which whoever holds these may wait.
    hold_sessions(patient.program_id, {session.pk, *([instead_of.session_id] if instead_of else [])}, by=by)
    signature = None if by_staff else _signed(patient, text_hash, typed_name, by)
    with behind(patient.program_id, by), refusing({"swap_asked_once": AskedAlready()}):
        who = _who_asks(patient, instead_of, alone=alone and by_staff)
        wanted = _open(patient, who, session, blocks, instead_of)
        if by_staff and wanted.outside_hours and not because:
            raise OutsideHours(who)
        rows = _asks(patient, who, wanted, instead_of, signature, because if wanted.outside_hours else "")
        Swap.objects.bulk_create(rows)
    own = next(row for row in rows if row.patient_id == patient.pk)
    _tell(rows, session, by)
    return _granted_at_once(own, by)


@action
def join_swap(*, swap: Swap, text_hash: str, typed_name: str, by: Actor) -> Swap:
    """
    Say yes to what one's partner or staff asked, and sign the other group's agreement.

    Raises:
        NotYours: it is another person's.
        WaitsNoMore: it waits no more.
        TextChanged, WrongFact: the agreement is not signed as it stands.
    """
    if not _is_own(by, swap.patient):
        raise NotYours("swaps")
    with behind(swap.program_id, by):
        rows = waiting_rows(swap)
        own = next((row for row in rows if row.pk == swap.pk and row.state == INVITED), None)
        if own is None or own.session.starts_at <= clock.now():
            raise WaitsNoMore
    hold_sessions(swap.program_id, sessions_of(rows), by=by)
    signature = _signed(swap.patient, text_hash, typed_name, by)
    with behind(swap.program_id, by):
        own.state, own.agreement = ASKED, signature
        own.save(update_fields=["state", "agreement"])
    record(
        SwapAsked(patient=own.patient_id, swap=own.pk, session=own.session_id, starts_at=own.session.starts_at), by=by
    )
    return _granted_at_once(own, by)


def _granted_at_once(swap: Swap, by: Actor) -> Swap:
    """Grant it where nobody need be asked: everybody said yes, and policy or staff did before."""
    with behind(swap.program_id, by):
        rows = waiting_rows(swap)
        if any(row.state != ASKED for row in rows):
            return swap
        on = rows[0].session.on_day
        if not (rows[0].proposed or in_force(on, swap.program_id).says(SELF)):
            return swap
    grant_all(rows, outside_hours_because=SAID_YES, by=by)
    return next(row for row in rows if row.pk == swap.pk)


def _is_own(by: Actor, patient: Patient) -> bool:
    return by.account is not None and by.account == patient.account_id and by.program == patient.program_id


def _own_seat(patient: Patient, seat: Seat, by: Actor) -> Seat:
    """The seat as it is now: held by this person in a session to come. Raises NotOpenToYou."""
    with behind(patient.program_id, by):
        found = Seat.objects.filter(
            pk=seat.pk, patient=patient, state=SEAT_HELD, session__status__in=AHEAD,
            session__starts_at__gt=clock.now(),
        ).first()  # fmt: skip
    if found is None:
        raise NotOpenToYou
    return found  # type: ignore[no-any-return]


def _signed(patient: Patient, text_hash: str, typed_name: str, by: Actor) -> Signature:
    return sign_agreement(person=patient, kind=AGREEMENT, text_hash=text_hash, typed_name=typed_name, by=by)


def _who_asks(patient: Patient, instead_of: Seat | None, *, alone: bool) -> Sequence[UUID]:
    """
    The person, and the partner who would come along, where both hold a seat in the session given up. Behind the scenes.

    Whether a partner comes along follows from what both know: that they are a couple, and sit in one group. If the
    other one wishes to be kept apart, whoever asks must not learn it here: the other is asked, and need not come.
    Whoever has a reason of their own to be kept apart asks alone.
    """
    if instead_of is None or alone:
        return [patient.pk]
    partner = partner_of(patient.pk)
    if partner is None or keeps_apart(patient.pk, partner):
        return [patient.pk]
    together = Seat.objects.filter(session=instead_of.session_id, patient=partner, state=SEAT_HELD)
    return [patient.pk, partner] if together.exists() else [patient.pk]


def _seats_given_up(who: Sequence[UUID], instead_of: Seat | None) -> dict[UUID, Seat]:
    if instead_of is None:
        return {}
    seats = Seat.objects.filter(session=instead_of.session_id, patient__in=who, state=SEAT_HELD)
    return {seat.patient_id: seat for seat in seats}


def _asks(
    patient: Patient, who: Sequence[UUID], wanted: OpenSession, instead_of: Seat | None, signature: Signature | None,
    because: str,
) -> list[Swap]:  # fmt: skip
    """One ask for each of them, which wait together; whoever has not signed is invited."""
    seats = _seats_given_up(who, instead_of)
    pair = uuid4() if len(who) > 1 else None
    return [
        Swap(
            program_id=patient.program_id,
            patient_id=each,
            session_id=wanted.session.pk,
            blocks=wanted.numbers,
            instead_of=seats.get(each),
            pair=pair,
            state=ASKED if each == patient.pk and signature else INVITED,
            proposed=signature is None,
            agreement=signature if each == patient.pk else None,
            outside_hours_because=because,
            asked_at=clock.now(),
        )
        for each in who
    ]


def _open(
    patient: Patient, who: Sequence[UUID], session: Session, blocks: Collection[int] | None, instead_of: Seat | None
) -> OpenSession:
    """The session as it is open to all of them. Raises NotOpenToYou."""
    if session.starts_at <= clock.now():
        raise NotOpenToYou
    found = open_sessions(
        patient.program, who, session.starts_at, session.starts_at + MOMENT,
        instead_of=[] if instead_of is None else [instead_of.session_id], only=session.pk,
        blocks=sorted(blocks) if blocks else None,
    )  # fmt: skip
    if not found:
        raise NotOpenToYou
    return found[0]


def _tell(rows: Sequence[Swap], session: Session, by: Actor) -> None:
    for row in rows:
        facts = {"patient": row.patient_id, "swap": row.pk, "session": session.pk}
        record(SwapInvited(**facts) if row.state == INVITED else SwapAsked(**facts, starts_at=session.starts_at), by=by)
