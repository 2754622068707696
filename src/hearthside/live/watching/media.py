"""
The media server as the watch sees it: whether it is there, whether its rooms stand, and whom it lists in them.

A thread of its own, so that a server that answers slowly or not at all keeps no second of the watch waiting.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

from django.db import connections

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.standing import close_rooms, put_room_right, stand_rooms
from hearthside.live.media.engine import MediaEngine, MediaRefused, MediaUnreachable
from hearthside.live.models.beats import PresencePoll
from hearthside.live.models.rooms import LiveRoom

PROBE_SECONDS, POLL_SECONDS = 1.0, 15.0
ENDS_WITHIN_SECONDS = 1.0
"""A question to a server that does not answer may last longer: it is left to itself, and ends with the process."""

log = logging.getLogger("hearthside.live")


class MediaWatch:
    """
    Asks the media server each second whether it is there, and every fifteen whom it lists.

    `engine` gives None where this installation has none: then silence is all there is, and is believed.
    """

    def __init__(self, engine: Callable[[], MediaEngine | None]) -> None:
        self._engine = engine
        self._asked: SimpleQueue[LiveRoom] = SimpleQueue()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._polled_at = 0.0
        self.works = True

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="media", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=ENDS_WITHIN_SECONDS)
            self._thread = None

    def put_right(self, rooms: Iterable[LiveRoom]) -> None:
        """A hold, a break or the end came to these rooms: make it true as soon as may be."""
        for room in rooms:
            self._asked.put(room)

    def _run(self) -> None:
        while not self._stop.wait(PROBE_SECONDS):
            try:
                self.once(time.monotonic())
            except Exception as error:
                log.exception("The media server could not be watched: %s", type(error).__name__)
                # It may be the database that is away: the next look begins with a connection of its own.
                connections.close_all()
        connections.close_all()

    def once(self, now: float) -> None:
        """One look: whether it is there, whether its rooms are, holds that were asked for, a poll when it is due."""
        engine = self._engine()
        if engine is None:
            self.works = True
            return
        was, self.works = self.works, engine.answers()
        if was != self.works:
            log.warning("The media server %s.", "answers again" if self.works else "does not answer")
        if not self.works:
            return
        by = system_actor("live")
        try:
            with scope(by):
                made = stand_rooms(media=engine, by=by)
            if made:
                log.warning("Rooms that were made anew on the media server: %d.", len(made))
            self._put_asked_right(engine)
            if now - self._polled_at >= POLL_SECONDS:
                self._polled_at = now
                self._poll(engine)
                with scope(by):
                    close_rooms(media=engine, by=by)
        except (MediaUnreachable, MediaRefused) as refusal:
            log.warning("The media server did not do what was asked: %s", refusal)

    def _put_asked_right(self, engine: MediaEngine) -> None:
        while True:
            try:
                room = self._asked.get_nowait()
            except Empty:
                return
            by = system_actor("live", program=room.program_id)
            with scope(by):
                kept = LiveRoom.objects.get(pk=room.pk)
                if kept.closed_at is not None:
                    engine.close_room(kept.name)
                else:
                    put_room_right(room=kept, media=engine, by=by)

    def _poll(self, engine: MediaEngine) -> None:
        with scope(system_actor("live")):
            rooms = list(LiveRoom.objects.filter(closed_at__isnull=True, session__first_admitted_at__isnull=False))
        for room in rooms:
            if self._stop.is_set():
                return
            poll_room(room, engine)


def poll_room(room: LiveRoom, engine: MediaEngine) -> PresencePoll:
    """Ask whom the media server lists in this room, keep the answer, and put out whoever should not be there."""
    by = system_actor("live", program=room.program_id)
    ok, listed = True, []
    # Dated when it was asked: whoever came meanwhile may be missing in the answer.
    with scope(by):
        asked_at = clock.now()
    try:
        listed = [
            {
                "sid": one.sid, "identity": one.identity, "joined_at_ms": one.joined_at_ms, "kind": one.kind,
                "can_publish": one.can_publish,
            }
            for one in engine.participants(room.name)
            if one.active
        ]  # fmt: skip
    except (MediaUnreachable, MediaRefused):
        ok = False
    with scope(by):
        poll: PresencePoll = PresencePoll.objects.create(
            program_id=room.program_id, room=room, at=asked_at, ok=ok, participants=listed
        )
        if ok:
            put_room_right(room=room, media=engine, by=by)
    return poll
