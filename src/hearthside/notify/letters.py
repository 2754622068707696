"""
What a mail says and to whom, worked out at the moment it leaves: who has no right any more gets none.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from hearthside.access.models import Account
from hearthside.access.sealing import opened
from hearthside.ledger import clock, reading
from hearthside.notify import rechecks
from hearthside.notify.kinds import KINDS, SIGN_IN_MAIL, Kind
from hearthside.notify.models import Mail, Preferences
from hearthside.notify.queries import addresses_of, live_roles, preferences_of
from hearthside.notify.rules import may_leave_at
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient


@dataclass(frozen=True)
class Letter:
    """A mail ready to leave."""

    to: str
    subject: str
    body: str


class NotToBeSent(Exception):
    """The reason for a mail is gone; `why` in one word or two."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


class NotYet(Exception):
    """It is quiet for the receiver until then."""

    def __init__(self, until: datetime):
        self.until = until
        super().__init__(str(until))


def letter_for(mail: Mail) -> Letter:
    """
    The mail as it leaves now.

    Raises:
        NotToBeSent: the receiver may not know any more, does not want it, or it is not so any more.
        NotYet: it is quiet for the receiver.
    """
    if mail.kind == SIGN_IN_MAIL:
        return Letter(**json.loads(opened(mail.sealed, of=sealed_as(mail.id))))
    kind = KINDS[mail.kind]
    if not rechecks.still_so(mail.kind, mail.about):
        raise NotToBeSent("no longer so")
    if mail.applicant is not None:
        return _to_applicant(mail.applicant, kind)
    return _to_account(mail, kind)


def sealed_as(mail: UUID) -> str:
    """What the words of a mail of the sign-in are sealed as."""
    return f"mail {mail}"


def _to_applicant(applicant: UUID, kind: Kind) -> Letter:
    application = Application.objects.filter(pk=applicant).first()
    if application is None:
        raise NotToBeSent("no such application")
    if application.decision == "withdrawn":
        raise NotToBeSent("withdrawn")
    # An address is a part of the record, so it is written down that it was used. Who is accepted keeps this id.
    reading.note(patients=[application.id], part="application", purpose=reading.OPERATIONS)
    return Letter(application.email, kind.subject, f"Hello,\n\n{kind.mail}\n")


def _to_account(mail: Mail, kind: Kind) -> Letter:
    notice = mail.notice
    assert notice is not None
    account: Account = notice.account
    if not account.is_active:
        raise NotToBeSent("access ended")
    if kind.roles and not (mail.program_id and kind.roles & live_roles(account.id, mail.program_id)):
        raise NotToBeSent("role ended")
    preferences = preferences_of(account, mail.program)
    if not kind.always and kind.name in preferences.without_mail:
        raise NotToBeSent("turned off")
    if not kind.at_once:
        now = clock.now()
        until = may_leave_at(now, begins=preferences.quiet_from, ends=preferences.quiet_until, zone=preferences.zone)
        if until > now:
            raise NotYet(until)
    patients = list(Patient.objects.filter(account=account).values_list("id", flat=True))
    if patients:
        reading.note(patients=patients, part="own-account", purpose=reading.OPERATIONS)
    return Letter(address_of(account, preferences), kind.subject, _body(kind, mail, preferences))


def address_of(account: Account, preferences: Preferences) -> str:
    """The address they chose, if it is still a checked one of theirs; else the one they sign in with."""
    return preferences.email if preferences.email in addresses_of(account) else account.email


def _body(kind: Kind, mail: Mail, preferences: Preferences) -> str:
    assert mail.notice is not None
    lines = ["Hello,", "", kind.say(kind.mail, mail.notice.facts), "", "Sign in to see more:", link_of(kind), ""]
    if preferences.name_program and mail.program is not None:
        lines += [mail.program.name, ""]
    lines += ["What you get mail about, and when:", settings.ADDRESS + reverse("notify:notices"), ""]
    return "\n".join(lines)


def link_of(kind: Kind) -> str:
    """Where to look; the notices themselves, where a kind has no page of its own or its page is not there."""
    try:
        return str(settings.ADDRESS + reverse(kind.page or "notify:notices"))
    except NoReverseMatch:
        return str(settings.ADDRESS + reverse("notify:notices"))
