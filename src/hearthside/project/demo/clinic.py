"""The clinic itself: everybody who works and waits there, their hours, and the weeks that the planner makes of them."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hearthside.base.words import DAYS as WEEKDAYS
from hearthside.caseload.actions.day_plans import choose_day_plans
from hearthside.caseload.actions.day_turns import follow_the_day
from hearthside.caseload.actions.memberships import extend_membership
from hearthside.caseload.models.memberships import Membership
from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.queries.house import house_of
from hearthside.interop.roster.reading import read_folder
from hearthside.ledger.actors import Actor
from hearthside.ledger.listening import read_on
from hearthside.ledger.scope import scope
from hearthside.people.actions.patients import add_patient
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes
from hearthside.project.demo import cast, days, others, planning
from hearthside.project.demo.bonds import acts, patient
from hearthside.project.models import Demonstration
from hearthside.schedule.actions.ahead import going_on, make_ahead
from hearthside.schedule.actions.availability import record_availability
from hearthside.schedule.news import HANDLERS, LISTENER
from hearthside.schedule.windows import Window

SOURCE = "clinic"


def colleagues_and_people(demo: Demonstration, by: Actor) -> None:
    """The clinic's roster comes in: day plans, clinicians, people, couples, pets, and when everybody is free."""
    robin = acts(demo.program, cast.COORDINATOR)
    with tempfile.TemporaryDirectory() as name, days.before_it_began(demo.from_on, by), scope(robin):
        folder = Path(name)
        for file, content in others.roster(demo.from_on).items():
            (folder / file).write_text(content, encoding="utf-8")
        incoming = read_folder(folder, week=demo.from_on, house=house_of(demo.program, SOURCE, demo.from_on))
        import_roster(program=demo.program, incoming=incoming, source=SOURCE, by=robin)


def hours(demo: Demonstration, by: Actor) -> None:
    """When those with a name are free, and which day plans suit them."""
    with days.before_it_began(demo.from_on, by):
        for treats in cast.CLINICIANS:
            whose = Clinician.objects.get(program=demo.program, name=treats.card.name)
            record_availability(whose=whose, windows=windows(treats.hours), by=by)
        for one in cast.PATIENTS:
            if one.name not in cast.WAIT_STILL:
                _suits(demo, one, by)
    for one in cast.PATIENTS:
        if one.name in cast.WAIT_STILL:
            _suits(demo, one, by)


def _suits(demo: Demonstration, one: cast.Waits, by: Actor) -> None:
    who = patient(demo.program, one.name)
    record_availability(whose=who, windows=windows(one.free), by=by)
    choose_day_plans(patient=who, keys=one.plans, by=by)


def first_week(demo: Demonstration, by: Actor) -> None:
    """The planner's week for everybody who waited then; it repeats for as long as the demonstration lasts."""
    robin = acts(demo.program, cast.COORDINATOR)
    with days.before_it_began(demo.from_on, by):
        with scope(robin):
            started = planning.start(demo.program, demo.from_on, demo.until_on, by=robin)
            for cohort in started.cohorts.values():
                members = list(Membership.objects.filter(cohort=cohort).select_related("cohort"))
                extend_membership(memberships=members, until_on=demo.until_on, by=robin)
        # Who is told of it was told then.
        read_on(LISTENER, HANDLERS, by=by)
    follow_the_day(program=demo.program, on=demo.from_on, by=by)


def weeks_ahead(demo: Demonstration, by: Actor) -> None:
    """Sessions up to the last day, as the schedule makes them every hour."""
    for series in going_on(demo.program):
        make_ahead(series=series, by=by)


def somebody_without_time(demo: Demonstration, by: Actor) -> None:
    """Somebody comes last who is free at dawn alone: they wait, because no group meets then."""
    first_name, last_name = others.latecomer()
    came = days.today() - timedelta(days=12)
    details = Details(
        first_name, date(1986, 4, 2), "PA", last_name=last_name, zone=others.ZONE, phone="267-555-0199",
        email=others.address((first_name, last_name)),
    )  # fmt: skip
    who = add_patient(program=demo.program, details=details, wishes=Wishes("mh", 1), waiting_since=came, by=by)
    record_availability(whose=who, windows=windows(others.AT_DAWN), by=by)


def windows(span: tuple[str, str]) -> list[Window]:
    """The same hours on every weekday."""
    start, end = (60 * int(hour) + int(minute) for hour, minute in (each.split(":") for each in span))
    return [Window(WEEKDAYS.index(day), start, end) for day in others.DAYS]


def latecomer(demo: Demonstration) -> Patient:
    """Whoever came last."""
    first_name, last_name = others.latecomer()
    found: Patient = Patient.objects.get(
        program=demo.program, details__first_name=first_name, details__last_name=last_name
    )
    return found
