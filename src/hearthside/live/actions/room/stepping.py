"""
One of those who share a screen steps away from it, and comes back: only their minutes pause, and who counts as there.

Coming back is asked by the rules of the door, as things are then. Whoever leads reads what stands in the way and may
answer for it there and then. Those at the screen read one sentence whatever it is, because the reason may be what one
of them said alone: they wait, and whoever leads sees it.
"""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.live.actions.door import LAST_WORD, keep_override, reason_for
from hearthside.live.actions.observing.putting_out import put_out_observers
from hearthside.live.actions.room.hands import lower_hands
from hearthside.live.door_refusals import MayNotComeIn
from hearthside.live.models.room_seats import SteppedAway
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.door_people import the_door
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_people import TREATED, leading_account, meant_by, person, require_open
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import TO_ROOM, TO_SEAT, TO_STAFF
from hearthside.live.room_events import CameBack, WaitsToComeBack, WentAway
from hearthside.live.room_refusals import AloneAtTheScreen, AlreadyBack, NotBackYet
from hearthside.live.rules import door as rules
from hearthside.live.telling import PEOPLE, TILES, tell
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person

# What the database itself refuses to let happen again by coming back, in the words for whoever leads.
_NO = {name: MayNotComeIn([rules.Objection(code, rules.SENTENCES[code])]) for name, code in LAST_WORD.items()}
_NOT_YET = dict.fromkeys(LAST_WORD, NotBackYet())


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
def come_back(*, live: LiveSession, sitter: UUID, by: Actor) -> SeatOccupant | None:
    """
    Whoever stepped away is before the screen again. Nobody where those at the screen say so and something stands in
    the way: then they wait, and whoever leads is told.

    Raises:
        NotInThisSession: `by` neither sits at this screen nor leads here. SessionOver: it has ended.
        NobodyThere: nobody is meant. AlreadyBack: they did not step away.
        MayNotComeIn: something stands in the way, every reason, for whoever leads.
        NotBackYet: it came in the way just now, for those at the screen.
    """
    with behind(live.program_id, by):
        row, away = _stepped_away(live, sitter, by)
        leads = row.seat_id not in tie(_somebody(by), live.pk).seats
        with refusing(_NO if leads else _NOT_YET, goes_on=False):
            objections = _in_the_way(live, row)
            if objections and leads:
                raise MayNotComeIn(objections)
            if objections:
                _wait(live, row, away, by)
                return None
            return _sit_again(live, row, away, by)


@action
def bring_back(*, live: LiveSession, sitter: UUID, reason: str, by: Actor) -> SeatOccupant:
    """
    Whoever leads brings somebody back who stepped away, and answers for every rule that stands in the way.

    Raises:
        NotInThisSession: `by` neither leads nor helps to. SessionOver: it has ended. NobodyThere: nobody is
            meant. AlreadyBack: they did not step away.
        WrongFact: no reason. MayNotComeIn: something stands in the way for which nobody can answer.
    """
    leading_account(live, by)
    kept = reason_for(reason)
    with behind(live.program_id, by), refusing(_NO, goes_on=False):
        row, away = _stepped_away(live, sitter, by)
        objections = _in_the_way(live, row)
        if not all(each.may_be_overridden for each in objections):
            raise MayNotComeIn(objections)
        for each in objections:
            keep_override(live, Person(row.patient_id, row.partner_id), each.code, kept, by)
        return _sit_again(live, row, away, by)


def _stepped_away(live: LiveSession, sitter: UUID, by: Actor) -> tuple[SeatOccupant, SteppedAway]:
    """Who is meant and since when they are away; nobody else comes in meanwhile, so that a last place is given once."""
    require_open(live)
    row = meant_by(live, sitter, by)
    LiveSession.objects.select_for_update().get(pk=live.pk)
    away = SteppedAway.objects.select_for_update().filter(occupant=row.pk, back_at__isnull=True).first()
    if away is None:
        raise AlreadyBack
    return row, away


def _in_the_way(live: LiveSession, row: SeatOccupant) -> tuple[rules.Objection, ...]:
    session = Session.objects.select_related("program", "cohort").get(pk=live.pk)
    who = row.patient_id or row.partner_id
    each = the_door(session, session.program).people.get(who) if who else None
    return each.in_the_way if each else ()


def _wait(live: LiveSession, row: SeatOccupant, away: SteppedAway, by: Actor) -> None:
    """They say that they are back. Only whoever leads brings them back, and is told that they wait."""
    if away.waits_since is None:
        away.waits_since = clock.now()
        away.save(update_fields=["waits_since"])
        record(WaitsToComeBack(session=live.pk, seat=row.seat_id, **person(row)), by=by)
        tell(live.pk, TO_STAFF, PEOPLE, row.seat_id)
        tell(live.pk, f"{TO_SEAT}{row.seat_id}", TILES, row.seat_id)


def _sit_again(live: LiveSession, row: SeatOccupant, away: SteppedAway, by: Actor) -> SeatOccupant:
    at = clock.now()
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
