"""A program on an ordinary day: a group that meets within the hour, whoever that hour is, and what stands around it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test import Client

from hearthside.access.models import Account
from hearthside.base.zones import zone as rules_of
from hearthside.caseload.rules.day_plans import Plan
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.plain import Person
from tests import build
from tests.builders import caseload, groups, schedule
from tests.builders.clinicians import House, account, actor

EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVENING = Plan(3, EVERY_DAY, 8, (("process", 90), ("break", 10), ("skills", 90)))
# One of these has the middle of its day, whatever the hour is.
PLACES = ("America/New_York", "Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "America/Los_Angeles")
SOON = timedelta(minutes=24)
# Whoever leads needs a while between two sessions.
EIGHT_AM, TWO_PM, SPARE = 8 * 60, 14 * 60, 30


@dataclass
class Day:
    """The program with whoever is in it, by first name."""

    house: House
    begins: datetime
    group: groups.Group
    other: groups.Group
    patients: dict[str, Patient]
    clinicians: dict[str, Clinician]
    actors: dict[str, Actor] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """One of them, signed in."""
        found = Client()
        found.force_login(Account.objects.get(pk=self.actors[name].account))
        return found


def where_it_is_day(at: datetime) -> str:
    """A zone in which it is between eight and sixteen o'clock."""
    return next(zone for zone in PLACES if 8 <= at.astimezone(rules_of(zone)).hour < 16)


def _beside(begins: datetime) -> int:
    """A minute of the day that an hour may begin at, whatever it is now: Theo's own group meets at the same time."""
    minute, lasts = begins.hour * 60 + begins.minute, sum(minutes for _, minutes in EVENING.blocks)
    meets_then = minute - SPARE <= TWO_PM + 60 and minute + lasts + SPARE >= TWO_PM
    return EIGHT_AM if meets_then else TWO_PM


def ordinary_day(soon: timedelta = SOON) -> Day:
    """Alex and Sam are a couple in a group that meets in 24 minutes; Theo comes with Casey, who has no chart."""
    house = build.program()
    at = clock.now()
    begins = (at + soon).astimezone(rules_of(house.program.zone)).replace(second=0, microsecond=0)
    names = ("Alex Park", "Sam Park", "Ravi Menon", "Grace Oyelaran", "Nia Ferreira", "Jo Lind", "Max Lind")
    # Everybody's clocks hang where it is day now, so that the group meets today for all of them.
    here = {"zone": where_it_is_day(at)}
    patients = {name.split()[0]: build.patient(house, *name.split(), **here) for name in names}
    patients["Theo"] = build.patient(house, "Theo", "Nakamura", **here)
    clinicians = {name.split()[0]: schedule.able(house, name) for name in ("Dana Reyes", "Kim Osei")}
    clinicians |= {name.split()[0]: schedule.able(house, name) for name in ("Lee Moreau", "Ines Varga")}
    couple = build.couple(house, patients["Alex"], patients["Sam"])
    days = [EVERY_DAY[(begins.weekday() + n) % 7] for n in (0, 2, 4)]
    minute = begins.hour * 60 + begins.minute
    members = [patients[name.split()[0]] for name in names]
    group = groups.group(
        house, members, lead=clinicians["Dana"], more_staff=[clinicians["Kim"]], weekdays=days, start=minute,
        from_on=begins.date(), plan=EVENING, called="Evening recovery group",
    )  # fmt: skip
    others = [patients["Theo"], *caseload.people(house, 3)]
    other_days = [EVERY_DAY[(begins.weekday() + n) % 7] for n in (1, 3, 5)]
    other = groups.group(
        house,
        others,
        lead=clinicians["Lee"],
        weekdays=other_days,
        start=minute,
        from_on=begins.date(),
        plan=EVENING,
        called="Steady ground",
    )
    made = Day(house, begins, group, other, patients, clinicians)
    _around(made, couple)
    return made


def _around(made: Day, couple: object) -> None:
    """Treatments, sessions beside the group, and accounts."""
    house, patients, clinicians = made.house, made.patients, made.clinicians
    tomorrow = made.begins.date() + timedelta(days=1)
    now = clock.now()
    caseload.treats(house, clinicians["Lee"], patients["Alex"], from_at=now)
    caseload.treats(house, clinicians["Ines"], couple, "couples", from_at=now)
    schedule.weekly(house, "couples", clinicians["Ines"], patients["Alex"], patients["Sam"], on=tomorrow, start=16 * 60)
    build.partner_of(house, patients["Theo"])
    casey = account("Casey Wren")
    with house.seen_by("intake") as intake:
        partner = PartnerWithoutChart.objects.get(patient=patients["Theo"])
        link_partner_account(partner=partner, account=casey, by=intake)
    schedule.weekly(
        house, "couples", clinicians["Kim"], patients["Theo"], Person(partner=partner.pk), on=tomorrow,
        start=_beside(made.begins),
    )  # fmt: skip
    made.actors |= {name: build.signs_in(house, patients[name]) for name in ("Alex", "Sam", "Theo")}
    made.actors["Casey"] = actor(house.program, "partner", who=casey)
    for name, who in clinicians.items():
        own = account(who.name)
        with scope(house.director):
            link_account(clinician=who, account=own, by=house.director)
            who.refresh_from_db()
        made.actors[name] = actor(house.program, "clinician", who=own)
