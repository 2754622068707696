"""The first page of each role: what exists, counted as its reader may see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.models import Account
from hearthside.access.roles import ROLES, STAFF
from hearthside.ledger.models import Reading
from tests import build
from tests.builders.clinicians import actor

pytestmark = pytest.mark.django_db

TITLES = {
    "patient": "You and the program",
    "clinician": "Your licenses",
    "coordinator": "Waiting",
    "intake": "Applications",
    "biller": "People",
    "on_call": "Clinicians",
    "compliance": "Ledger",
    "director": "People and roles",
}


def browser_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def somebody(at: build.House, *roles: str) -> Client:
    account = build.account("Robin Tate")
    actor(at.program, *roles, who=account)
    return browser_of(account)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("patient", "partner")])
def test_each_role_begins_with_what_matters_to_it(role):
    page = somebody(build.program(), role).get("/home/").content.decode()

    assert f"<h2>{TITLES[role]}</h2>" in page
    assert "Welcome, <bdi>Robin Tate</bdi>" in page


def test_every_link_of_every_home_leads_to_a_page_that_opens():
    house = build.program()
    build.application(house)
    build.patient(house)
    for role in STAFF:
        client = somebody(house, role)
        for link in links(client.get("/home/").content.decode()):
            assert client.get(link, follow=True).status_code == 200, (role, link)


def links(page: str) -> list[str]:
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    return [part.split('"', 1)[0] for part in main.split('href="')[1:] if part.startswith("/")]


def test_a_patient_reads_where_they_stand_and_what_is_left_to_sign():
    house = build.program()
    alex = build.patient(house)
    who = build.signs_in(house, alex)

    page = browser_of(Account.objects.get(pk=who.account)).get("/home/").content.decode()

    assert "We look for a group that fits you" in page
    assert "agreements to read and sign" in page


def test_a_partner_is_led_to_what_the_two_share():
    house = build.program()
    alex, sam = build.patient(house), build.patient(house, "Sam")
    build.couple(house, alex, sam)
    who = build.signs_in(house, sam)

    assert "You and your partner" in browser_of(Account.objects.get(pk=who.account)).get("/home/").content.decode()


def test_a_count_so_small_that_it_tells_of_people_is_written_down():
    house = build.program()
    alex = build.patient(house)

    page = somebody(house, "coordinator").get("/home/").content.decode()

    assert '<strong class="figure">1</strong> person waits for a place.' in page
    assert [r.patients for r in Reading.objects.filter(kind="status")] == [[str(alex.id)]]


def test_a_home_asks_the_same_number_of_questions_however_many_people_wait():
    house = build.program()
    client = somebody(house, "coordinator", "intake", "director")
    client.get("/home/")  # what is asked only once in a process is asked now
    asked = []
    for first in (0, 12):
        for n in range(first, first + 12):
            build.patient(house, f"Alex{n}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/home/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
