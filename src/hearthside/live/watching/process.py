"""
The process that watches: a look each second while it holds the place, and one that stands by otherwise.

The pager's engine is a child of it, with nothing shared: a look that hangs keeps no page from being sent.
"""

import gc
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import Error, InterfaceError, connection

from hearthside.live.engine import NoVideo, engine
from hearthside.live.media.engine import MediaEngine
from hearthside.live.watching.media import MediaWatch
from hearthside.live.watching.place import Place
from hearthside.live.watching.tick import Tick

LOOK_SECONDS = 1.0
STANDS_BY_SECONDS = 0.5
LATE_SECONDS = 0.5
PAGER = (sys.executable, "-m", "hearthside.safety.pager")
PAGER_AGAIN_SECONDS = 1.0

log = logging.getLogger("hearthside.live")


def run(stop: threading.Event, database_url: str, pager: Sequence[str] = PAGER) -> None:
    """Watch, or stand by, until asked to stop."""
    settle()
    child = Child(pager)
    try:
        with Place(database_url) as place:
            while not stop.is_set():
                child.look_after()
                if place.take_or_keep():
                    _watch(stop, place, child)
                else:
                    stop.wait(STANDS_BY_SECONDS)
    finally:
        child.stop()


def settle() -> None:
    """
    What is in memory from the start on is never searched again for what can be thrown away: every other look would wait
    for that, longer than it takes itself.
    """
    gc.collect()
    gc.freeze()


def _watch(stop: threading.Event, place: Place, child: "Child") -> None:
    """While this process holds the place."""
    tick, media = Tick(), MediaWatch(_media)
    media.start()
    try:
        due = time.monotonic()
        while not stop.is_set():
            _look(tick, media)
            late = time.monotonic() - due - LOOK_SECONDS
            if late > LATE_SECONDS:
                log.warning("A look took %.1f s longer than a second.", late)
            due = max(due + LOOK_SECONDS, time.monotonic() - LOOK_SECONDS)
            stop.wait(max(0.0, due - time.monotonic()))
            child.look_after()
            if not place.take_or_keep():
                return
    finally:
        media.stop()


def _look(tick: Tick, media: MediaWatch) -> None:
    try:
        looked = tick.look(_now(), media_works=media.works)
    except (Error, InterfaceError) as error:
        # The database is away: whoever holds the place is found out with the next second.
        log.warning("Nothing could be looked at (%s).", type(error).__name__)
        connection.close()
        return
    media.put_right(looked.paused)


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    now: datetime = at.astimezone(UTC)
    return now


def _media() -> MediaEngine | None:
    try:
        return engine()
    except NoVideo:
        return None


class Child:
    """The pager's engine: begun, and begun again when it ends by itself."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._due_at = 0.0

    def look_after(self) -> None:
        """Begin it if it does not run; not more than once a second."""
        if self._process is not None and self._process.poll() is not None:
            log.warning("The pager ended with code %s; it is begun again.", self._process.returncode)
            self._process = None
        if self._process is None and time.monotonic() >= self._due_at:
            self._due_at = time.monotonic() + PAGER_AGAIN_SECONDS
            self._process = subprocess.Popen(self._command)

    def stop(self) -> None:
        """It finishes the call it is in."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
