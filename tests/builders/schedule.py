"""Series and sessions of a made-up program, as the program's own actions make them."""

from collections.abc import Iterable
from datetime import date, timedelta

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.credentials.facts import Limits
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Pattern, Person, Staff
from tests.builders.clinicians import House, clinician, license_in

EVERYTHING = ("facilitator", "individual", "counselor", "couples", "prescriber")
TRACKS = ("mh", "sud", "dual")


def able(at: House, name: str = "Dana Reyes", *, states: Iterable[str] = ("PA",), **more: object) -> Clinician:
    """A psychiatrist who may do everything here, for every track, in these states."""
    facts = {"type": "psychiatrist", "roles": EVERYTHING, "tracks": TRACKS, "limits": Limits(1200, 1200, 480), **more}
    made = clinician(at, name, **facts)
    for state in states:
        license_in(at, made, state)
    return made


def next_monday(at: House, weeks: int = 1) -> date:
    """The Monday after today, on the program's clocks; or a later one."""
    today = day_in(at.program.zone, clock.now())
    return today + timedelta(days=7 * weeks - today.weekday())


def weekly(
    at: House, kind: str, who: Clinician, *people: Patient | Person, on: date, start: int = 17 * 60,
    minutes: int = 60, until: date | None = None, **more: object,
) -> Series:  # fmt: skip
    """One weekly session from this day on, on its weekday."""
    with scope(at.director), at.seen_by("coordinator") as coordinator:
        day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[on.weekday()]
        return start_series(
            program=at.program,
            pattern=Pattern(kind, (day,), start, on, until, minutes=minutes, **more),
            staff=[Staff(who.pk)],
            people=[p if isinstance(p, Person) else Person(patient=p.pk) for p in people],
            by=coordinator,
        )
