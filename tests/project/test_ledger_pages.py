"""The ledger on the page: found by kind, actor, record and day by compliance; and by patients, who looked at theirs."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from hearthside.access import parts
from hearthside.access.actions.roles import end_role
from hearthside.base.ids import new_id
from hearthside.base.zones import zone
from hearthside.ledger import clock, reading
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.models import Entry
from hearthside.people.actions.patients import link_account
from hearthside.project.web import readings
from tests import build
from tests.builders.access import Somebody, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def avery(house):
    return somebody(house, "compliance", name="Avery Quinn")


def looked(by: Actor, patient: UUID, part: str, purpose: str = reading.TREATMENT) -> None:
    with transaction.atomic(), reading.reading(by=by, route="test"):
        reading.note(patients=[patient], part=part, purpose=purpose)


def page_of(who: Somebody, address: str) -> str:
    answer = who.signed_in().get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows(page: str) -> int:
    return page.count('<tr><th scope="row">')


# Compliance.


def test_compliance_finds_lines_by_kind_actor_record_and_day(house, avery):
    alex = build.patient(house, "Alex", "Park")
    kim = somebody(house, "clinician")
    looked(kim.actor, alex.id, "wishes")
    client = avery.signed_in()

    def count(query: str) -> int:
        return rows(client.get(f"/ledger/?{query}").content.decode())

    program_day = clock.now().astimezone(zone("America/New_York")).date()
    assert count("kind=RoleGiven") >= 2
    assert count(f"actor={kim.account.id}&book=readings") == 1
    assert count(f"patient={alex.id}") >= 1
    assert count(f"patient={new_id()}") == 0
    assert count(f"book=readings&patient={alex.id}&kind=wishes&day={program_day}") == 1
    assert count(f"book=readings&patient={alex.id}&day={program_day - timedelta(days=1)}") == 0


def test_nobodys_name_stands_in_the_ledger(house, avery):
    build.patient(house, "Alex", "Park")

    page = page_of(avery, "/ledger/")

    assert "Alex" not in page
    assert "Park" not in page


def test_lines_of_another_program_are_not_shown(house, avery):
    other = build.program()
    build.patient(other, "Theo", "Nakamura")
    sign_in(somebody(other, "clinician").signed_in(), "nobody@example.org")
    strangers = {str(e.id) for e in Entry.objects.filter(program_id=other.program.id)}

    page = page_of(avery, "/ledger/")

    assert strangers
    assert str(other.director.account) not in page
    assert str(other.program.id) not in page


def test_what_happens_at_the_door_is_in_the_ledger_of_the_accounts_program(house, avery):
    kim = somebody(house, "clinician")
    kim.signed_in()

    assert str(kim.account.id) in page_of(avery, "/ledger/?kind=SignedIn")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("patient=x", "That is no id"),
        ("day=yesterday", "year-month-day"),
        ("day=0001-01-01", "between 1900 and 2100"),
        ("day=9999-12-31", "between 1900 and 2100"),
        ("kind=Nonsense", "Choose from the list"),
        ("book=x", "Choose from the list"),
        ("actor=" + "y" * 200, "80"),
    ],
)
def test_nonsense_is_refused_beside_its_field(avery, query, sentence):
    answer = avery.signed_in().get(f"/ledger/?{query}")

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("role", ["clinician", "director", "coordinator", "intake", "biller", "on_call", "patient"])
def test_nobody_but_compliance_opens_the_ledger(house, role):
    assert somebody(house, role).signed_in().get("/ledger/").status_code == 403


# Patients.


@pytest.fixture
def alex(house):
    """Alex, who signs in."""
    chart = build.patient(house, "Alex", "Park")
    who = somebody(house, "patient", name="Alex Park")
    with house.seen_by("intake") as intake:
        link_account(patient=chart, account=who.account, by=intake)
    return chart, who


def test_a_patient_reads_which_role_saw_what_and_why(house, alex):
    chart, who = alex
    biller = somebody(house, "biller", name="Priya Nair")
    looked(biller.actor, chart.id, "demographics", reading.PAYMENT)

    page = page_of(who, "/record/readings/")

    assert "Biller" in page
    assert "Your name, address and contacts" in page
    assert "For payment" in page
    assert "Priya" not in page


def test_the_role_is_the_one_held_at_the_time(house, alex):
    chart, who = alex
    biller = somebody(house, "biller")
    looked(biller.actor, chart.id, "demographics")
    with clock.fixed(clock.now() + timedelta(hours=1)):
        end_role(account=biller.account, program=house.program, role="biller", by=house.director)

    assert "Biller" in page_of(who, "/record/readings/")


def test_a_part_that_the_patient_may_not_see_does_not_show_by_being_looked_at(house, alex):
    chart, who = alex
    before = page_of(who, "/record/readings/")
    intake = somebody(house, "intake")
    for part in ("keep-apart", "keep-apart-reason", "safety-screen", "duplicates"):
        looked(intake.actor, chart.id, part)

    assert rows(page_of(who, "/record/readings/")) == rows(before)


def test_what_other_patients_opened_is_theirs(house, alex):
    chart, who = alex
    before = page_of(who, "/record/readings/")
    looked(somebody(house, "patient").actor, chart.id, "display-name")

    assert rows(page_of(who, "/record/readings/")) == rows(before)


def test_nobody_reads_the_readings_of_somebody_else(house, alex):
    max_chart = build.patient(house, "Max", "Lind")
    looked(somebody(house, "biller").actor, max_chart.id, "demographics")
    _, who = alex

    assert "Biller" not in page_of(who, "/record/readings/")


def test_what_the_program_itself_does_is_said(house, alex):
    chart, who = alex
    looked(system_actor("outbox", program=house.program.id), chart.id, "demographics")

    assert "The program itself" in page_of(who, "/record/readings/")


@pytest.mark.parametrize("role", ["clinician", "director", "intake", "partner"])
def test_staff_and_partners_have_no_such_page(house, role):
    assert somebody(house, role).signed_in().get("/record/readings/").status_code == 403


def test_every_part_that_somebody_may_see_of_their_record_has_plain_words():
    mine = [part for part in parts.parts() if parts.may(part, frozenset({"self"}), parts.READ)]

    assert sorted(readings.open_parts()) == sorted(mine)
    assert set(mine) <= set(readings.PART_WORDS) | {"home"}
