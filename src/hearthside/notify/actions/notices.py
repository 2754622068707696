"""Telling people: here on their page, and by mail if they want it. Once for each thing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.event import plain
from hearthside.ledger.record import record
from hearthside.notify.events import MailQueued, NoticeMade, NoticesSeen
from hearthside.notify.kinds import ACCOUNT, APPLICANT, KINDS
from hearthside.notify.models import Mail, Notice

# The job that sends one mail, by its name: jobs stand above actions.
DELIVER = "notify.deliver"


@action
def notify(*, account: UUID, kind: str, about: UUID, facts: Mapping[str, Any], by: Actor) -> Notice | None:
    """
    Tell somebody of this kind of thing, once: None if they were told of it before.

    The mail leaves after this change is committed, if its receiver still may know, wants it, and it is not quiet there.
    `facts` are plain values for the words of the kind; others are not kept.

    Raises:
        KeyError: there is no such kind, or it does not go to accounts.
    """
    words = KINDS[kind]
    if words.to != ACCOUNT:
        raise KeyError(kind)
    at = clock.now()
    notice = Notice(
        account_id=account,
        program_id=by.program,
        kind=kind,
        about=about,
        facts={name: plain(facts[name]) for name in words.facts if name in facts},
        made_at=at,
    )
    if not _once(notice):
        return None
    mail = Mail(program_id=by.program, kind=kind, about=about, notice=notice, made_at=at, due_at=at)
    mail.save(force_insert=True)
    record(NoticeMade(notice=notice.id, account=account, kind=kind, about=about), by=by)
    wake(mail)
    return notice


@action
def notify_applicant(*, application: UUID, kind: str, about: UUID, by: Actor) -> Mail | None:
    """
    Write to somebody who applied and has no account yet, once for each thing; None if it was written before.

    Raises:
        KeyError: there is no such kind, or it does not go to applicants.
    """
    if KINDS[kind].to != APPLICANT:
        raise KeyError(kind)
    at = clock.now()
    mail = Mail(program_id=by.program, kind=kind, about=about, applicant=application, made_at=at, due_at=at)
    if not _once(mail):
        return None
    record(MailQueued(mail=mail.id, kind=kind, about=about), by=by)
    wake(mail)
    return mail


@action
def see_notices(*, account: UUID, by: Actor) -> int:
    """Somebody has read what was new for them; gives how many notices that were."""
    if by.account != account:
        raise PermissionError("Notices are read by whom they are for.")
    seen = Notice.objects.filter(account_id=account, seen_at=None).update(seen_at=clock.now())
    if seen:
        record(NoticesSeen(account=account, notices=seen), by=by)
    return seen


def wake(mail: Mail) -> None:
    """Have a worker send this mail as soon as this change is there. If the worker dies, the sweep finds the mail."""
    app.configure_task(DELIVER).defer(mail=str(mail.id))


def _once(row: Notice | Mail) -> bool:
    """Write the row, unless its like is there."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) not in ("notice_once", "mail_to_applicant_once"):
            raise
        return False
    return True
