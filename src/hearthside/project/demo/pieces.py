"""The first pieces of the demonstration, each added through the actions of the package it belongs to."""

import secrets
from datetime import date, timedelta

from hearthside.access.actions.accounts import add_account
from hearthside.access.actions.programs import create_program
from hearthside.access.actions.roles import give_role
from hearthside.access.models import Account, Program
from hearthside.ledger.actors import Actor
from hearthside.people.actions import clinicians, patients
from hearthside.people.actions.authorities import confirm_authority, record_authority
from hearthside.people.actions.grants import grant_role_parts
from hearthside.people.credentials.facts import Right
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.project.demo import cast, days
from hearthside.project.models import Demonstration
from hearthside.project.up import sign_ins
from hearthside.project.up.folder import DataFolder

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another."""
WORKED_DAYS = timedelta(days=300)
"""For how long the clinicians have been here."""


def program_and_sign_ins(folder: DataFolder, by: Actor) -> None:
    """The program, and somebody in each of its roles, with passwords that no other installation has."""
    first = days.first_monday(days.today())
    with days.before_it_began(first, by):
        program = create_program(
            name=cast.PROGRAM_NAME, slug=cast.SLUG, zone=cast.ZONE, on_call_number=cast.ON_CALL_NUMBER, by=by
        )
        grant_role_parts(program=program, by=by)
        made = []
        for person in cast.SIGN_INS:
            password = "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
            account = add_account(email=person.email, name=person.name, password=password, by=by)
            give_role(account=account, program=program, role=person.role, by=by)
            made.append({"role": person.role, "email": person.email, "password": password})
    Demonstration.objects.create(program=program, from_on=first, until_on=days.last_day(days.today()))
    # Before this is committed: what is written down for nobody is harmless, and is written anew next time.
    sign_ins.keep(folder, made)


def clinicians_with_licenses(folder: DataFolder, by: Actor) -> None:
    """The clinicians with a name, licensed in the states of the people who come."""
    program, today = the_program(), days.today()
    works_from = began_on() - WORKED_DAYS
    with days.before_it_began(began_on(), by):
        for one in cast.CLINICIANS:
            clinician = clinicians.add_clinician(
                program=program,
                card=one.card,
                credential_type=one.credential,
                works_from=works_from,
                limits=cast.LIMITS,
                account=account_of(one.card.name),
                by=by,
            )
            credential = clinician.credentials.get()
            for state, left in one.licenses.items():
                right = Right(
                    state=state,
                    kind="license",
                    number=f"{state}-EXAMPLE-{one.credential.upper()}",
                    valid_from=works_from,
                    valid_to=today + timedelta(days=left),
                )
                authority = record_authority(credential=credential, right=right, by=by)
                confirm_authority(authority=authority, source="made up, like everything in this demonstration", by=by)


def people_with_charts(folder: DataFolder, by: Actor) -> None:
    """Everybody with a name and a chart; those who sign in find their own."""
    began, today = began_on(), days.today()
    with days.before_it_began(began, by):
        for one in cast.PATIENTS:
            if one.name not in cast.WAIT_STILL:
                _add(one, began - timedelta(days=one.waiting_days), by)
    for one in cast.PATIENTS:
        if one.name in cast.WAIT_STILL:
            _add(one, today - timedelta(days=one.waiting_days), by)


def _add(one: cast.Waits, waiting_since: date, by: Actor) -> None:
    patient = patients.add_patient(
        program=the_program(), details=one.details, wishes=one.wishes, waiting_since=waiting_since, by=by
    )
    account = account_of(one.name)
    if account is not None:
        patients.link_account(patient=patient, account=account, by=by)


def began_on() -> date:
    """The first Monday of the demonstration."""
    return Demonstration.objects.get().from_on


def the_program() -> Program:
    return Program.objects.get(slug=cast.SLUG)


def account_of(name: str) -> Account | None:
    """The account of somebody of the cast, if they sign in."""
    return Account.objects.filter(email=cast.email_of(name)).first()


def has_program() -> bool:
    return Program.objects.filter(slug=cast.SLUG).exists()


def has_clinicians() -> bool:
    return Clinician.objects.exists()


def has_patients() -> bool:
    return Patient.objects.exists()
