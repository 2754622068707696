"""What the pages of a room are told of its course: the rest, the next part, the end; and for staff what they may do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hearthside.access.models import Program
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.queries.relations import Tie
from hearthside.live.queries.room_course import bookings_of, inside, next_part, plan_of, policy_of, running_block
from hearthside.live.relations import LEADS_OR_HELPS
from hearthside.live.rules.course import LATE, MISSED, Booking, how_late, in_the_way, is_ended, left_to_extend, steps
from hearthside.live.watch.blocks import Planned
from hearthside.live.words import MAIN
from hearthside.policy.effective import Policy
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import time_said
from hearthside.schedule.words import SEAT_HELD

Facts = dict[str, Any]
MINUTE = timedelta(minutes=1)
EXTEND_KEY, ENTER_KEY, LAST_KEY = "extend.minutes", "late.minutes.enter", "late.minutes.last"
BY_STAFF = "We paused the group for a moment. You need not do anything. Help is open all the time."


def course_facts(live: LiveSession, tie: Tie, now: datetime) -> Facts:
    """The session's course as it is now. Behind the scenes."""
    running, plan = running_block(live), plan_of(live)
    facts: Facts = {
        **_times(live, running, plan),
        **_pause(live),
        "rest_until": _said(running.rest_until if running else None),
        "wind_down_until": _said(live.closing_at if not is_ended(live.closing_at, live.ended_at, now) else None),
        "ended": is_ended(live.closing_at, live.ended_at, now),
    }
    if tie.relations & LEADS_OR_HELPS and not facts["ended"]:
        facts |= _for_staff(live, running, now)
    return facts


def _times(live: LiveSession, running: LiveBlock | None, plan: list[Planned]) -> Facts:
    """When the plan's clock ends the part that is held, and what it begins then; the last lasts to the end."""
    if running is None:
        return {}
    following = next((block for block in plan if block.number > running.number), None)
    begins = datetime.fromtimestamp(following.start / 1000, UTC) if following else None
    if following is None or begins is None or begins >= live.ends_at or live.closing_at is not None:
        return {"block_ends_at": _said(running.rest_until or live.ends_at), "next_block": None, "next_block_at": None}
    return {
        "block_ends_at": _said(running.rest_until or begins),
        "next_block": following.kind,
        "next_block_at": _said(begins),
    }


def _pause(live: LiveSession) -> Facts:
    room = LiveRoom.objects.filter(session=live, kind=MAIN, held_by__isnull=False, closed_at__isnull=True)
    return {"words": BY_STAFF} if room.exists() else {}


def _for_staff(live: LiveSession, running: LiveBlock | None, now: datetime) -> Facts:
    policy, session = policy_of(live), Session.objects.select_related("program").get(pk=live.pk)
    following = next_part(live, running, now) if running and live.closing_at is None else None
    return {
        "next_needed": following.needed if following else None,
        "may_extend": _may_extend(live, session, policy),
        **_awaited(live, session, policy, now),
    }


def _may_extend(live: LiveSession, session: Session, policy: Policy) -> list[Mapping[str, Any]]:
    """By how many minutes, and into whose booking that would run."""
    most = policy.whole(EXTEND_KEY)
    left = left_to_extend(session.ends_at, live.ends_at, most)
    offered = {minutes: live.ends_at + MINUTE * minutes for minutes in steps(most) if minutes <= left}
    if live.closing_at is not None or not offered:
        return []
    bookings = bookings_of(live, max(offered.values()))
    return [
        {"minutes": minutes, "runs_into": _named(in_the_way(bookings, live.ends_at, end), session.program)}
        for minutes, end in offered.items()
    ]


def _named(hit: Booking | None, program: Program) -> str:
    """Whose booking and when, and nothing of what it is for."""
    return f"{hit.who}, {time_said(hit.starts_at, program.zone)}" if hit else ""


def _awaited(live: LiveSession, session: Session, policy: Policy, now: datetime) -> Facts:
    """How many have not come and are late, or missed; who they are stands at the door."""
    _, word = how_late(session.starts_at, now, policy.whole(ENTER_KEY), policy.whole(LAST_KEY))
    if not word:
        return {"late": 0, "missed": 0}
    expected = PlannedSeat.objects.filter(session=session, state=SEAT_HELD).values_list("patient", "partner")
    came = {row.who_id for row in inside(live)}
    waits = CheckIn.objects.filter(session=live).exclude(ready_at__isnull=True, turned_away_at__isnull=True)
    at_the_door = {patient or partner for patient, partner in waits.values_list("patient", "partner")}
    awaited = {patient or partner for patient, partner in expected} - came - at_the_door
    return {"late": len(awaited) if word == LATE else 0, "missed": len(awaited) if word == MISSED else 0}


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
