"""Who belongs with whom in the demonstration, and what they signed: each said by the person who would say it."""

from datetime import timedelta
from typing import Any

from hearthside.access.models import Account, Program, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.applying import Partner, apply_for_treatment
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.contacts import keep_contact, keep_pet, say_pet_fears
from hearthside.people.actions.couples import (
    link_partner_account,
    link_partner_without_chart,
    link_partners,
    say_together_wish,
)
from hearthside.people.agreements.texts import NEEDED, in_force
from hearthside.people.models.applications import Application
from hearthside.people.models.consents import Signature
from hearthside.people.models.couples import Couple, CoupleMember, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.people.models.pets import Pet
from hearthside.policy.queries import today
from hearthside.project.demo import cast, days
from hearthside.project.demo.pieces import account_of, began_on, the_program
from hearthside.project.up.folder import DataFolder

# An address of the network that is nobody's, kept free for examples.
NOWHERE = "192.0.2.1"


def couples(folder: DataFolder, by: Actor) -> None:
    """Two couples who are both patients, and a patient whose partner has no chart."""
    began = began_on()
    for one, other in cast.COUPLES:
        if one in cast.WAIT_STILL:
            _link(one, other, by)
    with days.before_it_began(began, by):
        for one, other in cast.COUPLES:
            if one not in cast.WAIT_STILL:
                _link(one, other, by)
        _partner_without_chart(by)


def _link(one: str, other: str, by: Actor) -> None:
    program = the_program()
    couple = link_partners(first=patient(program, one), second=patient(program, other), by=by)
    for each in (one, other):
        who = speaks_for(program, each)
        with scope(who):
            say_together_wish(couple=couple, patient=patient(program, each), together=True, by=who)


def _partner_without_chart(by: Actor) -> None:
    program = the_program()
    name, partner = cast.PARTNER_WITHOUT_CHART
    link_partner_without_chart(patient=patient(program, name), name=partner, email=cast.email_of(partner), by=by)
    account = account_of(partner)
    assert account is not None
    link_partner_account(partner=PartnerWithoutChart.objects.get(name=partner), account=account, by=by)


def homes(folder: DataFolder, by: Actor) -> None:
    """Whom to call, who lives with an animal, and who would rather not meet one."""
    program = the_program()
    with days.before_it_began(began_on(), by):
        for name, contact in cast.CONTACTS.items():
            who = speaks_for(program, name)
            with scope(who):
                keep_contact(patient=patient(program, name), **contact, by=who)
        for name, (pet, species) in cast.PETS.items():
            who = speaks_for(program, name)
            with scope(who):
                keep_pet(patient=patient(program, name), name=pet, species=species, by=who)
        for name, species_feared in cast.PET_FEARS.items():
            who = speaks_for(program, name)
            with scope(who):
                say_pet_fears(patient=patient(program, name), species=species_feared, by=who)


def application(folder: DataFolder, by: Actor) -> None:
    """Somebody applies from the public form, and waits for an answer."""
    program = the_program()
    sender = system_actor("application_form", program=program.id, request_id="demonstration")
    with scope(sender):
        apply_for_treatment(
            program=program,
            details=cast.APPLICANT,
            partner=Partner("unsure", cast.APPLIES_WITH, cast.email_of(cast.APPLIES_WITH)),
            words=cast.IN_THEIR_WORDS,
            network_address=NOWHERE,
            by=sender,
        )


def consents(folder: DataFolder, by: Actor) -> None:
    """The agreements of those who begin; one of them lets us tell their partner something."""
    with days.before_it_began(began_on(), by):
        for name in cast.SIGNED:
            for kind in NEEDED:
                _sign(name, kind)
        tells, topics, length = cast.DISCLOSURE
        couple = CoupleMember.objects.get(patient=patient(the_program(), tells), until_at__isnull=True).couple
        _sign(tells, "disclosure", couple=couple, topics=topics, until_on=days.today() + timedelta(days=length))


def _sign(name: str, kind: str, **more: Any) -> None:
    program = the_program()
    who, text = speaks_for(program, name), in_force(kind, today(program))
    with scope(who):
        sign_agreement(
            person=patient(program, name), kind=kind, text_hash=text.text_hash, typed_name=name, by=who, **more
        )


def patient(program: Program, name: str) -> Patient:
    """Somebody of the cast, by first and last name."""
    first_name, last_name = name.split(" ")
    return Patient.objects.get(program=program, details__first_name=first_name, details__last_name=last_name)


def speaks_for(program: Program, name: str) -> Actor:
    """The person, where they sign in; else whoever does intake, who writes down what they said."""
    account = account_of(name) or account_of(cast.INTAKE)
    assert account is not None
    return _in_person(program, account)


def acts(program: Program, name: str) -> Actor:
    """Somebody of the staff, at their work."""
    account = account_of(name)
    assert account is not None
    return _in_person(program, account)


def _in_person(program: Program, account: Account) -> Actor:
    held = RoleHeld.objects.filter(program=program, account=account, until_at__isnull=True)
    return Actor(
        account=account.id,
        program=program.id,
        roles=frozenset(held.values_list("role", flat=True)),
        request_id=f"demonstration:{new_id()}",
    )


def has_couples() -> bool:
    return Couple.objects.exists()


def has_homes() -> bool:
    return Pet.objects.exists()


def has_consents() -> bool:
    return Signature.objects.exists()


def has_application() -> bool:
    return Application.objects.exists()
