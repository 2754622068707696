"""Somebody applies; intake asks, accepts or declines with words."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from hearthside.access import limits
from hearthside.access.actions.invitations import Invited, invite
from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.patients import add_patient
from hearthside.people.credentials.facts import WrongFact, text
from hearthside.people.credentials.values import day_in
from hearthside.people.events.applications import (
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationSent,
    ApplicationWithdrawn,
    SafetyScreened,
)
from hearthside.people.models.applications import COMING, CONCLUSIONS, Application, FormSent, SafetyScreen
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes, kept_email, kept_words, one_of
from hearthside.people.phones import kept_phone
from hearthside.people.queries.standing import NotYours, may_screen

FORMS_PER_HOUR = "applications.per_hour"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANSWERS = {"yes": "Yes", "no": "No", "unsure": "Not sure", "declined": "Would rather not say"}


class TooManyForms(Refusal):
    """The form was sent many times from one place within an hour."""

    def __init__(self) -> None:
        super().__init__(
            "This form was sent several times from your network within the last hour. Wait an hour, or call us: the "
            "number is at the end of this page."
        )


class AlreadyDecided(Refusal):
    """Somebody else decided in the meantime."""

    def __init__(self) -> None:
        super().__init__("Somebody decided about this application in the meantime. Load the page again.")


class NotScreened(Refusal):
    """Nobody is taken on before they were asked alone whether they are safe."""

    def __init__(self) -> None:
        super().__init__("Record the private safety screen first: nobody is accepted before they were asked alone.")


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


@dataclass(frozen=True)
class Answers:
    """A private safety screen: what was asked alone, and what follows from it."""

    asked_alone: bool
    feels_safe: str
    afraid_of_somebody: str
    thoughts_of_suicide: str
    needs_medical_care: str
    conclusion: str
    words: str = ""

    def checked(self) -> "Answers":
        if not self.asked_alone:
            raise WrongFact(
                "asked_alone", "Ask again when the person is alone: answers given before others do not count."
            )
        for field in ("feels_safe", "afraid_of_somebody", "thoughts_of_suicide", "needs_medical_care"):
            one_of(field, getattr(self, field), ANSWERS, "Choose one answer.")
        one_of("conclusion", self.conclusion, CONCLUSIONS, "Choose what follows.")
        needed = "" if self.conclusion == "none" else "Write what was agreed."
        return Answers(**{**vars(self), "words": kept_words("words", self.words, needed=needed)})


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
        born_on=details.born_on,
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


@action
def record_screen(*, person: UUID, program: Program, answers: Answers, by: Actor) -> SafetyScreen:
    """
    Record what somebody answered when asked alone: an applicant or a patient, by the id that is theirs as both.

    No partner sees it, nor anything that depends on it.

    Raises:
        NotYours: `by` may not record a screen of this person.
        WrongFact: an answer is missing, or the person was not alone.

    Rule: docs/rules/couples-privacy.md
    """
    if not may_screen(by, person, program.id):
        raise NotYours("safety-screen")
    answers = answers.checked()
    screen: SafetyScreen = SafetyScreen.objects.create(
        program=program, person=person, asked_at=clock.now(), asked_by_id=by.account, **vars(answers)
    )
    record(SafetyScreened(patient=person, screen=screen.id), by=by)
    return screen


@action
def accept_application(*, application: Application, wishes: Wishes, by: Actor) -> tuple[Patient, Invited]:
    """
    Take the applicant on and invite them to sign in. They wait since the day they applied.

    Raises:
        NotAllowed: `by` may not decide about applications in this program.
        AlreadyDecided: somebody did before.
        NotScreened: the private safety screen is missing.
        WrongFact: a wish is not from its list.
        AlreadyInvited, HoldsThemAlready: the address is invited or signs in here already.
    """
    require(by, Permission.DECIDE_APPLICATIONS, within=application.program_id)
    row = _undecided(application)
    if not SafetyScreen.objects.filter(person=row.id).exists():
        raise NotScreened
    program = row.program
    details = Details(
        first_name=row.first_name,
        last_name=row.last_name,
        chosen_name=row.chosen_name,
        born_on=row.born_on,
        state=row.state,
        zone=row.zone,
        languages=tuple(row.languages),
        email=row.email,
        phone=row.phone,
        may_leave_message=row.may_leave_message,
    )
    waiting_since = day_in(program.zone, row.sent_at)
    patient = add_patient(
        program=program, details=details, wishes=wishes, waiting_since=waiting_since, id=row.id, by=by
    )
    invited = invite(
        program=program,
        email=row.email,
        name=row.full_name,
        roles=["patient"],
        days=limits.number(limits.INVITATION_DAYS, program.id),
        about=patient.id,
        by=by,
    )
    _decide(row, "accepted", "", patient, by)
    record(ApplicationAccepted(application=row.id, patient=patient.id), by=by)
    return patient, invited


@action
def decline_application(*, application: Application, answer: str, by: Actor) -> None:
    """
    Say no, in words that the applicant is told: why, and where they may find help instead.

    Raises:
        NotAllowed: `by` may not decide about applications in this program.
        AlreadyDecided: somebody did before.
        WrongFact: no words, or words that cannot be kept.
    """
    require(by, Permission.DECIDE_APPLICATIONS, within=application.program_id)
    answer = kept_words("answer", answer, needed="Write what the person is told: why, and where they may find help.")
    row = _undecided(application)
    _decide(row, "declined", answer, None, by)
    record(ApplicationDeclined(application=row.id), by=by)


@action
def withdraw_application(*, application: Application, by: Actor) -> None:
    """
    The applicant does not want to come any more.

    Raises:
        NotAllowed: `by` may not decide about applications in this program.
        AlreadyDecided: somebody did before.
    """
    require(by, Permission.DECIDE_APPLICATIONS, within=application.program_id)
    row = _undecided(application)
    _decide(row, "withdrawn", "", None, by)
    record(ApplicationWithdrawn(application=row.id), by=by)


def forget_senders() -> int:
    """Drop what was kept to count forms, once it is a day old; gives how many."""
    return FormSent.objects.filter(at__lt=clock.now() - DAY).delete()[0]


def _count(network_address: str, program: UUID) -> None:
    at, sender = clock.now(), sender_of(network_address)
    sent = FormSent.objects.filter(sender=sender, at__gt=at - HOUR).count()
    if sent >= limits.number(FORMS_PER_HOUR, program):
        raise TooManyForms
    FormSent.objects.create(sender=sender, at=at)


def _undecided(application: Application) -> Application:
    row = Application.objects.select_for_update(of=("self",)).select_related("program").get(pk=application.pk)
    if row.decision != "open":
        raise AlreadyDecided
    return row


def _decide(row: Application, decision: str, answer: str, patient: Patient | None, by: Actor) -> None:
    row.decision, row.answer, row.patient = decision, answer, patient
    row.decided_at, row.decided_by_id = clock.now(), by.account
    row.save(update_fields=["decision", "answer", "patient", "decided_at", "decided_by"])
