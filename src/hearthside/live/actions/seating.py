"""
Seats: somebody comes and waits, is let in, says that they leave, or is put out.

Whether somebody may be let in is asked by the door; here it is done, once, and everybody who must know is told.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.events import SeatAdmitted, SeatLeft, SeatRevoked, SeatTaken
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Leave, Seat, SeatOccupant
from hearthside.live.observing_refusals import NotEverybodyAgreed
from hearthside.live.queries.leading import is_the_watch, require_leading
from hearthside.live.queries.observing import may_observe
from hearthside.live.queries.places import couple_of, is_expected
from hearthside.live.queries.relations import tie
from hearthside.live.queries.standing_in import why_uncounted
from hearthside.live.refusals import NoPlaceHere, NotInThisSession, SessionOver, WasCanceled
from hearthside.live.relations import TO_ROOM, TO_SEAT, TO_STAFF
from hearthside.live.telling import COURSE, TILES, tell
from hearthside.live.words import FACILITATOR, OBSERVER, PARTNER, PATIENT
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.held import open_session
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import CANCELED


@dataclass(frozen=True)
class Sitter:
    """Who is to sit at a seat: one of the three, and as what."""

    role: str
    patient: UUID | None = None
    partner: UUID | None = None
    clinician: UUID | None = None
    counts_in_ratio: bool = True

    def __post_init__(self) -> None:
        by_role = {PATIENT: self.patient, PARTNER: self.patient or self.partner, FACILITATOR: self.clinician,
                   OBSERVER: self.clinician}  # fmt: skip
        if by_role.get(self.role) is None:
            raise ValueError(f"Nobody is named who could be the {self.role} here.")


@action
def take_seat(*, live: LiveSession, sitters: Sequence[Sitter], device: str = "", by: Actor) -> Seat:
    """
    A device for these people, who wait from now on. Its identity says nothing about them.

    Raises:
        NoPlaceHere: one of them is not expected in this session. SessionOver: it has ended.
        NotInThisSession: `by` is neither one of them, nor leads here, nor helps to.
        NotEverybodyAgreed: one of them would observe, and somebody in the session has not agreed.
    """
    _require_own_or_leading(live, sitters, by)
    at = clock.now()
    with behind(live.program_id, by):
        row = _held(live)
        observers = [sitter.clinician for sitter in sitters if sitter.role == OBSERVER]
        _require_agreed(row, observers, alone=len(sitters) == 1)
        others = [sitter for sitter in sitters if sitter.role != OBSERVER]
        if not all(is_expected(row, sitter.patient, sitter.partner, sitter.clinician) for sitter in others):
            raise NoPlaceHere
        known = SeatOccupant.objects.filter(seat__session=row, patient__in=[s.patient for s in sitters if s.patient])
        seat: Seat = Seat.objects.create(
            program_id=row.program_id, session=row, identity=f"s-{secrets.token_hex(12)}", device=device,
            generation=1 + known.values("seat").distinct().count(), made_at=at,
        )  # fmt: skip
        SeatOccupant.objects.bulk_create(_occupant(row, seat, sitter, by) for sitter in sitters)
    record(SeatTaken(session=live.pk, seat=seat.pk, patients=_patients(sitters)), by=by)
    tell(live.pk, TO_STAFF, TILES, seat.pk)
    return seat


@action
def admit_seat(*, seat: Seat, by: Actor) -> Seat:
    """
    Let whoever waits at this seat in. The first who is let in begins the watch over the session.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended, or the seat was revoked.
        NotEverybodyAgreed: whoever sits there would observe, and somebody in the session has not agreed.
        WasCanceled: the session does not take place.
    """
    live = _live_of(seat, by)
    require_leading(live, by)
    at = clock.now()
    with behind(live.program_id, by):
        row = _held(live)
        kept: Seat = Seat.objects.select_for_update().get(pk=seat.pk)
        if kept.revoked_at is not None:
            raise SessionOver
        if kept.admitted_at is not None:
            return kept
        sitting = list(kept.occupants.filter(until_at__isnull=True).values_list("role", "clinician"))
        _require_agreed(row, [who for role, who in sitting if role == OBSERVER], alone=len(sitting) == 1)
        kept.admitted_at = at
        kept.save(update_fields=["admitted_at"])
        if row.first_admitted_at is None:
            row.first_admitted_at = at
            row.save(update_fields=["first_admitted_at"])
        patients = _patients_at(kept)
        treated = kept.occupants.filter(role__in=(PATIENT, PARTNER)).exists()
    if treated:
        watch = system_actor("live", program=live.program_id, request_id=by.request_id)
        is_first = open_session(session=live.pk, program=live.program_id, by=watch)
        with behind(live.program_id, by):
            # Whoever cancels holds the session's row as well: one of the two comes second, and finds the other done.
            if not is_first and Session.objects.filter(pk=live.pk, status=CANCELED).exists():
                raise WasCanceled
    record(SeatAdmitted(session=live.pk, seat=kept.pk, patients=patients), by=by)
    tell(live.pk, TO_ROOM, TILES, kept.pk)
    return kept


@action
def leave_room(*, seat: Seat, coming_back: bool, by: Actor) -> Leave:
    """
    Whoever sits here says that they leave, for now or for good. It is believed at once, and nobody is looked for.

    Raises:
        NotInThisSession: `by` does not sit there.
    """
    live = _live_of(seat, by)
    if not is_the_watch(by, live.program_id) and (by.account is None or seat.pk not in tie(by.account, live.pk).seats):
        raise NotInThisSession
    with behind(live.program_id, by):
        leave: Leave = Leave.objects.create(
            program_id=live.program_id, seat=seat, coming_back=coming_back, at=clock.now()
        )
        patients = _patients_at(seat)
    record(SeatLeft(session=live.pk, seat=seat.pk, patients=patients, coming_back=coming_back), by=by)
    tell(live.pk, TO_ROOM, TILES, seat.pk)
    return leave


@action
def revoke_seat(*, seat: Seat, by: Actor) -> Seat:
    """
    Put out whoever sits here: nothing that was given out for this seat lets anybody in any more.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to.
    """
    live = _live_of(seat, by)
    require_leading(live, by)
    with behind(live.program_id, by):
        kept: Seat = Seat.objects.select_for_update().get(pk=seat.pk)
        if kept.revoked_at is not None:
            return kept
        kept.revoked_at = clock.now()
        kept.save(update_fields=["revoked_at"])
        patients = _patients_at(kept)
    record(SeatRevoked(session=live.pk, seat=kept.pk, patients=patients), by=by)
    tell(live.pk, f"{TO_SEAT}{kept.pk}", COURSE, kept.pk)
    tell(live.pk, TO_ROOM, TILES, kept.pk)
    return kept


def _occupant(live: LiveSession, seat: Seat, sitter: Sitter, by: Actor) -> SeatOccupant:
    """Whoever comes to stand in counts only where they could lead everybody who is there."""
    asked = sitter.clinician if sitter.role == FACILITATOR and sitter.counts_in_ratio else None
    because = why_uncounted(live, asked) if asked else ""
    return SeatOccupant(
        program_id=live.program_id, seat=seat, patient_id=sitter.patient, partner_id=sitter.partner,
        clinician_id=sitter.clinician, role=sitter.role, couple_id=couple_of(sitter.patient, sitter.partner),
        counts_in_ratio=sitter.counts_in_ratio and sitter.role != OBSERVER and not because,
        uncounted_because=because, from_at=seat.made_at, by_id=by.account,
    )  # fmt: skip


def _require_agreed(live: LiveSession, observers: Sequence[UUID | None], *, alone: bool) -> None:
    """Whoever observes sits by themselves, and only while everybody in the session agrees to it."""
    if observers and not (alone and observers[0] is not None and may_observe(live.pk, observers[0])):
        raise NotEverybodyAgreed


def _require_own_or_leading(live: LiveSession, sitters: Sequence[Sitter], by: Actor) -> None:
    if by.account is not None and len(sitters) == 1 and by.program == live.program_id:
        with behind(live.program_id, by):
            if is_expected(live, sitters[0].patient, sitters[0].partner, sitters[0].clinician, account=by.account):
                return
    require_leading(live, by)


def _held(live: LiveSession) -> LiveSession:
    row: LiveSession = LiveSession.objects.select_for_update().get(pk=live.pk)
    if row.ended_at is not None:
        raise SessionOver
    return row


def _live_of(seat: Seat, by: Actor) -> LiveSession:
    with behind(seat.program_id, by):
        live: LiveSession = LiveSession.objects.get(pk=seat.session_id)
        return live


def _patients(sitters: Sequence[Sitter]) -> tuple[UUID, ...]:
    return tuple(sitter.patient for sitter in sitters if sitter.patient is not None)


def _patients_at(seat: Seat) -> tuple[UUID, ...]:
    rows = seat.occupants.filter(patient__isnull=False, until_at__isnull=True).values_list("patient_id", flat=True)
    return tuple(rows)
