"""Weeks are published by a worker, in the name of whoever pressed the button and with the rights they have then."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from procrastinate.contrib.django import app

from hearthside.access.actors import roles_now
from hearthside.base.refusal import Refusal
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.life import signs_of_life
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
        with _told(row, by), scope(asker):
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
def _told(row: Publishing, by: Actor) -> Iterator[None]:
    """Whoever pressed the button reads how far it is."""

    def note(stage: str, done: int, whole: int) -> None:
        note_publishing(publishing=row.pk, stage=stage, done=done, whole=whole, by=by)

    with signs_of_life(note, work=f"publishing {row.pk}", by=by, begins="checking"):
        yield
