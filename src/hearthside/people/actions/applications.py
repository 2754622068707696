"""Intake answers an application: accepted or declined, with words, or closed because the person withdrew."""

from hearthside.access import limits
from hearthside.access.actions.invitations import Invited, invite
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.patients import add_patient
from hearthside.people.credentials.facts import kept_email
from hearthside.people.credentials.values import day_in
from hearthside.people.events.applications import (
    ApplicantTold,
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationWithdrawn,
)
from hearthside.people.models.applications import TOLD, Application, SafetyScreen
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes, kept_words, one_of


class AlreadyDecided(Refusal):
    """Somebody else decided in the meantime."""

    def __init__(self) -> None:
        super().__init__("Somebody decided about this application in the meantime. Load the page again.")


class AlreadyTold(Refusal):
    """Somebody else told them in the meantime."""

    def __init__(self) -> None:
        super().__init__("There is nothing left to tell: somebody wrote it down in the meantime. Load the page again.")


class NotScreened(Refusal):
    """Nobody is taken on before they were asked alone whether they are safe."""

    def __init__(self) -> None:
        super().__init__("Record the private safety screen first: nobody is accepted before they were asked alone.")


@action
def accept_application(
    *, application: Application, wishes: Wishes, email: str = "", by: Actor
) -> tuple[Patient, Invited]:
    """
    Take the applicant on and invite them to sign in. They wait since the day they applied.

    `email` is asked of somebody whose record came from elsewhere without one.

    Raises:
        NotAllowed: `by` may not decide about applications in this program.
        AlreadyDecided: somebody did before.
        NotScreened: the private safety screen is missing.
        WrongFact: a wish is not from its list, or there is no address to invite.
        AlreadyInvited, HoldsThemAlready: the address is invited or signs in here already.
    """
    require(by, Permission.DECIDE_APPLICATIONS, within=application.program_id)
    row = _undecided(application)
    if not SafetyScreen.objects.filter(person=row.id).exists():
        raise NotScreened
    program, email = row.program, row.email or kept_email("email", email, needed=True)
    details = Details(
        first_name=row.first_name,
        last_name=row.last_name,
        chosen_name=row.chosen_name,
        born_on=row.born_on,
        state=row.state,
        street=row.street,
        city=row.city,
        postal_code=row.postal_code,
        zone=row.zone,
        languages=tuple(row.languages),
        email=email,
        phone=row.phone,
        may_leave_message=row.may_leave_message,
    )
    waiting_since = day_in(program.zone, row.sent_at)
    patient = add_patient(
        program=program, details=details, wishes=wishes, waiting_since=waiting_since, id=row.id, by=by
    )
    invited = invite(
        program=program,
        email=email,
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

    Mail says only that there is an answer: an address may be shared. Somebody tells them; see `note_told`.

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
def note_told(*, application: Application, how: str, by: Actor) -> None:
    """
    Write down that somebody who was declined was told why, and how, or could not be reached.

    Raises:
        NotAllowed: `by` may not decide about applications in this program.
        AlreadyTold: somebody told them before, or there is no such answer.
        WrongFact: that is no way to tell somebody.
    """
    require(by, Permission.DECIDE_APPLICATIONS, within=application.program_id)
    one_of("how", how, TOLD, "Choose how they were told.")
    row = _locked(application)
    if not row.is_to_be_told:
        raise AlreadyTold
    row.told_how, row.told_at, row.told_by_id = how, clock.now(), by.account
    row.save(update_fields=["told_how", "told_at", "told_by"])
    record(ApplicantTold(application=row.id, how=how), by=by)


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


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("program")
    found: Application = rows.get(pk=application.pk)
    return found


def _undecided(application: Application) -> Application:
    row = _locked(application)
    if row.decision != "open":
        raise AlreadyDecided
    return row


def _decide(row: Application, decision: str, answer: str, patient: Patient | None, by: Actor) -> None:
    row.decision, row.answer, row.patient = decision, answer, patient
    row.decided_at, row.decided_by_id = clock.now(), by.account
    row.save(update_fields=["decision", "answer", "patient", "decided_at", "decided_by"])
