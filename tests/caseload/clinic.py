"""A clinic with cohorts in every state, for the tests of pages: full, short of people, over a tightened cap."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client

from hearthside.access.models import Account
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.policy.actions import approve_policy_value, set_policy_value
from hearthside.policy.queries import today
from tests import build
from tests.builders.caseload import IN_MARCH
from tests.builders.clinicians import House

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Clinic:
    """The program, its cohorts, and whoever its pages name."""

    house: House
    morning: Cohort
    evening: Cohort
    alex: Patient
    sam: Patient
    jo: Patient
    dana: Clinician
    danas: Account
    place: Membership
    treatment: Treatment

    @property
    def ids(self) -> dict[str, UUID]:
        return {
            "morning": self.morning.pk, "evening": self.evening.pk, "alex": self.alex.pk, "sam": self.sam.pk,
            "jo": self.jo.pk, "place": self.place.pk, "treatment": self.treatment.pk,
        }  # fmt: skip


def at_browser(account: Account) -> Client:
    """Somebody who has a role already, at a browser."""
    client = Client()
    client.force_login(account)
    return client


def clinic() -> Clinic:
    """Harbor House with a cohort of a couple and four more, one above a tighter cap, and people who wait."""
    house = build.program()
    day = today(house.program)
    alex = build.patient(house, "Alex", "Park", email="alex.park@example.org")
    sam = build.patient(house, "Sam", "Park")
    couple = build.couple(house, alex, sam)
    morning = build.cohort(
        house, [*build.people(house, 4), alex, sam], from_on=day - WEEK, name="Morning steady", key="mon-1"
    )
    evening = build.cohort(house, build.people(house, 6), from_on=day, name="Evening recovery")
    jo = build.patient(house, "Jo", "Lind", state="OH")
    build.patient(house, "Theo", "Nakamura", track="sud")
    danas = build.account("Dana Reyes")
    dana = build.therapist(house, "Dana Reyes", "individual", who=danas)
    build.actor(house.program, "clinician", who=danas)
    build.therapist(house, "Kim Osei", "couples", "individual")
    build.therapist(house, "Lee Moreau", "counselor")
    (treatment,) = build.treats(house, dana, alex, from_at=clock.now())
    build.treats(house, build.therapist(house, "Ines Varga", "couples"), couple, "couples", from_at=IN_MARCH)
    asked = set_policy_value(
        program=house.program, key="cohort.cap", value="5", from_day=day + WEEK,
        source="Decided by the program's board", by=house.director,
    )  # fmt: skip
    approve_policy_value(decision=asked, by=house.actor("compliance"))
    with house.seen_by("coordinator"):
        place = Membership.objects.get(patient=alex)
    return Clinic(house, morning, evening, alex, sam, jo, dana, danas, place, treatment)
