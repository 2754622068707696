"""Whoever leads begins the next part before the plan's clock does. What would break its ratio is said first."""

from datetime import datetime

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.blocks import held_session, switch
from hearthside.live.actions.course.holding import leading
from hearthside.live.actions.course.making_true import patients_as_they_may
from hearthside.live.course_refusals import NextIsShort, NoNextPart
from hearthside.live.course_words import part_name
from hearthside.live.events import BlockBegan
from hearthside.live.floaters import FLOATERS
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.queries.room_course import Next, next_part, plan_of, running_block
from hearthside.live.queries.titles import title
from hearthside.live.relations import TO_ROOM
from hearthside.live.telling import COURSE, tell
from hearthside.live.watch.facts import NEXT_BLOCK
from hearthside.live.words import MAIN, SUBJECT_ROOM
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.pages import Subject, raise_page


@action
def warn_of_next(*, live: LiveSession, begins: datetime | None = None, by: Actor) -> Next | None:
    """
    Look whether the next part would have too few staff: then a stand-in is called at once, and that is given. None
    where it may begin, or where nothing follows; or another follows than the one that is meant, as in `begin_next`.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
    """
    leading(live, by)
    with behind(live.program_id, by):
        running = running_block(live)
        following = next_part(live, running, clock.now()) if running else None
        room = LiveRoom.objects.filter(session=live, kind=MAIN, closed_at__isnull=True).first()
        what = title(LiveSession.objects.select_related("session__cohort").get(pk=live.pk))
    if following is None or not following.is_short or room is None or not _is_meant(following, begins):
        return None
    raise_page(
        program=live.program_id, cause=NEXT_BLOCK, ladder=FLOATERS, subject=Subject(SUBJECT_ROOM, room.pk),
        title=f"The next block of {what} will need another facilitator",
        counts={"patients": following.patients, "staff": following.staff, "needed": following.needed},
        by=system_actor("live", program=live.program_id, request_id=by.request_id),
    )  # fmt: skip
    return following


@action
def begin_next(*, live: LiveSession, sure: bool = False, begins: datetime | None = None, by: Actor) -> LiveBlock:
    """
    The next part of the plan begins now, and with it its ratio; a break that is on ends. `begins` is when the plan's
    clock would begin the part that is meant: where that is on already, nothing changes, so that two who press at once
    are both right and leave out no part. Gives what is on.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended. NoNextPart: nothing follows.
        NextIsShort: it needs more staff than is there, and nobody said that it begins all the same.
    """
    account, at = leading(live, by), clock.now()
    with behind(live.program_id, by):
        row = held_session(live)
        running = running_block(row)
        following = next_part(row, running, at) if running and row.closing_at is None else None
        if running is not None and begins is not None and _began(row, running, begins):
            return running
        if following is None:
            raise NoNextPart
        if following.is_short and not sure:
            raise too_short(following)
        begun = switch(row, running, following.number, following.kind, at, account=account)
        if begun is None:
            raise NoNextPart
        patients_as_they_may(row)
    record(BlockBegan(session=live.pk, number=begun.number, kind=begun.kind), by=by)
    tell(live.pk, TO_ROOM, COURSE, begun.pk)
    return begun


def _is_meant(following: Next, begins: datetime | None) -> bool:
    return begins is None or following.begins == begins


def _began(live: LiveSession, running: LiveBlock, begins: datetime) -> bool:
    """Whether the part that the plan's clock begins then is on, or was."""
    return any(part.start == milliseconds(begins) and part.number <= running.number for part in plan_of(live))


def too_short(following: Next) -> NextIsShort:
    """What whoever presses is told, as often as they do not say that it begins all the same."""
    return NextIsShort(part_name(following.kind), following.needed, following.staff)
