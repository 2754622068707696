"""Uploads at work: looked at and brought in, in the name of whoever sent them; and those that are old, let go."""

import logging
from functools import partial
from uuid import UUID

from procrastinate.contrib.django import app

from hearthside.access.actors import roles_now
from hearthside.base.refusal import Refusal
from hearthside.interop.actions.upload_work import LetGo, begin_upload, note_upload, refused, work_on
from hearthside.interop.actions.uploads import UPLOAD_JOB, forget_uploads
from hearthside.interop.models import Upload
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.life import signs_of_life
from hearthside.ledger.scope import scope

log = logging.getLogger("hearthside.interop")

HOURLY = "41 * * * *"


@app.task(name=UPLOAD_JOB)
def work_on_upload(upload: str, account: str, program: str) -> None:
    """Look what would come in, or bring it in, unless that was done or is not wanted any more."""
    by = _sender(UUID(account), UUID(program), f"{UPLOAD_JOB}:{upload}")
    with scope(by):
        row = begin_upload(UUID(upload))
    if row is None:
        return
    try:
        with signs_of_life(partial(note_upload, row.pk), work=f"upload {row.pk}", by=by), scope(by):
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
