"""Uploads at work: looked at and brought in, in the name of whoever sent them; and those that are old, let go."""

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
from hearthside.interop.actions.upload_work import LetGo, begin_upload, note_upload, refused, work_on
from hearthside.interop.actions.uploads import UPLOAD_JOB, forget_uploads
from hearthside.interop.models import Upload
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.interop")

HOURLY = "41 * * * *"
BEATS_EVERY_SECONDS = 1.0


@app.task(name=UPLOAD_JOB)
def work_on_upload(upload: str, account: str, program: str) -> None:
    """Look what would come in, or bring it in, unless that was done or is not wanted any more."""
    by = _sender(UUID(account), UUID(program), f"{UPLOAD_JOB}:{upload}")
    with scope(by):
        row = begin_upload(UUID(upload))
    if row is None:
        return
    try:
        with _signs_of_life(row, by), scope(by):
            work_on(row, by)
    except LetGo:
        log.info("Upload %s was let go.", row.pk)
    except Refusal as refusal:
        _say(row, refusal, by)
    except Exception as mistake:
        log.exception("Upload %s broke.", row.pk)
        _say(row, mistake, by)


@app.periodic(cron=HOURLY, periodic_id="uploads")
@app.task(name="interop.uploads", queueing_lock="interop.uploads")
def uploads(timestamp: int) -> None:
    """Forget uploads that are a day old. `timestamp` is when the hour struck."""
    with scope(system_actor("nightly", request_id=f"uploads:{timestamp}")):
        gone = forget_uploads()
    log.info("%d uploads were let go.", gone)


def _sender(account: UUID, program: UUID, request_id: str) -> Actor:
    """Whoever sent it: one whose role has ended since brings nothing in."""
    with scope(system_actor("nightly", request_id=request_id)):
        roles = roles_now(account, program)
    return Actor(account, program=program, roles=roles, request_id=request_id)


def _say(row: Upload, refusal: Exception, by: Actor) -> None:
    try:
        with scope(by):
            refused(row, refusal)
    except LetGo:
        log.info("Upload %s was let go.", row.pk)


@contextmanager
def _signs_of_life(row: Upload, by: Actor) -> Iterator[None]:
    """What the work says of itself is written down once a second, in transactions and on a connection of their own."""
    over, said = threading.Event(), ("", 0, 0)

    def listen(stage: str, done: int, whole: int) -> None:
        nonlocal said
        said = (stage, done, whole)

    def write() -> None:
        try:
            while not over.wait(BEATS_EVERY_SECONDS):
                with scope(by):
                    note_upload(row.pk, *said)
        except Exception:
            # Whoever looks on reads less; what comes in is the same.
            log.exception("How far upload %s is could not be written.", row.pk)
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
