"""The pieces of the demonstration, each added through the actions of the package it belongs to."""

import secrets
from datetime import date, timedelta

from hearthside.access.actions.accounts import add_account
from hearthside.access.actions.programs import create_program
from hearthside.access.actions.roles import give_role
from hearthside.access.models import Account, Program
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions import clinicians, patients
from hearthside.people.actions.authorities import confirm_authority, record_authority
from hearthside.people.actions.grants import grant_role_parts
from hearthside.people.credentials.facts import Right
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.project.demo import cast
from hearthside.project.up import sign_ins
from hearthside.project.up.folder import DataFolder

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another."""
WORKED_DAYS = 300
"""For how long the clinicians have been here."""


def program_and_sign_ins(folder: DataFolder, by: Actor) -> None:
    """The program, and somebody in each of its roles, with passwords that no other installation has."""
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
    # Before this is committed: what is written down for nobody is harmless, and is written anew next time.
    sign_ins.keep(folder, made)


def clinicians_with_licenses(folder: DataFolder, by: Actor) -> None:
    """Clinicians, licensed in the states of the people who wait."""
    program = the_program()
    works_from = today(program) - timedelta(days=WORKED_DAYS)
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
        for state, days in one.licenses.items():
            right = Right(
                state=state,
                kind="license",
                number=f"{state}-EXAMPLE-{one.credential.upper()}",
                valid_from=works_from,
                valid_to=today(program) + timedelta(days=days),
            )
            authority = record_authority(credential=credential, right=right, by=by)
            confirm_authority(authority=authority, source="made up, like everything in this demonstration", by=by)


def people_who_wait(folder: DataFolder, by: Actor) -> None:
    """Everybody with a chart; those who sign in find their own."""
    program = the_program()
    for one in cast.PATIENTS:
        patient = patients.add_patient(
            program=program,
            details=one.details,
            wishes=one.wishes,
            waiting_since=today(program) - timedelta(days=one.waiting_days),
            by=by,
        )
        account = account_of(f"{one.details.first_name} {one.details.last_name}")
        if account is not None:
            patients.link_account(patient=patient, account=account, by=by)


def today(program: Program) -> date:
    """The day it is in the program: the demonstration is as old whenever it is built."""
    return day_in(program.zone, clock.now())


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
