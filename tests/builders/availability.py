"""When people of a made-up program are free, as its own actions record it."""

from datetime import date

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.windows import AWAY, DatedException, Window
from tests.builders.clinicians import House, account, actor

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minute(clock: str) -> int:
    """`9:30` as minutes past midnight; `24:00` is the next midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def week(**days: str) -> list[Window]:
    """`week(mon="9:00-12:00 13:00-17:00", sat="10:00-24:00")`."""
    return [
        Window(DAYS.index(day), *(minute(clock) for clock in span.split("-")))
        for day, spans in days.items()
        for span in spans.split()
    ]


def free(
    at: House, whose: Patient | Clinician, *, from_on: date | None = None, **days: str
) -> list[AvailabilityWindow]:
    """Somebody's week, recorded by the coordinator."""
    with at.seen_by("coordinator") as coordinator:
        return record_availability(whose=whose, windows=week(**days), from_on=from_on, by=coordinator)


def away(
    at: House, whose: Patient | Clinician, first_on: date, last_on: date | None = None, times: str = "0:00-24:00",
    kind: str = AWAY,
) -> AvailabilityException:  # fmt: skip
    """Days on which somebody is away, or, with another kind, free in addition."""
    start, end = (minute(clock) for clock in times.split("-"))
    with at.seen_by("coordinator") as coordinator:
        exception = DatedException(kind, first_on, last_on or first_on, start, end)
        return record_exception(whose=whose, exception=exception, by=coordinator)


def in_person(at: House, whose: Clinician) -> Actor:
    """The clinician, signed in with an account of their own."""
    own = account(whose.name)
    with scope(at.director):
        link_account(clinician=whose, account=own, by=at.director)
        whose.refresh_from_db()
    return actor(at.program, "clinician", who=own)
