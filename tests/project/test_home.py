"""The first page of each role: what exists, counted as its reader may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.models import Account
from hearthside.access.roles import ROLES, STAFF
from hearthside.base.localtime import instant
from hearthside.ledger import clock
from hearthside.ledger.models import Reading
from hearthside.people.actions.statuses import change_status
from hearthside.policy.queries import today
from hearthside.schedule.actions.cover import override_short
from tests import build
from tests.builders.clinicians import actor
from tests.builders.harbor import harbor
from tests.placement.waiting_room import waiting_room
from tests.schedule.planning import words

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


def test_a_director_sees_how_many_wait_and_where_to_ask_what_would_be():
    room = waiting_room()

    page = somebody(room.house, "director").get("/home/").content.decode()

    assert '<strong class="figure">7</strong> people wait for a place' in page
    assert "Ask what a loss, a hire or a tighter limit would mean." in page
    assert somebody(room.house, "director").get("/what-if/new/").status_code == 200


def test_a_coordinator_sees_that_a_planned_week_waits_to_be_looked_at():
    room = waiting_room()
    coordinator = browser_of(Account.objects.get(pk=room.coordinator.account))
    before = coordinator.get("/home/").content.decode()

    room.proposed()
    after = coordinator.get("/home/").content.decode()

    assert "The planner places waiting people into weeks that keep every rule." in before
    assert '<strong class="figure">1</strong> planned week waits to be looked at' in after


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


def test_whoever_bills_reads_who_began_this_week_and_what_is_not_kept_here():
    house = build.program()
    alex = build.patient(house)
    build.patient(house, "Grace")
    with house.seen_by("intake") as intake:
        change_status(patient=alex, status="admitted", since_on=today(house.program), by=intake)

    page = words(somebody(house, "biller").get("/home/"))
    with clock.fixed(clock.now() + timedelta(days=8)):
        later = words(somebody(house, "biller").get("/home/"))

    assert "1 person began treatment, or came back to it, this week." in page
    assert "0 people began treatment, or came back to it, this week." in later
    assert "Benefits, authorizations and claims are not kept here" in page
    assert "Offers" not in page


def test_intake_reads_what_waits_for_an_answer():
    house = build.program()
    build.application(house)
    build.patient(house)

    page = words(somebody(house, "intake").get("/home/"))

    assert "1 application waits for an answer." in page
    assert "1 person waits for a place." in page


def test_whoever_is_on_call_reads_what_is_short_today_and_when_it_begins():
    made = harbor()

    def read(at):
        with clock.fixed(at):
            return words(made.client("on_call").get("/home/"))

    noon = instant(made.house.program.zone, made.monday, 12 * 60)
    before = read(noon)
    for days in (0, 2):
        made.falls_ill("Kim", made.evening.session(made.monday + timedelta(days=days)))

    short = read(noon)
    with made.house.seen_by("coordinator") as robin:
        override_short(session=made.evening.session(made.monday), reason="Lee joins; we spoke.", by=robin)
    answered, over = read(noon), read(noon + timedelta(hours=11))

    assert "0 sessions of today are short of staff." in before
    assert "1 session of today is short of staff. The first begins at 5:00 PM, New York time. Nobody" in short
    assert "Nobody answers yet for 1 of them." in short
    assert "Somebody answers for each." in answered
    assert "0 sessions of today are short of staff." in over


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
