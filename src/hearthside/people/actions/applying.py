"""Somebody applies from the public form."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from hearthside.access import limits
from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.credentials.facts import kept_email, text
from hearthside.people.credentials.values import day_in
from hearthside.people.events.applications import ApplicationSent
from hearthside.people.models.applications import COMING, Application, FormSent
from hearthside.people.particulars import Details, kept_words, known_birth, one_of
from hearthside.people.phones import kept_phone

FORMS_PER_HOUR = "applications.per_hour"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooManyForms(Refusal):
    """The form was sent many times from one place within an hour."""

    def __init__(self) -> None:
        super().__init__(
            "This form was sent several times from your network within the last hour. Wait an hour, or call us: the "
            "number is at the end of this page."
        )


@dataclass(frozen=True)
class Partner:
    """What an applicant says of a partner: nothing of it makes the two a couple by itself."""

    coming: str = "alone"
    name: str = ""
    email: str = ""

    def checked(self) -> "Partner":
        one_of("coming", self.coming, COMING, "Choose one.")
        if self.coming == "alone":
            return Partner()
        name = text("partner_name", self.name, most=200, needed="Type your partner's name.")
        return Partner(self.coming, name, kept_email("partner_email", self.email))


def sender_of(network_address: str) -> str:
    """A keyed hash of where a form came from: the same place counts as the same, and nobody can read it back."""
    return hmac.new(settings.SECRET_KEY.encode(), network_address.encode(), hashlib.sha256).hexdigest()


@action
def apply_for_treatment(
    *, program: Program, details: Details, partner: Partner, words: str = "", network_address: str, by: Actor
) -> Application:
    """
    Send in an application to a program. It is seen by intake and by nobody the applicant names.

    Raises:
        TooManyForms: more came from this place within an hour than policy allows.
        WrongFact: something typed is missing or cannot be.
    """
    at = clock.now()
    details = details.checked(today=day_in(program.zone, at))
    kept_email("email", details.email, needed=True)
    kept_phone("phone", details.phone, needed=True)
    partner, words = partner.checked(), kept_words("words", words)
    _count(network_address, program.id)
    application = Application.objects.create(
        program=program,
        sent_at=at,
        first_name=details.first_name,
        last_name=details.last_name,
        chosen_name=details.chosen_name,
        born_on=known_birth(details),
        email=details.email,
        phone=details.phone,
        may_leave_message=details.may_leave_message,
        state=details.state,
        zone=details.zone,
        languages=list(details.languages),
        words=words,
        coming=partner.coming,
        partner_name=partner.name,
        partner_email=partner.email,
        search_name=details.search_name,
    )
    record(ApplicationSent(program=program.id, application=application.id, state=details.state), by=by)
    return application


def forget_senders() -> int:
    """Drop what was kept to count forms, once it is a day old; gives how many."""
    return FormSent.objects.filter(at__lt=clock.now() - DAY).delete()[0]


def _count(network_address: str, program: UUID) -> None:
    at, sender = clock.now(), sender_of(network_address)
    sent = FormSent.objects.filter(sender=sender, at__gt=at - HOUR).count()
    if sent >= limits.number(FORMS_PER_HOUR, program):
        raise TooManyForms
    FormSent.objects.create(sender=sender, at=at)
