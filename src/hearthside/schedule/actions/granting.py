"""Guest seats: given to everybody who asked together, or to nobody."""

from collections.abc import Collection, Iterable, Sequence
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
from hearthside.people.particulars import kept_words
from hearthside.people.queries.standing import NotYours, require_part
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import SeatsExcused, SeatsTaken
from hearthside.schedule.events.swaps import SwapDeclined, SwapGranted, SwapLapsed
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import (
    DECLINED,
    GRANTED,
    INVITED,
    LAPSED,
    WAITING_STATES,
    Swap,
)
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.open_sessions import OpenSession, open_sessions
from hearthside.schedule.queries.people_in import clinicians_in, patients_in
from hearthside.schedule.refusals import OutsideHours
from hearthside.schedule.words import AHEAD, SEAT_EXCUSED, SEAT_HELD

MOMENT = timedelta(minutes=1)
# Why a seat outside of somebody's hours is right where nobody of staff decided: whoever comes said so.
SAID_YES = "They said yes to it themselves."


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
def decide_swap(
    *, swap: Swap, grant: bool, alone: bool = False, outside_hours_because: str = "", by: Actor
) -> list[Swap]:
    """
    Grant an ask for a guest seat, or not. Partners who asked together get the same answer, unless it is given `alone`.
    Hours that somebody recorded are advice: with a reason, which is kept, the session may lie outside of them.

    Raises:
        NotAllowed: `by` may not decide about swaps.
        WaitsNoMore: somebody was faster, or the session began.
        PartnerNotAnswered: one of two has not said yes, and it is not to be granted alone.
        NotOpenToYou: the session has no place for them any more. MayNotShare: two may not share a group.
        OutsideHours: it lies outside the hours that one of them recorded, and no reason is given.

    Rule: docs/rules/swaps.md
    """
    require(by, Permission.DECIDE_SWAPS, within=swap.program_id)
    because = kept_words("outside_hours_because", outside_hours_because)
    with behind(swap.program_id, by):
        rows = waiting_rows(swap)
        own = next((row for row in rows if row.pk == swap.pk), None)
        if own is None or own.session.starts_at <= clock.now():
            raise WaitsNoMore
        others = [row for row in rows if row is not own]
        if not grant:
            answer(rows, DECLINED, by)
        elif own.state == INVITED or (others and not alone and any(row.state == INVITED for row in others)):
            raise PartnerNotAnswered
    if not grant:
        for row in rows:
            record(SwapDeclined(patient=row.patient_id, swap=row.pk, session=row.session_id), by=by)
        return rows
    granted = [own] if alone else rows
    grant_all(granted, to_staff=True, outside_hours_because=because, by=by)
    if alone:
        lapse(others, by)
    return granted


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
    lapse(rows, by)
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


def sessions_of(rows: Iterable[Swap]) -> set[UUID]:
    """The sessions that these asks touch: those asked for, and those given up for them."""
    return {row.session_id for row in rows} | {row.instead_of.session_id for row in rows if row.instead_of}


def grant_all(rows: Sequence[Swap], *, to_staff: bool = False, outside_hours_because: str = "", by: Actor) -> None:
    """
    Give each of these held asks its guest seat, and excuse the seats given up for it: all of them, or none.

    Raises:
        NotOpenToYou: there is no place for all of them. Staff read what the database has against it.
        OutsideHours: it lies outside of somebody's hours, and nobody says why it is right.
    """
    program, wanted = rows[0].patient.program, rows[0].session_id
    people = [Person(patient=row.patient_id) for row in rows]
    given_up = sessions_of(rows) - {wanted}
    with behind(program.pk, by):
        sessions = hold_sessions(program.pk, {wanted, *given_up}, by=by)
        hold_people(clinicians_in([wanted]), people)
        session, at = sessions[wanted], clock.now()
        refusals = seat_refusals()
        with refusing(refusals if to_staff else dict.fromkeys(refusals, NotOpenToYou()), goes_on=False):
            is_outside = _still_open(program, session, rows, given_up).outside_hours
            because = rows[0].outside_hours_because or outside_hours_because
            if is_outside and not because:
                raise OutsideHours([row.patient_id for row in rows])
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
            row.seat, row.outside_hours_because = seat, because if is_outside else ""
        answer(rows, GRANTED, by)
        settle([sessions[each] for each in given_up], because="changed", ended="fewer", by=by)
        there = patients_in([wanted])
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
    # Whoever leads it sees their guests; and if it is today, those who are there see their names.
    bring_grants_up_to_date(program.pk, there, by=by)


def _still_open(program: Program, session: Session, rows: Sequence[Swap], given_up: Collection[UUID]) -> OpenSession:
    """The held session as it is open to all of them. Raises NotOpenToYou where it has no place."""
    if session.starts_at <= clock.now():
        raise NotOpenToYou
    found = open_sessions(
        program, [row.patient_id for row in rows], session.starts_at, session.starts_at + MOMENT,
        instead_of=given_up, only=session.pk, blocks=rows[0].blocks,
    )  # fmt: skip
    if not found or found[0].numbers != rows[0].blocks:
        raise NotOpenToYou
    return found[0]


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


def lapse(rows: Sequence[Swap], by: Actor) -> None:
    """These asks are over, unanswered."""
    if not rows:
        return
    with behind(rows[0].program_id, by):
        answer(rows, LAPSED, by)
    for row in rows:
        record(SwapLapsed(patient=row.patient_id, swap=row.pk, session=row.session_id), by=by)


def answer(rows: Sequence[Swap], state: str, by: Actor) -> None:
    """These asks have come to this. Behind the scenes."""
    for row in rows:
        row.state, row.answered_at, row.answered_by_id = state, clock.now(), by.account
    Swap.objects.bulk_update(rows, ["state", "answered_at", "answered_by", "seat", "outside_hours_because"])
