"""Whoever leads lets the group run over, by minutes of policy. What somebody has booked after it stays where it is."""

from datetime import datetime, timedelta

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.blocks import held_session
from hearthside.live.actions.course.holding import leading
from hearthside.live.course_events import SessionExtended
from hearthside.live.course_refusals import CannotExtend
from hearthside.live.models.rooms import LiveSession, Override
from hearthside.live.queries.room_course import bookings_of, policy_of
from hearthside.live.relations import TO_ROOM
from hearthside.live.rules.course import Booking, in_the_way, left_to_extend, steps
from hearthside.live.telling import COURSE, tell
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import time_said

EXTEND_KEY = "extend.minutes"
EXTENDED = "extended"
LONGEST_REASON = 500


@action
def extend(
    *, live: LiveSession, minutes: int, reason: str = "", from_end: datetime | None = None, by: Actor
) -> datetime:  # fmt: skip
    """
    The session ends so many minutes later than `from_end`, which is its end unless told; gives when. Two who press at
    once mean the same end. Into a booking of anybody inside it runs only for a reason, which is kept, and it moves no
    booking.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        CannotExtend: it is ending, or may not run over so long; or it runs into a booking, and nobody said why.
    """
    account, at, why = leading(live, by), clock.now(), " ".join(reason.split())[:LONGEST_REASON]
    with behind(live.program_id, by):
        most, row = policy_of(live).whole(EXTEND_KEY), held_session(live)
        planned_end = Session.objects.values_list("ends_at", flat=True).get(pk=live.pk)
        if row.closing_at is not None:
            raise CannotExtend("The group is ending.", "")
        if minutes not in steps(most):
            raise CannotExtend(f"A group may run over by {most} minutes in all.")
        shown = from_end if from_end is not None and planned_end <= from_end <= row.ends_at else row.ends_at
        new_end = shown + timedelta(minutes=minutes)
        if new_end <= row.ends_at:
            return row.ends_at
        added = int((new_end - row.ends_at).total_seconds() // 60)
        if added > left_to_extend(planned_end, row.ends_at, most):
            raise CannotExtend(f"A group may run over by {most} minutes in all.")
        hit = in_the_way(bookings_of(row, new_end), row.ends_at, new_end)
        if hit is not None and not why:
            raise CannotExtend(into_a_booking(hit, Program.objects.get(pk=row.program_id)), "reason")
        override = None
        if hit is not None:
            override = Override.objects.create(
                program_id=row.program_id, session=row, rule=EXTENDED, reason=why, by_id=account, at=at
            )
        row.ends_at = new_end
        row.save(update_fields=["ends_at"])
    extended = SessionExtended(
        session=live.pk, minutes=added, ends_at=new_end, override=override.pk if override else None
    )
    record(extended, by=by)
    tell(live.pk, TO_ROOM, COURSE)
    return new_end


def into_a_booking(hit: Booking, program: Program) -> str:
    """What whoever presses is told: whose booking it is and when, and nothing of what it is for."""
    at = time_said(hit.starts_at, program.zone)
    return f"{hit.who} has to be elsewhere at {at}. Say why it is right to go on; their booking stays as it is."
