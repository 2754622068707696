"""
Letting people in: nobody against a rule of the door, unless somebody answers for that very rule with a reason.

The database says the same once more, through whichever door somebody comes: whoever is unsigned, unlocated, unlicensed,
above the cap, beside somebody they are kept apart from, before the needed staff, or still to be talked with gets no
seat; nor does whoever has not answered everything, at this door or at none.
"""

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.actions.door_talks import raise_talk
from hearthside.live.actions.observing.putting_out import put_out_observers
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.door_events import AskedAlone, DoorOverridden, LetIn, TurnedAway, WaitsAgain
from hearthside.live.door_refusals import IsInside, MayNotComeIn, NothingToOverride, WrongAnswer
from hearthside.live.door_words import TURNED_AWAY_BECAUSE
from hearthside.live.models.check_in import CheckIn, CheckInAnswer
from hearthside.live.models.room_seats import SteppedAway
from hearthside.live.models.rooms import LiveSession, Override
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.door_people import AtTheDoor, the_door
from hearthside.live.queries.leading import require_leading
from hearthside.live.refusals import NotInThisSession
from hearthside.live.rules import check_in as asking
from hearthside.live.rules import door as rules
from hearthside.live.telling import tell_at_door
from hearthside.live.words import PARTNER, PATIENT
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person

LONGEST_REASON = 500
# What the database calls its own no, by the constraint.
LAST_WORD = {f"let_in_{code}": code for code in sorted(rules.ASKED_AGAIN)}


@action
def let_in(*, check_in: CheckIn, by: Actor) -> Seat:
    """
    Let somebody in. A couple on one screen sits at one seat, each for themselves.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
        MayNotComeIn: something stands in the way, with every reason.
    """
    live = _live_of(check_in, by)
    require_leading(live, by)
    with behind(check_in.program_id, by), refusing({name: _no(code) for name, code in LAST_WORD.items()}):
        each = _held(check_in, live)
        if each.objections:
            raise MayNotComeIn(each.objections)
        # Whoever comes waits for no observer: to whom they have not agreed goes first.
        put_out_observers(live.pk, live.program_id, by)
        seat = _shared_seat(each, live)
        if seat is None:
            seat = take_seat(live=live, sitters=[_sitter(each)], by=by)
            seat = admit_seat(seat=seat, by=by)
        else:
            _sit_beside(seat, each, by)
        _is_away_no_more(each.person, live, by)
    let = LetIn(
        check_in=check_in.pk, session=live.pk, seat=seat.pk, patient=each.person.patient, partner=each.person.partner,
        overridden=tuple(sorted(each.overridden)),
    )  # fmt: skip
    record(let, by=by)
    tell_at_door(live.pk, check_in.pk)
    return seat


@action
def answer_for(*, check_in: CheckIn, rule: str, reason: str, by: Actor) -> Override:
    """
    Answer for letting somebody in although a rule says no. It lets nobody in by itself.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
        NothingToOverride: nobody answers for this rule, or it does not stand in the way. WrongFact: no reason.
    """
    live = _live_of(check_in, by)
    require_leading(live, by)
    kept = reason_for(reason)
    with behind(check_in.program_id, by):
        each = _held(check_in, live)
        if rule not in rules.MAY_BE_OVERRIDDEN or rule not in {objection.code for objection in each.objections}:
            raise NothingToOverride
        return keep_override(live, each.person, rule, kept, by)


def reason_for(typed: str) -> str:
    """
    Why somebody answers for it, as it is kept.

    Raises:
        WrongFact: no reason.
    """
    return text("reason", typed, most=LONGEST_REASON, needed="Type why. It is kept with your name.")


def keep_override(live: LiveSession, who: Person, rule: str, reason: str, by: Actor) -> Override:
    """Write down that somebody answers for this rule and this person. Behind the scenes."""
    if by.account is None:
        raise NotInThisSession
    made: Override = Override.objects.create(
        program_id=live.program_id, session=live, rule=rule, patient_id=who.patient, partner_id=who.partner,
        reason=reason, by_id=by.account, at=clock.now(),
    )  # fmt: skip
    record(
        DoorOverridden(override=made.pk, session=live.pk, patient=who.patient, partner=who.partner, rule=rule), by=by
    )
    return made


@action
def turn_away(*, check_in: CheckIn, because: str, by: Actor) -> CheckIn:
    """
    Not today. The person is told that somebody calls them, and nothing else.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to. WrongAnswer: no reason of the list.
        IsInside: somebody let them in meanwhile.
    """
    live = _live_of(check_in, by)
    require_leading(live, by)
    if because not in TURNED_AWAY_BECAUSE:
        raise WrongAnswer("because", "Choose why.")
    with behind(check_in.program_id, by):
        # Whoever lets somebody in holds the session as well: one of the two comes second, and finds the other done.
        LiveSession.objects.select_for_update().get(pk=live.pk)
        theirs = SeatOccupant.objects.filter(patient=check_in.patient_id, partner=check_in.partner_id)
        here = theirs.filter(seat__session=live, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True)
        if here.filter(until_at__isnull=True).exists():
            raise IsInside
    row = _change(check_in, by, turned_away_at=clock.now(), turned_away_because=because, turned_away_by_id=by.account)
    record(
        TurnedAway(check_in=row.pk, session=live.pk, patient=row.patient_id, partner=row.partner_id, because=because),
        by=by,
    )
    return row


@action
def let_wait_again(*, check_in: CheckIn, by: Actor) -> CheckIn:
    """
    "Not today" is taken back: they wait to be let in.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
    """
    live = _live_of(check_in, by)
    require_leading(live, by)
    row = _change(check_in, by, turned_away_at=None, turned_away_because="", turned_away_by_id=None)
    record(WaitsAgain(check_in=row.pk, session=live.pk, patient=row.patient_id, partner=row.partner_id), by=by)
    return row


@action
def ask_alone(*, check_in: CheckIn, unsafe: bool, by: Actor) -> None:
    """
    Write down what somebody who shares a screen said when staff asked them alone whether it is safe to talk.

    Raises:
        NotInThisSession: `by` neither leads the session nor helps to.
    """
    require_leading(_live_of(check_in, by), by)
    with behind(check_in.program_id, by):
        row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
        CheckInAnswer.objects.create(
            program_id=row.program_id, check_in=row, step=asking.SAFE, facts={"unsafe": unsafe}, at=clock.now(),
            asked_by_id=by.account,
        )  # fmt: skip
        if unsafe:
            raise_talk(row, {asking.UNSAFE_PLACE}, by)
    record(AskedAlone(check_in=row.pk, patient=row.patient_id), by=by)
    tell_at_door(row.session_id, row.pk)


def _live_of(check_in: CheckIn, by: Actor) -> LiveSession:
    with behind(check_in.program_id, by):
        live: LiveSession = LiveSession.objects.get(pk=check_in.session_id)
        return live


def _held(check_in: CheckIn, live: LiveSession) -> AtTheDoor:
    """The person as the door sees them; nobody else is let in meanwhile, so that the last place is given once."""
    LiveSession.objects.select_for_update().get(pk=live.pk)
    session = Session.objects.select_related("program", "cohort").get(pk=live.pk)
    each = the_door(session, session.program).of(check_in)
    if each is None:
        raise _no(rules.NOT_EXPECTED)
    return each


def _no(code: str) -> MayNotComeIn:
    return MayNotComeIn([rules.Objection(code, rules.SENTENCES[code])])


def _sitter(each: AtTheDoor) -> Sitter:
    who = each.person
    return Sitter(PATIENT if who.patient else PARTNER, patient=who.patient, partner=who.partner)


def _shared_seat(each: AtTheDoor, live: LiveSession) -> Seat | None:
    """The seat of their partner, who is in, where they sit before one screen together."""
    if each.answers.get(asking.SCREEN, {}).get("how", asking.ALONE) == asking.ALONE and not each.came_by_ticket_here:
        return None
    theirs = SeatOccupant.objects.filter(couple=each.couple, couple__isnull=False, clinician__isnull=True)
    here = theirs.filter(seat__session=live, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True)
    beside = here.filter(until_at__isnull=True).select_related("seat").first()
    return beside.seat if beside else None


def _sit_beside(seat: Seat, each: AtTheDoor, by: Actor) -> None:
    who = each.person
    SeatOccupant.objects.create(
        program_id=seat.program_id, seat=seat, patient_id=who.patient, partner_id=who.partner,
        role=PATIENT if who.patient else PARTNER, couple_id=each.couple, from_at=clock.now(), by_id=by.account,
    )  # fmt: skip


def _is_away_no_more(who: Person, live: LiveSession, by: Actor) -> None:
    """Whoever had stepped away from a shared screen is in again: their place there is kept no longer."""
    away = SteppedAway.objects.filter(
        occupant__seat__session=live, occupant__patient=who.patient, occupant__partner=who.partner,
        back_at__isnull=True,
    )  # fmt: skip
    away.update(back_at=clock.now(), back_by=by.account)


def _change(check_in: CheckIn, by: Actor, **changes: object) -> CheckIn:
    with behind(check_in.program_id, by):
        row: CheckIn = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in changes])
    tell_at_door(row.session_id, row.pk)
    return row
