"""Weeks are published by a worker, in the name of whoever pressed the button and with the rights they have then."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from hearthside.access.actors import roles_now
from hearthside.base import progress
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.placement.actions.ask_publishing import PUBLISH_JOB
from hearthside.placement.actions.publish_work import (
    begin_publishing,
    fail_publishing,
    note_publishing,
    publish_asked,
    refuse_publishing,
    tell_lost_publishings,
)
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.proposal_refusals import NoLongerHolds

log = logging.getLogger("hearthside.placement")

EVERY_MINUTE = "* * * * *"
BEATS_EVERY_SECONDS = 1.0
OUR_MISTAKE = (
    "Something went wrong in this program, so nothing was published. Whoever looks after it finds what in the log."
)


@app.task(name=PUBLISH_JOB)
def publish(publishing: str) -> None:
    """Publish what somebody asked for, unless that was done meanwhile."""
    by = system_actor("planner", request_id=f"{PUBLISH_JOB}:{publishing}")
    with scope(by):
        row = begin_publishing(publishing=UUID(publishing), by=by)
        if row is None:
            return
        asker = _asker(row, by.request_id)
    by = system_actor("planner", program=row.program_id, request_id=by.request_id)
    try:
        with _signs_of_life(row, by), scope(asker):
            retrying(publish_asked)(publishing=row, by=asker)
    except NoLongerHolds as refusal:
        with scope(by):
            refuse_publishing(publishing=row, lost=refusal.lost, by=by)
    except Refusal as refusal:
        _fail(row, str(refusal), by)
    except Exception:
        log.exception("Publishing %s broke.", row.pk)
        _fail(row, OUR_MISTAKE, by)


@app.periodic(cron=EVERY_MINUTE, periodic_id="publishings_lost")
@app.task(name="placement.publishings_lost", queueing_lock="placement.publishings_lost")
def publishings_lost(timestamp: int) -> None:
    """Say of publishings that were begun and left that they were. `timestamp` is the minute."""
    by = system_actor("planner", request_id=f"publishings_lost:{timestamp}")
    with scope(by):
        for lost in tell_lost_publishings(by=by):
            log.warning("Publishing %s was left in the middle.", lost)


def _asker(row: Publishing, request_id: str) -> Actor:
    """Whoever pressed the button: one whose role has ended since publishes nothing."""
    roles = roles_now(row.asked_by_id, row.program_id)
    return Actor(row.asked_by_id, program=row.program_id, roles=roles, request_id=request_id)


def _fail(row: Publishing, because: str, by: Actor) -> None:
    with scope(by):
        fail_publishing(publishing=row, because=because, by=by)


@contextmanager
def _signs_of_life(row: Publishing, by: Actor) -> Iterator[None]:
    """What the work says of itself is written down once a second, in transactions and on a connection of their own."""
    over, said = threading.Event(), ("checking", 0, 0)

    def listen(stage: str, done: int, whole: int) -> None:
        nonlocal said
        said = (stage, done, whole)

    def write() -> None:
        try:
            while not over.wait(BEATS_EVERY_SECONDS):
                stage, done, whole = said
                with scope(by):
                    note_publishing(publishing=row.pk, stage=stage, done=done, whole=whole, by=by)
        except Exception:
            # Whoever looks on reads less; what is published is the same.
            log.exception("How far publishing %s is could not be written.", row.pk)
        finally:
            connection.close()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        with progress.told_to(listen):
            yield
    finally:
        over.set()
        writer.join()
