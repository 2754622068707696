"""
Sending what is due: at least once, never silently lost, by the database's clock.

A worker takes a mail for a while (`notice.taken.seconds`), works out what it says, sends it, and says how it ended. If
it is killed in between, the time runs out and the next one takes the mail again: the same mail may then come twice,
under one message id, which is better than never.
"""

import json
import logging
import smtplib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.access.sealing import seal
from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock, reading
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record
from hearthside.ledger.scope import scope
from hearthside.notify.actions.notices import wake
from hearthside.notify.events import MailEnded, MailQueued, MailRevived
from hearthside.notify.kinds import SIGN_IN_MAIL
from hearthside.notify.letters import Letter, NotToBeSent, NotYet, letter_for, sealed_as
from hearthside.notify.models import DROPPED, GIVEN_UP, SENDING, SENT, WAITING, Mail, MailTry
from hearthside.notify.rules import wait_after
from hearthside.policy.queries import number_today

log = logging.getLogger("hearthside.notify")

OUTBOX = "outbox"
LONGEST_WHY = 60


class NotGivenUp(Refusal):
    """Only a mail that was given up is tried again by hand."""

    def __init__(self) -> None:
        super().__init__("This mail is not given up (any more). Nothing was done.")


def queue_sign_in_mail(to: str, subject: str, body: str) -> None:
    """Take over a mail of the sign-in: sealed until it leaves, tried until it does, then forgotten."""
    by, at, id = system_actor("sign_in"), clock.now(), new_id()
    sealed = seal(json.dumps({"to": to, "subject": subject, "body": body}), of=sealed_as(id))
    with transaction.atomic():
        mail = Mail(id=id, kind=SIGN_IN_MAIL, about=id, sealed=sealed, made_at=at, due_at=at)
        mail.save(force_insert=True)
        record(MailQueued(mail=id, kind=SIGN_IN_MAIL, about=id), by=by)
        wake(mail)


def send_due(most: int = 500) -> int:
    """Send what is due now, one mail after the other; gives how many were looked at."""
    looked_at = 0
    while looked_at < most and send_next():
        looked_at += 1
    return looked_at


def send_next(only: UUID | None = None) -> bool:
    """Take the mail that has been due longest (or this one, if it is due) and bring it on; False if there is none."""
    with scope(system_actor(OUTBOX)):
        mail = _take(only)
    if mail is None:
        return False
    by = system_actor(OUTBOX, program=mail.program_id, request_id=f"mail:{mail.id}")
    try:
        letter = _letter(mail, by)
    except NotYet as quiet:
        _wait(mail, quiet.until, by)
    except NotToBeSent as gone:
        _end(mail, DROPPED, gone.why, by)
    except Exception as error:
        log.exception("Mail %s could not be written.", mail.id)
        _failed(mail, type(error).__name__, by)
    else:
        _send(mail, letter, by)
    return True


@action
def try_mail_again(*, mail: Mail, by: Actor) -> None:
    """
    Try a mail again that was given up.

    Raises:
        NotAllowed: `by` may not look after the outbox here.
        NotGivenUp: it is not given up.
    """
    assert mail.program_id is not None
    require(by, Permission.TEND_OUTBOX, within=mail.program_id)
    revived = Mail.objects.filter(pk=mail.pk, state=GIVEN_UP).update(
        state=WAITING, tries=0, due_at=clock.now(), ended_at=None
    )
    if not revived:
        raise NotGivenUp
    record(MailRevived(mail=mail.id, kind=mail.kind), by=by)
    wake(mail)


def _take(only: UUID | None) -> Mail | None:
    """The mail due longest, if nobody holds it; from now on it is ours for a while."""
    at = clock.now()
    due = Mail.objects.select_for_update(skip_locked=True).filter(
        Q(state=WAITING, due_at__lte=at) | Q(state=SENDING, taken_until__lte=at)
    )
    mail = (due.filter(pk=only) if only else due).order_by("due_at", "id").first()
    if mail is None:
        return None
    mail.state, mail.tries = SENDING, mail.tries + 1
    mail.taken_until = at + timedelta(seconds=number_today("notice.taken.seconds", mail.program_id))
    mail.save(update_fields=["state", "tries", "taken_until"])
    _note(mail, "begun", "")
    return mail


def _letter(mail: Mail, by: Actor) -> Letter:
    """What the mail says. Who was read for it is written down before it leaves: no log, no mail."""
    with scope(by), reading.reading(by=by, route=f"mail:{mail.kind}"):
        found = Mail.objects.select_related("notice__account", "program").get(pk=mail.pk)
        return letter_for(found)


def _send(mail: Mail, letter: Letter, by: Actor) -> None:
    """Outside every transaction: a server that is slow holds no lock."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{mail.id}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # Its name alone: a server's answer may repeat the address.
        log.warning("Mail %s could not be sent: %s.", mail.id, type(error).__name__)
        _failed(mail, type(error).__name__, by)
    else:
        _end(mail, SENT, "", by)


def _failed(mail: Mail, why: str, by: Actor) -> None:
    """Try again later, each time after a longer wait; after the last try, give up where it can be seen."""
    with scope(by):
        tries = number_today("notice.tries", mail.program_id)
        wait = wait_after(
            mail.tries,
            first_seconds=number_today("notice.wait.seconds", mail.program_id),
            longest_minutes=number_today("notice.longest_wait.minutes", mail.program_id),
        )
    if mail.tries >= tries:
        _end(mail, GIVEN_UP, why, by)
        return
    with scope(by):
        _note(mail, "failed", why)
        _ours(mail).update(state=WAITING, why=why[:LONGEST_WHY], due_at=clock.now() + wait, taken_until=None)


def _wait(mail: Mail, until: datetime, by: Actor) -> None:
    """Quiet hours are no failed try."""
    with scope(by):
        _ours(mail).update(state=WAITING, tries=F("tries") - 1, due_at=until, taken_until=None)


def _end(mail: Mail, state: str, why: str, by: Actor) -> None:
    """The mail is done with. Sealed words of one that left or was dropped are gone."""
    with scope(by):
        forgotten = {} if state == GIVEN_UP else {"sealed": ""}
        _note(mail, "failed" if state == GIVEN_UP else state, why)
        ended = _ours(mail).update(
            state=state, why=why[:LONGEST_WHY], ended_at=clock.now(), taken_until=None, **forgotten
        )
        if ended:
            record(MailEnded(mail=mail.id, kind=mail.kind, state=state, tries=mail.tries), by=by)


def _ours(mail: Mail) -> QuerySet[Mail]:
    """The mail, if nobody took it over meanwhile: then they say how it ended."""
    return Mail.objects.filter(pk=mail.pk, state=SENDING, tries=mail.tries)


def _note(mail: Mail, outcome: str, why: str) -> None:
    MailTry(mail=mail, number=mail.tries, at=clock.now(), outcome=outcome, why=why[:LONGEST_WHY]).save(
        force_insert=True
    )
