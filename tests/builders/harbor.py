"""
Harbor House in the middle of its work: an evening cohort with a couple in it, its staff, and a few sessions beside it.

Everything is made by the program's own actions.
"""

from dataclasses import dataclass, field
from datetime import date

from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Pattern, Staff
from tests import build
from tests.builders import caseload, schedule
from tests.builders.clinicians import House, account, actor

EVENING = 17 * 60
# The blocks of the day plan that need staff.
WORKED = (1, 3)


@dataclass
class Harbor:
    """The program with the people in it by first name."""

    house: House
    monday: date
    clinicians: dict[str, Clinician] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    cohort: Cohort | None = None
    couple: Couple | None = None
    series: dict[str, Series] = field(default_factory=dict)

    def sessions(self, series: str = "evening") -> list[Session]:
        """The sessions of a series, the first one first."""
        with behind(self.house.program.pk, self.house.director):
            return list(Session.objects.filter(series=self.series[series]).order_by("starts_at"))


def harbor(members: int = 7) -> Harbor:
    """The cohort runs from next Monday on, Monday, Wednesday and Friday at five; seven people need two clinicians."""
    house = build.program()
    made = Harbor(house, schedule.next_monday(house))
    for name in ("Dana Reyes", "Kim Osei", "Lee Moreau", "Ines Varga"):
        made.clinicians[name.split()[0]] = schedule.able(house, name)
    for name in ("Alex Park", "Sam Park", "Ravi Menon", "Grace Oyelaran", "Nia Ferreira", "Jo Lind", "Max Lind"):
        first, last = name.split()
        made.patients[first] = build.patient(house, first, last)
    theo = made.patients["Theo"] = build.patient(house, "Theo", "Nakamura")
    made.couple = build.couple(house, made.patients["Alex"], made.patients["Sam"])
    made.cohort = caseload.cohort(
        house, list(made.patients.values())[:members], from_on=made.monday, name="Evening recovery A", key="evening-a"
    )
    made.series["evening"] = evening(made)
    made.series["theo"] = schedule.weekly(
        house, "individual", made.clinicians["Lee"], theo, on=made.monday, start=14 * 60
    )
    return made


def evening(made: Harbor) -> Series:
    """The cohort's program day, led by Dana with Kim's help."""
    house, who = made.house, made.clinicians
    staff = [Staff(who[name].pk, block, part) for name, part in (("Dana", "lead"), ("Kim", "co")) for block in WORKED]
    with scope(house.director), house.seen_by("coordinator") as coordinator:
        return start_series(
            program=house.program,
            pattern=Pattern("program_day", ("mon", "wed", "fri"), EVENING, made.monday, cohort=made.cohort.pk),
            staff=staff,
            by=coordinator,
        )


def account_of(made: Harbor, name: str) -> None:
    """One of the clinicians signs in."""
    house, whose = made.house, made.clinicians[name]
    own = account(whose.name)
    with scope(house.director):
        link_account(clinician=whose, account=own, by=house.director)
        whose.refresh_from_db()
    actor(house.program, "clinician", who=own)
