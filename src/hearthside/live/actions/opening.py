"""A session's door opens, and its rooms are closed once it is over."""

import secrets
from datetime import datetime
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.live.actions.room.listening import forget_heard
from hearthside.live.actions.typing_lines import forget_lines
from hearthside.live.door_refusals import DoorsClosed
from hearthside.live.events import LiveEnded, LiveOpened
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.states import RoomState
from hearthside.live.queries.check_in import doors_open_at, live_of
from hearthside.live.queries.leading import require_the_watch
from hearthside.live.relations import TO_ROOM
from hearthside.live.telling import COURSE, tell
from hearthside.live.words import MAIN
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.held import close_session
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.said import time_said


@action
def open_live(*, session: UUID, policy_version: str, by: Actor) -> LiveSession:
    """
    Let people come: from now on the session has a main room, and somebody who leads it by the plan. Once for each
    session; done again it changes nothing.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
        Session.DoesNotExist: there is no such session, or it was canceled.
    """
    planned = Session.objects.standing().get(pk=session)
    require_the_watch(by, planned.program_id)
    at = clock.now()
    with behind(planned.program_id, by):
        live, made = LiveSession.objects.get_or_create(
            session=planned,
            defaults={
                "program_id": planned.program_id, "opened_at": at, "ends_at": planned.ends_at,
                "policy_version": policy_version,
            },
        )  # fmt: skip
        if not made:
            return live
        _make_room(live, MAIN, at)
        lead = _planned_lead(planned.pk)
        if lead is not None:
            Lead.objects.create(
                program_id=live.program_id, session=live, clinician_id=lead, because="planned", from_at=at
            )
    record(LiveOpened(session=live.pk, lead=lead), by=by)
    return live


def opened_for(session: Session, program: Program, by: Actor, *, not_yet: str) -> LiveSession:
    """
    The session as it is held. Whoever comes first opens it, if it is time.

    Raises:
        DoorsClosed: not yet, in these words, or no longer.
    """
    at, opens_at = clock.now(), doors_open_at(session, program)
    if at < opens_at:
        raise DoorsClosed(not_yet.format(when=time_said(opens_at, program.zone)))
    live = live_of(session.pk)
    if live is None and at < session.ends_at:
        watch = system_actor("live", program=program.pk, request_id=by.request_id)
        version = in_force(session.on_day, program.pk).version
        live = open_live(session=session.pk, policy_version=version, by=watch)
    if live is None or live.ended_at is not None or at >= live.ends_at:
        raise DoorsClosed("This session is over.")
    return live


def _make_room(live: LiveSession, kind: str, at: datetime) -> LiveRoom:
    # Everybody in it is shown its name, and the media server writes it down: it says nothing.
    name = f"r-{secrets.token_hex(12)}"
    room = LiveRoom.objects.create(program_id=live.program_id, session=live, kind=kind, name=name, opened_at=at)
    RoomState.objects.create(room=room, program_id=live.program_id, since=at, seen_at=at)
    return room


def _planned_lead(session: UUID) -> UUID | None:
    """Who leads the first block that somebody leads."""
    leads = Staffing.objects.filter(block__session=session, part="lead", released_at__isnull=True)
    first: Staffing | None = leads.order_by("block__number").first()
    return first.clinician_id if first else None


@action
def end_live(*, live: LiveSession, by: Actor) -> LiveSession:
    """
    The session is over: its rooms are closed, and nobody is watched any more.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, live.program_id)
    at = clock.now()
    with behind(live.program_id, by):
        row: LiveSession = LiveSession.objects.select_for_update().get(pk=live.pk)
        if row.ended_at is not None:
            return row
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        row.rooms.filter(closed_at__isnull=True).update(closed_at=at)
        LiveBlock.objects.filter(session=row, ended_at__isnull=True, began_at__lt=at).update(ended_at=at)
        Lead.objects.filter(session=row, until_at__isnull=True).update(until_at=at)
        forget_heard(row)
        forget_lines(row)
    close_session(session=row.pk, program=row.program_id, by=by)
    record(LiveEnded(session=row.pk), by=by)
    tell(row.pk, TO_ROOM, COURSE)
    return row
