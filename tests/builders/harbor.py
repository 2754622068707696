"""
Harbor House in the middle of its work, as whoever plans meets it: two cohorts, a couple, sessions beside them.

Everything is made by the program's own actions.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.test import Client

from hearthside.access.models import Account
from hearthside.caseload.actions.cohorts import change_cohort
from hearthside.caseload.actions.opening import About
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House, account, actor

EVENING, MORNING = 17 * 60, 9 * 60


@dataclass
class Harbor:
    """The program, with whoever is in it by first name. Everything begins on `monday`."""

    house: House
    monday: date
    clinicians: dict[str, Clinician]
    patients: dict[str, Patient]
    evening: groups.Group
    morning: groups.Group
    couple: Couple
    actors: dict[str, Actor] = field(default_factory=dict)

    def client(self, *roles: str) -> Client:
        """Somebody of the staff, signed in."""
        return self.client_of(self.house.actor(*roles))

    def client_of(self, who: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=who.account))
        return client

    def signs_in(self, name: str) -> Client:
        """One of the clinicians, signed in."""
        whose = self.clinicians[name]
        own = account(whose.name)
        with scope(self.house.director):
            link_account(clinician=whose, account=own, by=self.house.director)
            whose.refresh_from_db()
        self.actors[name] = actor(self.house.program, "clinician", who=own)
        return self.client_of(self.actors[name])

    def falls_ill(self, name: str, session: Session) -> None:
        """A clinician cannot come to one session."""
        with self.house.seen_by("coordinator") as coordinator:
            drop_out(clinician=self.clinicians[name], because="ill", sessions=[session.pk], by=coordinator)

    def asked(self, session: Session) -> CoverOffer:
        """The first who was asked to help out."""
        with behind(self.house.program.pk, self.house.director):
            offers = CoverOffer.objects.filter(shortage__session=session, offered_at__isnull=False, answer="open")
            return offers.select_related("clinician").order_by("place").first()

    def state_of(self, session: Session) -> str:
        with behind(self.house.program.pk, self.house.director):
            return Session.objects.get(pk=session.pk).status


def harbor() -> Harbor:
    """Seven people in the evening, who need two clinicians; four in the morning; Theo alone with Lee."""
    house = build.program()
    monday = schedule.next_monday(house)
    clinicians = {
        name.split()[0]: schedule.able(house, name) for name in ("Dana Reyes", "Kim Osei", "Lee Moreau", "Ines Varga")
    }
    names = ("Alex Park", "Sam Park", "Ravi Menon", "Grace Oyelaran", "Nia Ferreira", "Jo Lind", "Max Lind")
    patients = {name.split()[0]: build.patient(house, *name.split()) for name in names}
    couple = build.couple(house, patients["Alex"], patients["Sam"])
    evening = groups.group(
        house, list(patients.values()), lead=clinicians["Dana"], more_staff=[clinicians["Kim"]], start=EVENING,
        from_on=monday, called="Evening recovery A",
    )  # fmt: skip
    patients["Theo"] = build.patient(house, "Theo", "Nakamura")
    morning = groups.group(
        house, [patients["Theo"], *caseload.people(house, 3)], lead=clinicians["Lee"], weekdays=("tue", "thu", "fri"),
        start=MORNING, from_on=monday, called="Morning steady",
    )  # fmt: skip
    for group, name in ((evening, "Evening recovery A"), (morning, "Morning steady")):
        with house.seen_by("coordinator") as coordinator:
            change_cohort(cohort=group.cohort, about=About(name, "CBT skills for mood"), by=coordinator)
    for name, day in (("Theo", 0), ("Ravi", 1), ("Grace", 1)):
        schedule.weekly(
            house, "individual", clinicians["Lee"], patients[name], on=monday + timedelta(days=day),
            start=14 * 60 + 90 * len(name),
        )  # fmt: skip
    return Harbor(house, monday, clinicians, patients, evening, morning, couple)
