"""Patients come, and what is known of them changes. What they are to the program stands in `statuses`."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from hearthside.access.models import Account, Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.ids import new_id
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.events.patients import AccountLinked, DetailsChanged, PatientAdded, WishesChanged
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes, StatusChange
from hearthside.people.particulars import EARLIEST_BIRTH, Details, Wishes
from hearthside.people.queries.standing import require_part
from hearthside.people.rules import WAITING


class AccountHasPatient(Refusal):
    """The account already belongs to a patient of this program."""

    def __init__(self) -> None:
        super().__init__("This account already belongs to a patient here. If it is the same person, merge the records.")


class HasOtherAccount(Refusal):
    """The patient already signs in with another account."""

    def __init__(self) -> None:
        super().__init__("This person already signs in with another account. End that one's access first.")


@action
def add_patient(
    *,
    program: Program,
    details: Details,
    wishes: Wishes,
    waiting_since: date | None = None,
    id: UUID | None = None,
    by: Actor,
) -> Patient:
    """
    Take somebody on: from now on they wait for a place. `id` is theirs already if they applied.

    Raises:
        NotAllowed: `by` may not take patients on in this program.
        WrongFact: something typed is missing or cannot be.
    """
    require(by, Permission.TAKE_ON, within=program.id)
    at = clock.now()
    today = day_in(program.zone, at)
    details, wishes, since = details.checked(today=today), wishes.checked(), waiting_since or today
    if not EARLIEST_BIRTH <= since <= today:
        raise WrongFact("waiting_since", "Nobody waits since a day that is still to come, or since before 1900.")

    patient = Patient(id=id or new_id(), program=program, chosen_name=details.chosen_name)
    patient.save(force_insert=True)
    PatientDetails(patient=patient, program=program, **kept(details)).save(force_insert=True)
    PatientWishes(
        patient=patient, program=program, waiting_since=since, **{**asdict(wishes), "focuses": list(wishes.focuses)}
    ).save(force_insert=True)
    StatusChange(patient=patient, program=program, status=WAITING, since_on=since, at=at, said_by_id=by.account).save(
        force_insert=True
    )
    record(PatientAdded(patient=patient.id, waiting_since=since), by=by)
    bring_grants_up_to_date(program.id, [patient.id], by=by)
    return patient


@action
def change_details(*, patient: Patient, details: Details, by: Actor) -> None:
    """
    Change names, birth date, where somebody is, or how to reach them.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: something typed is missing or cannot be.
    """
    require_part(by, patient, "demographics")
    details = details.checked(today=day_in(patient.program.zone, clock.now()))
    row = PatientDetails.objects.select_for_update().get(patient=patient)
    changed = _write(row, kept(details))
    if patient.chosen_name != details.chosen_name:
        patient.chosen_name = details.chosen_name
        patient.save(update_fields=["chosen_name"])
        changed.append("chosen_name")
    if changed:
        record(DetailsChanged(patient=patient.id, fields=tuple(changed)), by=by)


@action
def change_wishes(*, patient: Patient, wishes: Wishes, by: Actor) -> None:
    """
    Change the track, how urgent it is, or what somebody would like. Only staff change track and acuity.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: a word is not from its list.
    """
    require_part(by, patient, "wishes")
    wishes = wishes.checked()
    row = PatientWishes.objects.select_for_update().get(patient=patient)
    values = {**asdict(wishes), "focuses": list(wishes.focuses)}
    if by.account is not None and by.account == patient.account_id:
        values |= {"track": row.track, "acuity": row.acuity}
    if changed := _write(row, values):
        record(WishesChanged(patient=patient.id, fields=tuple(changed)), by=by)


@action
def link_account(*, patient: Patient, account: Account, by: Actor) -> None:
    """
    Let the patient sign in with this account: from now on they see their own record.

    Raises:
        NotAllowed: `by` may not take patients on in this program.
        AccountHasPatient, HasOtherAccount: one of the two is linked to another.
    """
    require(by, Permission.TAKE_ON, within=patient.program_id, also=frozenset({"sign_in"}))
    with behind(patient.program_id, by):
        row = Patient.objects.select_for_update().get(pk=patient.pk)
        if row.account_id == account.id:
            return
        if row.account_id is not None:
            raise HasOtherAccount
        row.account = account
        with refusing({"patient_account_once": AccountHasPatient()}):
            row.save(update_fields=["account"])
    patient.account = account
    record(AccountLinked(patient=patient.id, account=account.id), by=by)
    bring_grants_up_to_date(patient.program_id, [patient.id, *_partner_of(patient, by)], by=by)
    following.follow("account", patient=patient, by=by)


def _partner_of(patient: Patient, by: Actor) -> list[UUID]:
    """The patient on the other side of an open couple, whose record a partner now sees as a partner does."""
    with behind(patient.program_id, by):
        members = patient.couple_members.filter(until_at__isnull=True)
        others = members.values_list("couple__members__patient", flat=True)
        return [other for other in others if other and other != patient.id]


def kept(details: Details) -> dict[str, Any]:
    """The columns of somebody's details."""
    values = asdict(details)
    values.pop("chosen_name")
    return {**values, "languages": list(details.languages), "search_name": details.search_name}


def _write(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Save what differs; gives the names of the fields that did."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed
