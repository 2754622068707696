"""Patients of a made-up program, as the program's own actions make them."""

from datetime import date
from uuid import UUID

from hearthside.access.models import Account, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.applying import Partner, apply_for_treatment
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.couples import link_partner_without_chart, link_partners
from hearthside.people.actions.grants import grant_role_parts
from hearthside.people.actions.patients import add_patient, link_account
from hearthside.people.actions.screens import Answers, record_screen
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.applications import Application
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes
from hearthside.policy.actions import approve_policy_value, set_policy_value
from hearthside.policy.queries import today
from tests.builders.clinicians import House, actor, house

BORN = date(1990, 4, 12)


def program() -> House:
    """An empty program whose roles see what the table says."""
    made = house()
    by = system_actor("command_line", program=made.program.id)
    with scope(by):
        grant_role_parts(program=made.program, by=by)
    return made


def patient(
    at: House,
    first_name: str = "Alex",
    last_name: str = "Park",
    *,
    state: str = "PA",
    born_on: date = BORN,
    track: str = "mh",
    acuity: int = 1,
    waiting_since: date | None = None,
    **details: object,
) -> Patient:
    """Somebody who waits for a place."""
    with at.seen_by("intake") as intake:
        return add_patient(
            program=at.program,
            details=Details(first_name, born_on, state, last_name=last_name, **details),
            wishes=Wishes(track, acuity),
            waiting_since=waiting_since,
            by=intake,
        )


def signs_in(at: House, who: Patient, email: str = "") -> Actor:
    """The patient, signed in with an account of their own."""
    account = Account.objects.create_user(email or f"{new_id()}@example.org", name=who.chosen_name)
    with at.seen_by("intake") as intake:
        link_account(patient=who, account=account, by=intake)
    return actor(at.program, "patient", who=account)


def ended(at: House, who: Actor) -> None:
    """Every role this person holds in the program ends now."""
    RoleHeld.objects.filter(account=who.account, program=at.program).update(until_at=clock.now())


def couple(at: House, one: Patient, other: Patient) -> Couple:
    """Two patients, linked as partners."""
    with at.seen_by("intake") as intake:
        return link_partners(first=one, second=other, by=intake)


def partner_of(at: House, one: Patient, name: str = "Casey Wren") -> Couple:
    """A patient's partner who is no patient here."""
    with at.seen_by("intake") as intake:
        return link_partner_without_chart(patient=one, name=name, by=intake)


def screened(at: House, person: UUID, *, feels_safe: str = "yes", conclusion: str = "none", words: str = "") -> None:
    """Asked alone whether they are safe."""
    answers = Answers(
        asked_alone=True, feels_safe=feels_safe, afraid_of_somebody="no", thoughts_of_suicide="no",
        needs_medical_care="no", conclusion=conclusion, words=words,
    )  # fmt: skip
    with at.seen_by("intake") as intake:
        record_screen(person=person, program=at.program, answers=answers, by=intake)


def application(
    at: House, first_name: str = "Nia", last_name: str = "Ferreira", *, network_address: str = "", **details: object
) -> Application:
    """Somebody who applied from the public form."""
    given = {"state": "MA", "born_on": BORN, "email": f"{new_id()}@example.org", "phone": "617-555-0121", **details}
    by = system_actor("application_form", program=at.program.id)
    with scope(by):
        return apply_for_treatment(
            program=at.program,
            details=Details(first_name, last_name=last_name, **given),
            partner=Partner(),
            network_address=network_address or str(new_id()),
            by=by,
        )


def signs(at: House, who: Patient, by: Actor, kind: str = "program", **more: object) -> Signature:
    """The patient signs the version that holds today."""
    with scope(by):
        text = in_force(kind, day_in(at.program.zone, clock.now()))
        return sign_agreement(
            person=who, kind=kind, text_hash=text.text_hash, typed_name=who.details.full_name, by=by, **more
        )


def decided(at: House, key: str, value: str) -> None:
    """The director asks for a stricter number from today on, and compliance approves."""
    with at.seen_by("director") as director:
        asked = set_policy_value(
            program=at.program, key=key, value=value, from_day=today(at.program), source="The board", by=director
        )
    with at.seen_by("compliance") as compliance:
        approve_policy_value(decision=asked, by=compliance)
