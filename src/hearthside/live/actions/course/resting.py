"""A break, or a pet break, within a block: held by the server, over by itself, and nobody's sound comes on with it."""

from datetime import timedelta

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.blocks import end_rest, held_session, switch
from hearthside.live.actions.course.holding import leading
from hearthside.live.actions.course.making_true import patients_as_they_may
from hearthside.live.course_events import RestBegan, RestEnded
from hearthside.live.course_refusals import CannotRest
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.queries.room_course import policy_of, running_block
from hearthside.live.relations import TO_ROOM
from hearthside.live.rules.course import why_no_rest
from hearthside.live.telling import COURSE, tell
from hearthside.live.words import PET, REST
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import one_of

SHORTEST, LONGEST = "break.minutes.min", "break.minutes.max"
RESTS = {REST: "A break", PET: "A pet break"}


@action
def begin_rest(*, live: LiveSession, kind: str, minutes: int, by: Actor) -> LiveBlock:
    """
    Everybody rests for so many minutes. The block that is held goes on afterwards, and keeps its ratio meanwhile.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended. WrongFact: no such break.
        CannotRest: there is a break already, nothing has begun, or it would be too short, too long or too late.
    """
    known = one_of("kind", kind, RESTS, "Choose which break.")
    account, at = leading(live, by), clock.now()
    with behind(live.program_id, by):
        policy, row = policy_of(live), held_session(live)
        running = running_block(row)
        if running is None or running.kind in RESTS:
            raise CannotRest("It is a break already." if running else "The group has not begun yet.", "")
        if row.closing_at is not None:
            raise CannotRest("The group is ending.", "")
        if why := why_no_rest(minutes, policy.whole(SHORTEST), policy.whole(LONGEST), at, row.ends_at):
            raise CannotRest(why)
        until = at + timedelta(minutes=minutes)
        begun = switch(row, running, running.number, known, at, rest_until=until, account=account)
        if begun is None:
            raise CannotRest("This part has only just begun. Try again in a moment.", "")
        patients_as_they_may(row)
    record(RestBegan(session=live.pk, number=begun.number, kind=known, minutes=minutes), by=by)
    tell(live.pk, TO_ROOM, COURSE, begun.pk)
    return begun


@action
def end_break(*, live: LiveSession, by: Actor) -> LiveBlock | None:
    """
    The break is over before its time; None where none is on, so that two who press at once are both right.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
    """
    account, at = leading(live, by), clock.now()
    with behind(live.program_id, by):
        row = held_session(live)
        running = running_block(row)
        if running is None or running.rest_until is None:
            return None
        begun = end_rest(row, running, at, account)
        if begun is not None:
            patients_as_they_may(row)
    if begun is None:
        return None
    record(RestEnded(session=live.pk, number=running.number), by=by)
    tell(live.pk, TO_ROOM, COURSE, begun.pk)
    return begun
