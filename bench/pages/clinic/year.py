"""
A clinic of 240 people in the tenth month of a year of sessions, made by the program's own actions and kept.

The sample roster of 240 comes in with its planned week, forty weeks ago; everybody gets an account and stays for the
year; sessions are made for 52 weeks. No door lets anybody begin in the past, so the clock of the actions is moved back
meanwhile. That past sessions were held is written by one statement: the pages that hold sessions are not built yet.
"""

import csv
import hashlib
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

# Before Django: it sets where the database is.
from tests.database import SERVER, copy, template  # isort: skip
from django.db import connection

from bench.pages.clinic.events import ahead, before, staff
from hearthside.access.models import Account, Program, RoleHeld
from hearthside.caseload.actions.memberships import extend_membership
from hearthside.caseload.models.memberships import Membership
from hearthside.interop.actions.import_roster import import_roster
from hearthside.interop.queries.house import house_of
from hearthside.interop.roster.reading import read_folder
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account as link_clinician
from hearthside.people.actions.grants import behind
from hearthside.people.actions.patients import link_account as link_patient
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.project.up.embedded import SUPERUSER
from hearthside.schedule.actions.series import extend
from hearthside.schedule.models.series import Series

ROOT = Path(__file__).parents[3]
ROSTER, WEEK_OF_IT = ROOT / "examples" / "sample-240", ROOT / "tests" / "data" / "rosters" / "week-240"
MONDAY_OF_IT = date(2027, 1, 4)
WEEKS_BEFORE, WEEKS = 40, 52
STAFF = {"coordinator": 3, "intake": 1, "director": 1, "compliance": 1}
SLUG = "a-year"
NAMES = "clinic_year_"


def kept() -> str:
    """The name of the database that holds the clinic, made now unless it is there; a new one each week."""
    monday = _monday(datetime.now(UTC).date())
    here = Path(__file__).parent
    made_of = hashlib.sha256(b"".join((here / name).read_bytes() for name in ("year.py", "events.py")))
    name = f"{NAMES}{monday:%m%d}_{template()[-6:]}_{made_of.hexdigest()[:6]}"
    with psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True) as server:
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in there:
            SERVER.drop_database(f"{NAMES}making")
            _make(f"{NAMES}making", monday)
            server.execute(f'ALTER DATABASE "{NAMES}making" RENAME TO "{name}"'.encode())
            for old in there:
                if old.startswith(NAMES):
                    SERVER.drop_database(old)
    return name


@contextmanager
def working_on(database: str) -> Iterator[None]:
    """Let Django in this process work on this database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _make(database: str, this_monday: date) -> None:
    copy(database)
    first = this_monday - timedelta(weeks=WEEKS_BEFORE)
    with working_on(database), tempfile.TemporaryDirectory() as folder:
        with clock.fixed(datetime(first.year, first.month, first.day, 15, tzinfo=UTC) - timedelta(days=2)):
            _say("A program, its staff, and the roster of 240 with its week.")
            program = _program()
            _import(program, _roster(Path(folder) / "roster", first), first)
            _say("An account for everybody.")
            accounts(program)
            _say("A place for the year.")
            _stay(program, first + timedelta(weeks=WEEKS))
            _say("Sessions of the year.")
            _sessions(program, first + timedelta(weeks=WEEKS) - timedelta(days=1))
        dice = random.Random(240)
        _say("What happened in it.")
        for weeks in range(4, WEEKS_BEFORE, 4):
            at = datetime(first.year, first.month, first.day, 15, tzinfo=UTC) + timedelta(weeks=weeks)
            with clock.fixed(at):
                before(program, dice)
        ahead(program, dice)
    with psycopg.connect(SERVER.url(SUPERUSER, database), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("UPDATE schedule_session SET status = 'held' WHERE ends_at < now() AND status <> 'canceled'")
        server.execute("VACUUM ANALYZE")


def _program() -> Program:
    from tests import build

    house = build.program()
    program = house.program
    Program.objects.filter(pk=program.pk).update(slug=SLUG)
    for role, count in STAFF.items():
        for number in range(count):
            account = Account.objects.create_user(f"{role}-{number}@example.org", name=f"{role} {number}")
            RoleHeld.objects.create(program=program, account=account, role=role, from_at=clock.now())
    return program


def _roster(folder: Path, first: date) -> Path:
    """The sample roster as it would have been then, its planned week with it."""
    shutil.copytree(ROSTER, folder)
    shutil.copytree(WEEK_OF_IT, folder / "current")
    moved = MONDAY_OF_IT - first
    with (folder / "people.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["waiting_since"] = str(date.fromisoformat(row["waiting_since"]) - moved)
    with (folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _import(program: Program, folder: Path, first: date) -> None:
    who = staff("coordinator")
    with scope(who):
        incoming = read_folder(folder, week=first, house=house_of(program, "roster", first))
        import_roster(program=program, incoming=incoming, source="roster", by=who)


def accounts(program: Program, most: Mapping[str, int] | None = None) -> None:
    """Everybody signs in from now on; or so many patients and clinicians."""
    intake, director = staff("intake"), staff("director")
    with behind(program.pk, director):
        patients = list(Patient.objects.filter(program=program).order_by("pk"))
        clinicians = list(Clinician.objects.filter(program=program).order_by("pk"))
    if most:
        patients, clinicians = patients[: most["patient"]], clinicians[: most["clinician"]]
    for number, patient in enumerate(patients):
        account = Account.objects.create_user(f"patient-{number}@example.org", name=patient.chosen_name)
        RoleHeld.objects.create(program=program, account=account, role="patient", from_at=clock.now())
        with scope(intake):
            link_patient(patient=patient, account=account, by=intake)
    for number, clinician in enumerate(clinicians):
        account = Account.objects.create_user(f"clinician-{number}@example.org", name=clinician.name)
        RoleHeld.objects.create(program=program, account=account, role="clinician", from_at=clock.now())
        with scope(director):
            link_clinician(clinician=clinician, account=account, by=director)


def _stay(program: Program, until_on: date) -> None:
    """Everybody stays for the year, so that 240 people have a year each."""
    who = staff("coordinator")
    with behind(program.pk, who):
        rows = list(Membership.objects.filter(program=program).select_related("cohort"))
    for cohort in {row.cohort_id for row in rows}:
        with scope(who):
            own = [row for row in rows if row.cohort_id == cohort]
            extend_membership(memberships=own, until_on=until_on, by=who)


def _sessions(program: Program, last: date) -> None:
    who = staff("coordinator")
    with behind(program.pk, who):
        series = list(Series.objects.filter(program=program).select_related("program").order_by("pk"))
    for one in series:
        with scope(who):
            extend(one, last, by=who)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _say(words: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {words}", flush=True)
