"""Who came to the demonstration's clinic after the others had begun: they wait, or the next plan has their places."""

from dataclasses import dataclass
from datetime import date, timedelta

from hearthside.base.words import DAYS as WEEKDAYS
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.patients import add_patient
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes
from hearthside.placement.actions.looking_again import look_again
from hearthside.project.demo import cast, days, others, planning
from hearthside.project.demo.bonds import acts
from hearthside.project.models import Demonstration
from hearthside.schedule.actions.availability import record_availability
from hearthside.schedule.windows import Window


@dataclass(frozen=True)
class Comer:
    """Somebody who came in these weeks."""

    born_on: date
    state: str
    track: str
    free: tuple[str, str]
    days_ago: int
    phone: str


# Free at dawn alone, when no group meets.
LATECOMER = Comer(date(1986, 4, 2), "PA", "mh", others.AT_DAWN, 12, "267-555-0199")
# They fit, and wait for the next plan.
NEWCOMERS = (
    Comer(date(1989, 5, 16), "PA", "mh", others.EVENINGS, 9, "267-555-0191"),
    Comer(date(1995, 10, 3), "NJ", "sud", others.BY_DAY, 6, "201-555-0192"),
    Comer(date(1977, 1, 21), "PA", "dual", others.BY_DAY, 4, "267-555-0193"),
)


# Too few of Ohio waited to make a group; with these it is one clinician with a license there that is missing.
FROM_OHIO = (
    Comer(date(1983, 9, 8), "OH", "dual", others.EVENINGS, 11, "614-555-0143"),
    Comer(date(1992, 12, 1), "OH", "dual", others.EVENINGS, 10, "614-555-0144"),
    Comer(date(1970, 6, 25), "OH", "dual", others.EVENINGS, 8, "614-555-0145"),
)


def those_who_wait_on(demo: Demonstration, by: Actor) -> None:
    """Some come last who wait: one is free at dawn alone, when no group meets, and three live in Ohio."""
    _comes(demo, 0, LATECOMER, by)
    for place, each in enumerate(FROM_OHIO, start=1 + len(NEWCOMERS)):
        _comes(demo, place, each, by)


def newcomers(demo: Demonstration, by: Actor) -> None:
    """Three come who fit into a group: the next plan has their places."""
    for place, each in enumerate(NEWCOMERS, start=1):
        _comes(demo, place, each, by)


def next_plan(demo: Demonstration, by: Actor) -> None:
    """The coordinator asked for a plan of next week, and it waits to be looked at; whoever waits is told why."""
    robin = acts(demo.program, cast.COORDINATOR)
    with scope(robin):
        planning.propose_week(demo.program, days.monday_of(days.today()) + days.WEEK, by=robin)
        look_again(program=demo.program, by=robin)


def who_came(demo: Demonstration) -> list[Patient]:
    """The latecomer, then the newcomers, then those of Ohio."""
    names = [others.who_comes_later(place) for place in range(1 + len(NEWCOMERS) + len(FROM_OHIO))]
    found = {
        (who.details.first_name, who.details.last_name): who
        for who in Patient.objects.filter(
            program=demo.program, details__last_name__in=[last for _, last in names]
        ).select_related("details")
    }
    return [found[name] for name in names]


def _comes(demo: Demonstration, place: int, each: Comer, by: Actor) -> None:
    first_name, last_name = name = others.who_comes_later(place)
    details = Details(
        first_name, each.born_on, each.state, last_name=last_name, zone=others.ZONE, phone=each.phone,
        email=others.address(name),
    )  # fmt: skip
    came = days.today() - timedelta(days=each.days_ago)
    who = add_patient(program=demo.program, details=details, wishes=Wishes(each.track, 1), waiting_since=came, by=by)
    record_availability(whose=who, windows=windows(each.free), by=by)


def windows(span: tuple[str, str]) -> list[Window]:
    """The same hours on every weekday."""
    start, end = (60 * int(hour) + int(minute) for hour, minute in (each.split(":") for each in span))
    return [Window(WEEKDAYS.index(day), start, end) for day in others.DAYS]
