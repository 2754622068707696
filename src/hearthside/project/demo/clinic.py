"""The clinic itself: everybody who works and waits there, their hours, and the weeks that the planner makes of them."""

import tempfile
from pathlib import Path

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
from hearthside.people.actions.consents import sign_agreement
from hearthside.people.actions.credentials import change_credential
from hearthside.people.agreements.texts import NEEDED, in_force
from hearthside.people.credentials.types import NOT_STATED
from hearthside.people.models.authorities import Credential
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.policy.queries import today
from hearthside.project.demo import cast, days, others, planning
from hearthside.project.demo.bonds import acts, patient
from hearthside.project.demo.later import windows
from hearthside.project.models import Demonstration
from hearthside.schedule.actions.ahead import going_on, make_ahead
from hearthside.schedule.actions.availability import record_availability
from hearthside.schedule.news import HANDLERS, LISTENER

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
    with days.before_it_began(demo.from_on, by):
        _professions(demo, by)


def _professions(demo: Demonstration, by: Actor) -> None:
    """What each colleague is, which their roster leaves open."""
    known = others.professions()
    rows = Credential.objects.filter(program=demo.program, type=NOT_STATED).select_related("clinician")
    for row in rows.order_by("pk"):
        change_credential(
            credential=row, status=row.status, number="", issued_on=None, expires_on=None,
            type=known[row.clinician.name], by=by,
        )  # fmt: skip


def agreements(demo: Demonstration, by: Actor) -> None:
    """Everybody who began had signed what is signed before the first session; intake wrote it down."""
    program, named = demo.program, {one.name for one in cast.PATIENTS}
    placed = Membership.objects.filter(program=program).values("patient")
    people = Patient.objects.filter(program=program, pk__in=placed).select_related("details").order_by("pk")
    intake = acts(program, cast.INTAKE)
    with days.before_it_began(demo.from_on, by), scope(intake):
        texts = [in_force(kind, today(program)) for kind in NEEDED]
        for who in people:
            name = who.details.full_name
            if name in named:
                continue
            for text in texts:
                sign_agreement(person=who, kind=text.kind, text_hash=text.text_hash, typed_name=name, by=intake)


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
