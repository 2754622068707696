"""Helping out: whoever is asked answers with one press, and the first yes has it."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import NotAllowed, require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.clinicians import Clinician
from hearthside.people.particulars import kept_words
from hearthside.policy.queries import in_force, today
from hearthside.schedule.actions.holding import hold_people, hold_sessions
from hearthside.schedule.actions.offers import ask, ask_next
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.actions.staffing import add_staff
from hearthside.schedule.actions.taken import CLINICIAN, refuse_taken
from hearthside.schedule.events.staffing import CoverDeclined, CoverTaken, ShortOverridden
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Staff
from hearthside.schedule.queries.cover import candidates, gap_of
from hearthside.schedule.queries.people_in import holders, patients_in
from hearthside.schedule.refusals import OfferClosed, Unfit, WrongSession
from hearthside.schedule.rules import Stay
from hearthside.schedule.words import AHEAD, OPEN

WAIT = "cover.wait.minutes"


class NotYourOffer(Refusal):
    """The offer is another clinician's to answer."""

    def __init__(self) -> None:
        super().__init__("Only the clinician who was asked can answer, or whoever keeps the schedule for them.")


@action
def offer_cover(*, shortage: Shortage, clinician: Clinician, by: Actor) -> CoverOffer:
    """
    Ask this clinician to help out, now and out of their turn.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        OfferClosed: nobody is needed any more. Unfit: they cannot, and the refusal says why.
    """
    require(by, Permission.KEEP_SCHEDULE, within=shortage.program_id)
    hold_sessions(shortage.program_id, [shortage.session_id], by=by)
    with behind(shortage.program_id, by):
        row = Shortage.objects.select_related("session__program", "session__cohort").get(pk=shortage.pk)
        gap = gap_of(row.session)
        if row.ended_at is not None or gap is None:
            raise OfferClosed("over")
        found = candidates(row.session, holders(row.session_id), gap)
        choice = next((c for c in found if c.clinician.pk == clinician.pk), None)
        if choice is None or not choice.may:
            raise Unfit([choice.why_not if choice else "This clinician staffs the session already."])
        last = row.offers.order_by("-place").values_list("place", flat=True).first() or 0
        offer, _ = CoverOffer.objects.get_or_create(
            shortage=row, clinician=clinician, defaults={"program_id": row.program_id, "place": last + 1}
        )
        # Whoever declined may be asked again: people change their minds when somebody calls.
        if offer.answer != "open":
            offer.answer, offer.answered_at = "open", None
            offer.save(update_fields=["answer", "answered_at"])
        ask(offer, by=by)
    return offer


@action
def answer_cover(*, offer: CoverOffer, yes: bool, by: Actor) -> CoverOffer:
    """
    Say yes or no to helping out. The first yes staffs every block that lacks somebody; then nobody else need answer.

    Raises:
        NotYourOffer: `by` is neither the clinician nor keeps the schedule.
        OfferClosed: somebody else said yes first, or nobody is needed any more.
        Unfit, AlreadyBooked: something came in between; the refusal says what.
    """
    clinician = offer.clinician
    if by.account is None or by.account != clinician.account_id or by.program != offer.program_id:
        _require_keeper(by, offer.program_id)
    with behind(offer.program_id, by):
        return _answer(offer, clinician, yes, by)


def _answer(offer: CoverOffer, clinician: Clinician, yes: bool, by: Actor) -> CoverOffer:
    """The same, once it is known that `by` may. Behind the scenes."""
    session_id = CoverOffer.objects.values_list("shortage__session", flat=True).get(pk=offer.pk)
    session = hold_sessions(offer.program_id, [session_id], by=by)[session_id]
    row = CoverOffer.objects.select_for_update(of=("self",)).select_related("shortage").get(pk=offer.pk)
    shortage = row.shortage
    if row.answer != "open" or row.offered_at is None or shortage.ended_at is not None:
        taken = shortage.offers.filter(answer="taken").exists()
        raise OfferClosed("taken" if taken else "over")
    if session.status not in (*AHEAD, OPEN) or session.ends_at <= clock.now():
        raise OfferClosed("over")
    row.answered_at = clock.now()
    row.answer = "taken" if yes else "declined"
    row.save(update_fields=["answer", "answered_at"])
    if not yes:
        ask_next(shortage, by=by)
    else:
        _staff(session, clinician)
    names = {"offer": row.pk, "session": session.pk, "clinician": clinician.pk}
    if not yes:
        record(CoverDeclined(**names), by=by)
        return row  # type: ignore[no-any-return]
    record(CoverTaken(**names), by=by)
    settle([session], because="policy", ended="covered", by=by)
    bring_grants_up_to_date(offer.program_id, patients_in([session.pk]), by=by)
    return row  # type: ignore[no-any-return]


@action
def ask_on(*, program: UUID, by: Actor) -> int:
    """
    Ask the next wherever nobody has answered for as long as policy gives; gives how many were asked.

    Whoever was asked before may still say yes: the first yes has it.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program)
    asked = 0
    with behind(program, by):
        open_shortages = Shortage.objects.filter(program=program, ended_at__isnull=True).order_by("pk")
        wait = in_force(today(Program.objects.get(pk=program)), program).whole(WAIT)
        late = clock.now() - timedelta(minutes=wait)
        for shortage in open_shortages.prefetch_related("offers"):
            offers = [o for o in shortage.offers.all() if o.answer == "open"]
            waiting = [o for o in offers if o.offered_at is not None]
            if any(o.offered_at is None for o in offers) and all(o.offered_at <= late for o in waiting):
                asked += ask_next(shortage, by=by) is not None
    return asked


@action
def override_short(*, session: Session, reason: str, by: Actor) -> Session:
    """
    Let this session open although it is short of staff, or above what policy now allows; `by` answers for it.

    Raises:
        NotAllowed: `by` may not answer for that in this program.
        WrongSession: no reason is given, or nothing stands in the way of opening it.
        WrongFact: the reason cannot be kept.
    """
    require(by, Permission.OVERRIDE_SHORT, within=session.program_id)
    words = kept_words("reason", reason)
    if not words:
        raise WrongSession("reason", "Say why it is right to hold it all the same.")
    row = hold_sessions(session.program_id, [session.pk], by=by)[session.pk]
    if row.status not in AHEAD:
        raise WrongSession("reason", "This session is over, in progress or canceled.")
    if by.account is None:
        raise WrongSession("reason", "A person answers for it, and none is signed in.")
    with behind(row.program_id, by):
        if not exceeds(row):
            raise WrongSession("reason", "This session has all its staff. Nothing need be overridden.")
        row.override_by_id, row.override_at, row.override_reason = by.account, clock.now(), words
        row.save(update_fields=["override_by", "override_at", "override_reason"])
    record(ShortOverridden(session=row.pk), by=by)
    return row


def exceeds(session: Session) -> bool:
    """Whether a session lacks staff in a block, or has more people than policy allows that day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM schedule_fill(%s) f WHERE f.needed > f.staff OR f.people > f.cap LIMIT 1", [[session.pk]]
        )
        return cursor.fetchone() is not None


def _staff(session: Session, clinician: Clinician) -> None:
    """The clinician staffs every block that lacks somebody. Behind the scenes."""
    gap, people = gap_of(session), holders(session.pk)
    if gap is None:
        raise OfferClosed("over")
    hold_people([clinician.pk], people)
    there = Stay(clinician.pk, gap.from_at, gap.until_at, session.pk)
    refuse_taken([there], {clinician.pk: CLINICIAN}, session.on_day)
    choice = next((c for c in candidates(session, people, gap) if c.clinician.pk == clinician.pk), None)
    if choice is None or not choice.may:
        raise Unfit([choice.why_not if choice else "You staff this session already."])
    add_staff(session, [Staff(clinician.pk, block, gap.part) for block in gap.blocks], at=clock.now())


def _require_keeper(by: Actor, program: UUID) -> None:
    try:
        require(by, Permission.KEEP_SCHEDULE, within=program)
    except NotAllowed as no:
        raise NotYourOffer from no
