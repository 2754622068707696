"""Clinicians come, change, and leave. What they may practice stands in `authorities`."""

from dataclasses import asdict
from datetime import date

from hearthside.access.models import Account, Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.text import folded
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import bring_grants_up_to_date
from hearthside.people.credentials.facts import Card, Limits, Papers, WrongFact, roles_in_scope, span
from hearthside.people.credentials.types import PROFESSIONS, SHORT_TITLES
from hearthside.people.events.clinicians import (
    ClinicianAdded,
    ClinicianChanged,
    ClinicianLeft,
    ClinicianLimitsChanged,
    CredentialAdded,
)
from hearthside.people.models.authorities import Credential
from hearthside.people.models.clinicians import Clinician, ClinicianFile


class AccountTaken(WrongFact):
    """The account already belongs to a clinician of this program."""

    def __init__(self) -> None:
        super().__init__("account", "This account already belongs to another clinician. Choose another, or none.")


class NpiTaken(WrongFact):
    """Another clinician of this program has the same National Provider Identifier."""

    def __init__(self) -> None:
        super().__init__("npi", "Another clinician has this number. Look again, or open that clinician's page.")


@action
def add_clinician(
    *,
    program: Program,
    card: Card,
    credential_type: str,
    works_from: date,
    papers: Papers | None = None,
    limits: Limits | None = None,
    account: Account | None = None,
    by: Actor,
) -> Clinician:
    """
    Add somebody who treats people from `works_from` on, with the first of their credentials.

    They may treat nobody until an authority of theirs is recorded and confirmed.

    Raises:
        NotAllowed: `by` may not keep clinicians' records in this program.
        WrongFact: something typed is missing or cannot be; RoleOutOfScope, AccountTaken, NpiTaken among them.
    """
    require(by, Permission.KEEP_CLINICIANS, within=program.id)
    card, papers, limits = card.checked(), (papers or Papers()).checked(), (limits or Limits()).checked()
    span("works_from", works_from, "works_until", None)
    if credential_type not in PROFESSIONS:
        raise WrongFact("credential_type", "Choose the credential from the list.")
    roles_in_scope(card.roles, frozenset({credential_type}))

    clinician = Clinician(program=program, account=account, works_from=works_from, titles=SHORT_TITLES[credential_type])
    write_card(clinician, card)
    credential = Credential(program=program, clinician=clinician, type=credential_type)
    with refusing({"clinician_account_once": AccountTaken(), "clinician_npi_once": NpiTaken()}):
        clinician.save(force_insert=True)
        ClinicianFile.objects.create(clinician=clinician, program=program, **asdict(papers), **asdict(limits))
    credential.save(force_insert=True)

    record(
        ClinicianAdded(
            clinician=clinician.id,
            account=account.id if account else None,
            works_from=works_from,
            roles=card.roles,
            tracks=card.tracks,
        ),
        by=by,
    )
    record(CredentialAdded(clinician=clinician.id, credential=credential.id, type=credential_type), by=by)
    return clinician


@action
def change_clinician(*, clinician: Clinician, card: Card, papers: Papers, by: Actor) -> Clinician:
    """
    Change the card and the papers.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        WrongFact: something typed is missing or cannot be.
    """
    require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)
    card, papers = card.checked(), papers.checked()
    clinician, file = locked(clinician)
    types = clinician.credentials.exclude(status="given_up").values_list("type", flat=True)
    roles_in_scope(card.roles, frozenset(types))

    # Lists come back from the database as lists; the same words in the same order are no change.
    before = {name: getattr(clinician, name) for name in asdict(card)} | {n: getattr(file, n) for n in asdict(papers)}
    after = asdict(card) | asdict(papers)
    changed = tuple(name for name in after if after[name] != _as_typed(before[name]))
    if not changed:
        return clinician
    write_card(clinician, card)
    for name, value in asdict(papers).items():
        setattr(file, name, value)
    clinician.save()
    with refusing({"clinician_npi_once": NpiTaken()}):
        file.save()
    record(ClinicianChanged(clinician=clinician.id, fields=changed), by=by)
    return clinician


@action
def change_limits(*, clinician: Clinician, limits: Limits, by: Actor) -> Clinician:
    """
    Change how many minutes a clinician works at most.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        WrongFact: more minutes than a week or a day has.
    """
    require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)
    limits = limits.checked()
    clinician, file = locked(clinician)
    if asdict(limits) == {name: getattr(file, name) for name in asdict(limits)}:
        return clinician
    for name, value in asdict(limits).items():
        setattr(file, name, value)
    file.save()
    record(ClinicianLimitsChanged(clinician=clinician.id, **asdict(limits)), by=by)
    return clinician


@action
def link_account(*, clinician: Clinician, account: Account, by: Actor) -> Clinician:
    """
    Say which account is this clinician's, so that they find their own licenses after signing in.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        AccountTaken: it is another clinician's, or this one has an account already.
    """
    require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)
    clinician, _ = locked(clinician)
    if clinician.account_id == account.id:
        return clinician
    if clinician.account_id is not None:
        raise AccountTaken
    clinician.account = account
    with refusing({"clinician_account_once": AccountTaken()}):
        clinician.save()
    record(ClinicianChanged(clinician=clinician.id, fields=("account",)), by=by)
    # Whoever they treat or lead already they see from now on, not only from tonight on.
    bring_grants_up_to_date(clinician.program_id, None, by=by)
    return clinician


@action
def end_work(*, clinician: Clinician, last_day: date, by: Actor) -> Clinician:
    """
    Let somebody's work for the program end with `last_day`. The record stays; from the next day they treat nobody.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        WrongFact: the day is before they came.
    """
    require(by, Permission.KEEP_CLINICIANS, within=clinician.program_id)
    clinician, _ = locked(clinician)
    span("works_from", clinician.works_from, "last_day", last_day)
    clinician.works_until = last_day
    clinician.save()
    record(ClinicianLeft(clinician=clinician.id, works_until=last_day), by=by)
    return clinician


def locked(clinician: Clinician) -> tuple[Clinician, ClinicianFile]:
    """The clinician as they are now, held until the transaction ends: always this row first, then what hangs on it."""
    fresh = Clinician.objects.select_for_update().get(pk=clinician.pk)
    return fresh, ClinicianFile.objects.select_for_update().get(pk=clinician.pk)


def write_card(clinician: Clinician, card: Card) -> None:
    for name, value in asdict(card).items():
        setattr(clinician, name, list(value) if isinstance(value, tuple) else value)
    clinician.search_name = folded(card.name)


def _as_typed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
