"""Whoever leads ends the group, in two steps: a few minutes to say goodbye, and then its room closes."""

from datetime import datetime, timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.actions.course.blocks import end_rest, held_session
from hearthside.live.actions.course.holding import leading
from hearthside.live.actions.course.leading import leads
from hearthside.live.actions.course.making_true import closed, patients_as_they_may
from hearthside.live.actions.opening import end_live
from hearthside.live.course_events import SessionClosed, SessionEnding
from hearthside.live.course_refusals import NotBegun, OnlyWhoeverLeads
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.room_course import policy_of, running_block
from hearthside.live.relations import TO_ROOM
from hearthside.live.rules.course import end_pressed
from hearthside.live.telling import COURSE, tell
from hearthside.people.actions.grants import behind
from hearthside.schedule.models.sessions import Session

WIND_DOWN = "wind_down.minutes"


@action
def end_group(*, live: LiveSession, by: Actor) -> LiveSession:
    """
    The group is over now; its room stays open for policy's minutes, so that people can say goodbye. A rest ends with
    it. Done again it changes nothing.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        OnlyWhoeverLeads: `by` only helps. NotBegun: the session has not begun yet.
    """
    account, at = leading(live, by), clock.now()
    with behind(live.program_id, by):
        _require_lead(live, account)
        row = held_session(live)
        if row.closing_at is not None:
            return row
        _require_begun(row, at)
        row.ends_at = end_pressed(at, row.ends_at)
        row.closing_at = at + timedelta(minutes=policy_of(live).whole(WIND_DOWN))
        row.save(update_fields=["ends_at", "closing_at"])
        running = running_block(row)
        if running is not None and running.rest_until is not None:
            end_rest(row, running, at, account)
            patients_as_they_may(row)
    record(SessionEnding(session=row.pk, closing_at=row.closing_at), by=by)
    tell(row.pk, TO_ROOM, COURSE)
    return row


@action
def close_now(*, live: LiveSession, by: Actor) -> LiveSession:
    """
    The room closes at once, for everybody who is in it.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to. SessionOver: it has ended.
        OnlyWhoeverLeads: `by` only helps. NotBegun: the session has not begun yet.
    """
    account, at = leading(live, by), clock.now()
    with behind(live.program_id, by):
        _require_lead(live, account)
        row = held_session(live)
        _require_begun(row, at)
        row.ends_at, row.closing_at = end_pressed(at, row.ends_at), at
        row.save(update_fields=["ends_at", "closing_at"])
        closed(list(LiveRoom.objects.filter(session=row, closed_at__isnull=True)))
    over = end_live(live=row, by=system_actor("live", program=live.program_id, request_id=by.request_id))
    record(SessionClosed(session=live.pk), by=by)
    return over


def _require_lead(live: LiveSession, account: UUID) -> None:
    if not leads(live, account):
        raise OnlyWhoeverLeads


def _require_begun(live: LiveSession, at: datetime) -> None:
    if at <= Session.objects.values_list("starts_at", flat=True).get(pk=live.pk):
        raise NotBegun
