"""A group that meets, and people who are offered a place in it: Ravi alone, Alex and Sam as a couple."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from hearthside.access.models import Account
from hearthside.base.localtime import instant
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.placement.actions.offers import make_offers
from hearthside.placement.models.offers import Offer
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House


@dataclass
class Offered:
    """The program with its group, whoever is offered a place in it, and who signs in."""

    house: House
    monday: date
    group: groups.Group
    people: dict[str, Patient]
    couple: Couple
    actors: dict[str, Actor]
    coordinator: Actor

    def offer(self, name: str) -> Offer:
        """The last offer to one of them, as it is now."""
        with behind(self.house.program.pk, self.house.director):
            rows = Offer.objects.select_related("patient", "membership", "program")
            return rows.filter(patient=self.people[name]).latest("offered_at", "pk")

    def client(self, who: str) -> Client:
        """One of them, or somebody of the staff, signed in."""
        actor = self.actors.get(who) or self.house.actor(who)
        found = Client()
        found.force_login(Account.objects.get(pk=actor.account))
        return found


def offered(weeks: int = 2) -> Offered:
    """Ravi, and Alex with Sam, got a place in a group of four; they have not answered yet."""
    house = build.program()
    monday = schedule.next_monday(house, weeks)
    dana, kim = schedule.able(house, "Dana Reyes"), schedule.able(house, "Kim Osei")
    group = groups.group(house, from_on=monday, lead=dana, more_staff=[kim], called="Evening recovery group")
    people = {
        "Alex": build.patient(house, "Alex", "Park"),
        "Sam": build.patient(house, "Sam", "Park"),
        "Ravi": build.patient(house, "Ravi", "Menon"),
    }
    couple = build.couple(house, people["Alex"], people["Sam"])
    actors = {name: build.signs_in(house, who) for name, who in people.items()}
    coordinator = house.actor("coordinator")
    actors["coordinator"] = coordinator
    caseload.joins(house, group.cohort, people["Alex"], people["Sam"])
    caseload.joins(house, group.cohort, people["Ravi"])
    begins = instant(house.program.zone, monday, 0)
    lee, ines = schedule.able(house, "Lee Moreau"), schedule.able(house, "Ines Varga")
    for name, start in (("Alex", 9 * 60), ("Sam", 11 * 60), ("Ravi", 13 * 60)):
        caseload.treats(house, lee, people[name], from_at=begins)
        schedule.weekly(house, "individual", lee, people[name], on=monday, start=start)
    caseload.treats(house, ines, couple, "couples", from_at=begins)
    schedule.weekly(house, "couples", ines, people["Alex"], people["Sam"], on=monday, start=16 * 60)
    made = Offered(house, monday, group, people, couple, actors, coordinator)
    offers(made, *people)
    return made


def offers(made: Offered, *names: str) -> list[Offer]:
    """These people are asked whether they take their place."""
    ids = [made.people[name].pk for name in names]
    with scope(made.coordinator):
        return make_offers(made.house.program, ids, None, by=made.coordinator)
