"""
What the watch decides, carried out: each change with its line in the ledger, and those told who must know.

Done by the part of the system that watches, and by nobody else. Deciding twice changes nothing: whoever takes over from
another watch may decide once more what was decided already.
"""

from datetime import datetime
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live import events
from hearthside.live.actions.course.blocks import switch
from hearthside.live.actions.course.leading import pass_lead
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.queries.leading import require_the_watch
from hearthside.live.queries.released import leads_released
from hearthside.live.queries.room_course import as_held, plan_of, running_block, staff_order
from hearthside.live.relations import TO_COUNTS, TO_ROOM
from hearthside.live.telling import COURSE, RATIO, tell
from hearthside.live.watch import decisions as d
from hearthside.live.watch.blocks import due
from hearthside.people.actions.grants import behind


@action
def note_state(*, room: LiveRoom, change: d.StateChanged, by: Actor) -> None:
    """A room's ratio stands otherwise than before."""
    require_the_watch(by, room.program_id)
    record(
        events.RatioChanged(
            session=room.session_id, room=room.pk, state=change.after, staff=change.staff, needed=change.needed,
            unit=change.unit, present=change.patients,
        ),
        by=by,
    )  # fmt: skip
    _tell_of_ratio(room)


@action
def note_size(*, room: LiveRoom, change: d.SizeChanged, by: Actor) -> None:
    """A room began to hold too many people, or no longer does."""
    require_the_watch(by, room.program_id)
    record(
        events.SizeChanged(
            session=room.session_id, room=room.pk, over=change.over, present=change.patients, cap=change.cap
        ),
        by=by,
    )
    _tell_of_ratio(room)


@action
def note_flap(*, room: LiveRoom, cause: str, by: Actor) -> None:
    """A page was over as soon as it was raised: it is kept, so that bad lines and false alarms can be counted."""
    require_the_watch(by, room.program_id)
    record(events.FlapNoted(session=room.session_id, room=room.pk, cause=cause), by=by)


@action
def take_lead(
    *, live: LiveSession, clinician: UUID, because: str, instead_of: UUID | None = None, by: Actor
) -> None:  # fmt: skip
    """This clinician leads from now on; whoever led before does no longer. Whom staff named since, leads on."""
    require_the_watch(by, live.program_id)
    pass_lead(live, clinician, because, by, instead_of=instead_of)


@action
def follow_plan(*, live: LiveSession, by: Actor) -> UUID | None:
    """
    Whoever was to lead was released before they came: whom the plan names by now leads. Gives who, if anybody.
    """
    require_the_watch(by, live.program_id)
    with behind(live.program_id, by):
        released, order = leads_released(live.pk), staff_order(live)
    if not released or not order:
        return None
    (lead,) = released
    named = UUID(order[0])
    pass_lead(live, named, "planned", by, instead_of=lead.clinician_id)
    return named


@action
def hold_group(*, room: LiveRoom, by: Actor) -> bool:
    """Pause a group that nobody is left to lead; gives whether it was not paused before."""
    return _pause(room, clock.now(), by)


@action
def lift_hold(*, room: LiveRoom, by: Actor) -> bool:
    """The group goes on; gives whether it was paused before."""
    return _pause(room, None, by)


def _pause(room: LiveRoom, at: datetime | None, by: Actor) -> bool:
    require_the_watch(by, room.program_id)
    with behind(room.program_id, by):
        rows = LiveRoom.objects.filter(pk=room.pk, held_at__isnull=at is not None)
        # Staff may have paused it since the watch looked: their pause ends by their word alone.
        changed = rows.filter(held_by__isnull=True).update(held_at=at)
    if not changed:
        return False
    told = events.GroupHeld if at is not None else events.HoldLifted
    record(told(session=room.session_id, room=room.pk), by=by)
    tell(room.session_id, TO_ROOM, COURSE, room.pk)
    return True


@action
def begin_block(*, live: LiveSession, number: int, kind: str, by: Actor) -> LiveBlock | None:
    """
    The plan's clock begins this block; the one before ends. Nothing changes where somebody was faster: where the
    part is on already, a break has begun since the watch looked, or the group is ending.
    """
    require_the_watch(by, live.program_id)
    at = clock.now()
    with behind(live.program_id, by):
        row = LiveSession.objects.select_for_update().get(pk=live.pk)
        running = running_block(row)
        if row.ended_at is not None or not _still_due(row, running, number, kind, at):
            return None
        begun = switch(row, running, number, kind, at)
    if begun is None:
        return None
    record(events.BlockBegan(session=live.pk, number=number, kind=kind), by=by)
    tell(live.pk, TO_ROOM, COURSE)
    return begun


def _still_due(live: LiveSession, running: LiveBlock | None, number: int, kind: str, at: datetime) -> bool:
    """Whether this is still what the clock begins, with the session held."""
    if running is None:
        return True
    if running.number > number or (running.number, running.kind) == (number, kind):
        return False
    found = due(plan_of(live), as_held(running), milliseconds(live.ends_at), milliseconds(at))
    return found is not None and (found.number, found.kind) == (number, kind)


def _tell_of_ratio(room: LiveRoom) -> None:
    # Whoever leads or helps hears what is told to all who watch the counts.
    tell(room.session_id, TO_COUNTS, RATIO, room.pk)
