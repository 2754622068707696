"""
One second of the watch over all open sessions of all programs.

Each session is looked at and carried out in a transaction of its own: one that fails is said in the log, and keeps
nobody else's from being watched.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import end_live, open_live
from hearthside.live.actions.watching import begin_block
from hearthside.live.models.beats import BEATS, AtWork
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.blocks import milliseconds
from hearthside.live.watch.blocks import Held, Planned, due
from hearthside.live.watch.eyes import Eyes
from hearthside.live.watch.machine import Seen, watch
from hearthside.live.watch.memory import Memory
from hearthside.live.watching.carrying_out import carry_out, changes
from hearthside.live.watching.clocks import look_at_clocks
from hearthside.live.watching.ended_access import call_again_for_ended, put_out_ended
from hearthside.live.watching.helping import escalate
from hearthside.live.watching.reading import Open, Reader
from hearthside.live.watching.replaced import name_whom_the_plan_names
from hearthside.live.words import PET, REST
from hearthside.policy.queries import in_force
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.words import CANCELED

log = logging.getLogger("hearthside.live")

EMPTY_MILLISECONDS = 60_000
"""So long after the last connection a session that is past its end is over: late evidence may still come."""
LONGEST_AFTER_END_MILLISECONDS = 3_600_000
"""So long after its end whoever forgot to leave may stay: then the room is closed all the same."""
RESTS = (REST, PET)
LOOK_FOR_DOORS_SECONDS = 15
DOORS_KEY = "doors.minutes"
LONGEST_DOORS = timedelta(days=1)


@dataclass(frozen=True)
class Looked:
    """What one second gave: how many sessions, and the rooms in which others may be heard than before."""

    sessions: int
    paused: tuple[LiveRoom, ...]


class Tick:
    """The watch of one process; or of one session alone (`only`), which opens no doors: for a past that is told."""

    def __init__(self, only: UUID | None = None) -> None:
        self.eyes = Eyes()
        self._only = only
        self._reader = Reader(only)
        self._doors_looked_at: datetime | None = None

    def look(self, now: datetime, *, media_works: bool = True) -> Looked:
        """Look at every open session once. `now` is the database's."""
        if self._only is None and self._is_time_for_doors(now):
            self._doors_looked_at = now
            open_doors(now)
            _forget_processes(now)
            look_at_clocks(now)
        escalate(now, self._only)
        # Before the rows are read: whoever is put out now is gone with this very look.
        put_out_ended(self._only)
        if self._only is None:
            call_again_for_ended()
        name_whom_the_plan_names(self._only)
        with scope(system_actor("live")):
            self.eyes = self.eyes.look(milliseconds(now), heard_at=self._reader.heard_at(), media_works=media_works)
            sessions = self._reader.read(now)
        paused: list[LiveRoom] = []
        for one in sessions:
            try:
                paused += self._one(one, now)
            except Exception as error:
                log.exception("Session %s could not be watched: %s", one.live.pk, type(error).__name__)
        return Looked(len(sessions), tuple(paused))

    def _is_time_for_doors(self, now: datetime) -> bool:
        looked_at = self._doors_looked_at
        return looked_at is None or now - looked_at >= timedelta(seconds=LOOK_FOR_DOORS_SECONDS)

    def _one(self, one: Open, now: datetime) -> list[LiveRoom]:
        at = milliseconds(now)
        block = _block_due(one, at)
        seen = watch(one.facts, Memory.from_json(one.live.memory), self.eyes, one.times, at)
        is_over = _is_over(one, seen, at)
        if block is None and not is_over and not changes(one, seen):
            return []
        by = system_actor("live", program=one.live.program_id)
        with scope(by):
            begun = begin_block(live=one.live, number=block.number, kind=block.kind, by=by) if block else None
            # Until somebody was let in, there is nobody whom anybody would have to lead.
            paused = carry_out(one, seen, now, by=by) if one.live.first_admitted_at is not None else []
            if is_over:
                end_live(live=one.live, by=by)
        # A break that begins or ends changes what patients may send; a room that is closed lets nobody stay.
        rests = begun is not None and (begun.kind in RESTS or (one.running is not None and one.running.kind in RESTS))
        return list(one.rooms.values()) if rests or is_over else [one.rooms[name] for name in paused]


def _block_due(one: Open, at: int) -> Planned | None:
    """The block that the plan's clock begins now, or, before its time, the one that the first who come begin."""
    running = one.running
    if running is None:
        begins = one.live.first_admitted_at is not None or at >= one.plan[0].start
        return due(one.plan, None, milliseconds(one.live.ends_at), at) if begins else None
    rest = milliseconds(running.rest_until) if running.rest_until else None
    held = Held(running.number, running.kind, milliseconds(running.began_at), rest)
    return due(one.plan, held, milliseconds(one.live.ends_at), at)


def _is_over(one: Open, seen: Seen, at: int) -> bool:
    """
    Past its end, and empty for so long that no evidence is still on its way; or nobody ever came. At the latest when
    the room closes after the lead ended the group, or an hour past the end. One that was canceled is over at once.
    """
    if one.live.session.status == CANCELED:
        return True
    ends_at, closing_at = milliseconds(one.live.ends_at), one.live.closing_at
    if at < ends_at:
        return False
    if (closing_at is not None and at >= milliseconds(closing_at)) or at - ends_at >= LONGEST_AFTER_END_MILLISECONDS:
        return True
    empty_since = seen.memory.empty_since
    return one.live.first_admitted_at is None or (empty_since is not None and at - empty_since >= EMPTY_MILLISECONDS)


def _forget_processes(now: datetime) -> None:
    """Those that have received no heartbeat for a day are gone: each start has a name of its own."""
    with scope(system_actor("live")):
        AtWork.objects.filter(does=BEATS, at__lt=now - timedelta(days=1)).delete()


def open_doors(now: datetime) -> list[LiveSession]:
    """Let people come to every session that begins soon; how soon is each program's policy of the session's day."""
    with scope(system_actor("live")):
        coming = Session.objects.standing().filter(
            starts_at__lte=now + LONGEST_DOORS, ends_at__gt=now, live__isnull=True
        )
        rows = list(coming.order_by("starts_at"))
    policies: dict[tuple[UUID, Any], Any] = {}
    opened = []
    for session in rows:
        by = system_actor("live", program=session.program_id)
        with scope(by):
            key = session.program_id, session.on_day
            policy = policies[key] = policies.get(key) or in_force(session.on_day, session.program_id)
            if session.starts_at - now <= timedelta(minutes=policy.whole(DOORS_KEY)):
                opened.append(open_live(session=session.pk, policy_version=policy.version, by=by))
    return opened
