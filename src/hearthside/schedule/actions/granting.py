"""Guest seats: given to everybody who asked together, or to nobody; and taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.patients import Patient
from hearthside.people.queries.standing import NotYours, require_part
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import SeatsExcused, SeatsFreed, SeatsTaken
from hearthside.schedule.events.swaps import SwapDeclined, SwapGranted, SwapLapsed, SwapTakenBack
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import (
    DECLINED,
    GRANTED,
    INVITED,
    LAPSED,
    TAKEN_BACK,
    WAITING_STATES,
    Swap,
)
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.open_sessions import open_sessions
from hearthside.schedule.queries.people_in import clinicians_in
from hearthside.schedule.words import AHEAD, SEAT_CANCELED, SEAT_EXCUSED, SEAT_HELD

MOMENT = timedelta(minutes=1)


class NotOpenToYou(Refusal):
    """The session has no place for whoever asks. One sentence for every reason: no other person can be read from it."""

    def __init__(self) -> None:
        super().__init__("This session is not open for a visit (any more). Choose another one from the list.")


class PartnerNotAnswered(Refusal):
    """Two asked together, and one of them has not said yes."""

    def __init__(self) -> None:
        super().__init__(
            "They asked together, and one of them has not answered yet. Wait for it, or grant it to one of them alone."
        )


class WaitsNoMore(Refusal):
    """Somebody answered the ask, it was taken back, or the session began."""

    def __init__(self) -> None:
        super().__init__("This was answered already, or is over. Nothing was done.")


@action
def decide_swap(*, swap: Swap, grant: bool, alone: bool = False, by: Actor) -> list[Swap]:
    """
    Grant an ask for a guest seat, or not. Partners who asked together get the same answer, unless it is given `alone`.

    Raises:
        NotAllowed: `by` may not decide about swaps.
        WaitsNoMore: somebody was faster, or the session began.
        PartnerNotAnswered: one of two has not said yes, and it is not to be granted alone.
        NotOpenToYou: the session has no place for them any more. MayNotShare: two may not share a group.

    Rule: docs/rules/swaps.md
    """
    require(by, Permission.DECIDE_SWAPS, within=swap.program_id)
    with behind(swap.program_id, by):
        rows = waiting_rows(swap)
        own = next((row for row in rows if row.pk == swap.pk), None)
        if own is None or own.session.starts_at <= clock.now():
            raise WaitsNoMore
        others = [row for row in rows if row is not own]
        if not grant:
            _answer(rows, DECLINED, by)
        elif own.state == INVITED or (others and not alone and any(row.state == INVITED for row in others)):
            raise PartnerNotAnswered
    if not grant:
        for row in rows:
            record(SwapDeclined(patient=row.patient_id, swap=row.pk, session=row.session_id), by=by)
        return rows
    if alone:
        _lapse(others, by)
        rows = [own]
    grant_all(rows, to_staff=True, by=by)
    return rows


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
            _answer([own], TAKEN_BACK, by)
    if own is None:
        _give_back(swap, by)
    else:
        _lapse([row for row in rows if row is not own], by)
    record(
        SwapTakenBack(patient=swap.patient_id, swap=swap.pk, session=swap.session_id, was_granted=own is None),
        by=by,
    )


@action
def lapse_swaps(*, program: UUID, by: Actor) -> int:
    """
    Asks that nobody answered before the session began are over. Gives how many.

    Raises:
        NotAllowed: `by` may not decide about swaps.
    """
    require(by, Permission.DECIDE_SWAPS, within=program)
    with behind(program, by):
        over = Swap.objects.filter(program=program, state__in=WAITING_STATES, session__starts_at__lte=clock.now())
        rows = list(over.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    _lapse(rows, by)
    return len(rows)


def require_asker(by: Actor, patient: Patient) -> None:
    """Go on for the person, and for whoever decides about swaps. Raises NotYours."""
    if by.program not in (None, patient.program_id):
        raise NotYours("swaps")
    if not may_do(by.roles, Permission.DECIDE_SWAPS):
        require_part(by, patient, "swaps")


def waiting_rows(swap: Swap) -> list[Swap]:
    """The ask and the partner's that belongs to it, as far as they wait, held in the order of their ids."""
    rows = Swap.objects.filter(pair=swap.pair) if swap.pair else Swap.objects.filter(pk=swap.pk)
    waiting = rows.filter(state__in=WAITING_STATES).select_for_update(of=("self",)).order_by("pk")
    return list(waiting.select_related("session", "instead_of", "patient__program"))


def grant_all(rows: Sequence[Swap], *, to_staff: bool = False, by: Actor) -> None:
    """
    Give each of these held asks its guest seat, and excuse the seats given up for it: all of them, or none.

    Raises:
        NotOpenToYou: there is no place for all of them. Staff read what the database has against it.
    """
    program, wanted = rows[0].patient.program, rows[0].session_id
    people = [Person(patient=row.patient_id) for row in rows]
    given_up = {row.instead_of.session_id for row in rows if row.instead_of}
    sessions = hold_sessions(program.pk, {wanted, *given_up}, by=by)
    with behind(program.pk, by):
        hold_people(clinicians_in([wanted]), people)
        session, at = sessions[wanted], clock.now()
        refusals = seat_refusals()
        with refusing(refusals if to_staff else dict.fromkeys(refusals, NotOpenToYou())):
            _still_open(program, session, rows, given_up)
            excused = _excuse(rows, at)
            seats = [
                Seat(
                    program_id=program.pk, session_id=wanted, patient_id=row.patient_id, guest=True, blocks=row.blocks,
                    agreement_id=row.agreement_id, changed_at=at,
                )
                for row in rows
            ]  # fmt: skip
            Seat.objects.bulk_create(seats)
        for row, seat in zip(rows, seats, strict=True):
            row.seat = seat
        _answer(rows, GRANTED, by)
    settle([sessions[each] for each in given_up], because="changed", ended="fewer", by=by)
    for seat in excused:
        record(_excused(seat), by=by)
    for row in rows:
        assert row.seat is not None
        record(SeatsTaken(patient=row.patient_id, partner=None, sessions=(wanted,), guest=True), by=by)
        record(
            SwapGranted(
                patient=row.patient_id, swap=row.pk, session=wanted, seat=row.seat.pk, starts_at=session.starts_at
            ),
            by=by,
        )
    # Whoever leads it sees their guests.
    bring_grants_up_to_date(program.pk, [row.patient_id for row in rows], by=by)


def _still_open(program: Program, session: Session, rows: Sequence[Swap], given_up: Collection[UUID]) -> None:
    """Raises NotOpenToYou where the held session has no place for all of them."""
    if session.starts_at <= clock.now():
        raise NotOpenToYou
    found = open_sessions(
        program, [row.patient_id for row in rows], session.starts_at, session.starts_at + MOMENT,
        instead_of=given_up, only=session.pk, blocks=rows[0].blocks,
    )  # fmt: skip
    if not found or found[0].numbers != rows[0].blocks:
        raise NotOpenToYou


def _excuse(rows: Sequence[Swap], at: datetime) -> list[Seat]:
    """Give up the seats that these ask to swap, as far as they are still held in sessions to come."""
    asked = [row.instead_of_id for row in rows if row.instead_of_id]
    held = Seat.objects.filter(pk__in=asked, state=SEAT_HELD, session__status__in=AHEAD, session__starts_at__gt=at)
    seats = list(held.order_by("pk"))
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        state=SEAT_EXCUSED, because="guest_elsewhere", changed_at=at
    )
    return seats


def _excused(seat: Seat) -> SeatsExcused:
    return SeatsExcused(patient=seat.patient_id, partner=None, sessions=(seat.session_id,), because="guest_elsewhere")


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
        _answer([row], TAKEN_BACK, by)
        again = row.instead_of is not None and _hold_again(row.instead_of, sessions[row.instead_of.session_id], at)
    settle([visited], because="changed", ended="fewer", by=by)
    bring_grants_up_to_date(swap.program_id, [row.patient_id], by=by)
    record(SeatsFreed(patient=row.patient_id, partner=None, sessions=(row.session_id,), because="swap"), by=by)
    if again and row.instead_of is not None:
        record(
            SeatsTaken(patient=row.patient_id, partner=None, sessions=(row.instead_of.session_id,), guest=False), by=by
        )


def _hold_again(seat: Seat, session: Session, at: datetime) -> bool:
    """Take the own seat again, if nobody else has it by now."""
    if session.status not in AHEAD or session.starts_at <= at:
        return False
    refusals = seat_refusals()
    try:
        with refusing(refusals):
            given_up = Seat.objects.filter(pk=seat.pk, state=SEAT_EXCUSED, because="guest_elsewhere")
            return bool(given_up.update(state=SEAT_HELD, because="", changed_at=at))
    except tuple(type(refusal) for refusal in refusals.values()):
        return False


def _lapse(rows: Sequence[Swap], by: Actor) -> None:
    if not rows:
        return
    with behind(rows[0].program_id, by):
        _answer(rows, LAPSED, by)
    for row in rows:
        record(SwapLapsed(patient=row.patient_id, swap=row.pk, session=row.session_id), by=by)


def _answer(rows: Sequence[Swap], state: str, by: Actor) -> None:
    """Behind the scenes."""
    for row in rows:
        row.state, row.answered_at, row.answered_by_id = state, clock.now(), by.account
    Swap.objects.bulk_update(rows, ["state", "answered_at", "answered_by", "seat"])
