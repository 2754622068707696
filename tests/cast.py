"""The named cast of Harbor House, as tests meet it: the only people that appear anywhere."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger.actors import Actor
from hearthside.people.actions.contacts import keep_contact, keep_pet
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.models.applications import Application
from hearthside.people.models.couples import Couple, PartnerWithoutChart
from hearthside.people.models.patients import Patient
from tests import build
from tests.builders.clinicians import House


@dataclass(frozen=True)
class Cast:
    """A program with a couple in it, a patient with a partner who has no chart, a single one, and an applicant."""

    house: House
    alex: Patient
    sam: Patient
    theo: Patient
    jo: Patient
    nia: Application
    couple: Couple
    theos: Couple
    # Whoever of them signs in, by first name.
    actors: dict[str, Actor]

    def client(self, *roles: str) -> Client:
        """Somebody of the staff, signed in."""
        return self.client_of(self.house.actor(*roles))

    def client_of(self, who: "Actor | str") -> Client:
        """One of the people, signed in."""
        actor = self.actors[who] if isinstance(who, str) else who
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account))
        return client


def harbor_house() -> Cast:
    """Everybody, with something in every part of the record."""
    house = build.program()
    alex = build.patient(house, "Alex", "Park", email="alex.park@example.org", phone="215-555-0134")
    sam = build.patient(house, "Sam", "Park", email="sam.park@example.org", born_on=date(1988, 2, 29))
    theo = build.patient(house, "Theo", "Nakamura", track="sud")
    jo = build.patient(house, "Jo", "Lind", state="OH", acuity=3)
    actors = {name: build.signs_in(house, who) for name, who in {"Alex": alex, "Sam": sam, "Theo": theo}.items()}
    couple = build.couple(house, alex, sam)
    theos = build.partner_of(house, theo)
    casey = build.account("Casey Wren")
    with house.seen_by("intake") as intake:
        link_partner_account(partner=PartnerWithoutChart.objects.get(patient=theo), account=casey, by=intake)
    actors["Casey"] = build.actor(house.program, "partner", who=casey)
    with house.seen_by("intake") as intake:
        for who in (alex, sam):
            keep_contact(patient=who, name="Jo Lind", relationship="friend", phone="614-555-0155", by=intake)
            keep_pet(patient=who, name="Biscuit", species="dog", by=intake)
        keep_apart(patient=alex, other=jo, source="intake", words="made up for this test", by=intake)
    build.screened(house, sam.id, feels_safe="no", conclusion="concern", words="made up for this test")
    build.signs(house, alex, actors["Alex"])
    return Cast(house, alex, sam, theo, jo, build.application(house), couple, theos, actors)
