"""The policy pages: everybody reads, the director asks, compliance answers, refusals beside the field."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.models import Account, RoleHeld
from hearthside.ledger.actors import Actor
from hearthside.ledger.models import Reading
from hearthside.policy.baseline import baseline
from hearthside.policy.models import PolicyDecision
from tests import build
from tests.policy.office import LONG_AGO, Office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings) -> Office:
    settings.SECOND_FACTOR = False
    return opened()


def browsing(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account))
    return client


def typed(day: date, value: str = "8", **more: str) -> dict[str, str]:
    """The form of a change, filled in."""
    return {
        "value": value,
        "scope": "program",
        "from_day_month": str(day.month),
        "from_day_day": str(day.day),
        "from_day_year": str(day.year),
        "source": "Decided by the board",
        **more,
    }


def test_everybody_signed_in_reads_every_value_with_its_source(office):
    office.decide("cohort.cap", "8")

    answer = browsing(office.patient).get("/policy/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(base.key in page for base in baseline().values())
    assert "at most 8 patients" in page
    assert "Avery Quinn" in page
    assert "For comparison" in page
    assert "Ask for a change" not in page


@pytest.mark.parametrize("role", ["clinician", "coordinator", "intake", "biller", "on_call", "partner"])
def test_every_role_may_read(office, role):
    account = Account.objects.create_user(f"{role}@example.org", name="Somebody")
    RoleHeld.objects.create(program=office.program, account=account, role=role, from_at=LONG_AGO)
    client = Client()
    client.force_login(account)

    assert client.get("/policy/").status_code == 200
    assert client.get("/policy/cohort.cap/").status_code == 200
    assert client.get("/policy/cohort.cap/change/").status_code == 403
    assert client.post("/policy/cohort.cap/change/", typed(office.today)).status_code == 403


def test_a_visitor_signs_in_first():
    assert Client().get("/policy/")["Location"] == "/accounts/login/?next=%2Fpolicy%2F"


def test_a_change_is_asked_for_and_approved_on_the_pages(office):
    asked = browsing(office.director).post("/policy/cohort.cap/change/", typed(office.today))
    decision = PolicyDecision.objects.get()
    seen = browsing(office.compliance).get(f"/policy/decisions/{decision.id}/").content.decode()
    approved = browsing(office.compliance).post(f"/policy/decisions/{decision.id}/")

    page = browsing(office.patient).get("/policy/cohort.cap/").content.decode()

    assert (asked.status_code, asked["Location"], approved.status_code) == (303, "/policy/cohort.cap/", 303)
    assert "Sidney Marsh" in seen
    assert "at most 8 patients" in page
    assert "approved by <bdi>Avery Quinn</bdi>" in page


WRONG = [
    ("cohort.cap", {"value": "11"}, "id_value_error", "looser than the baseline"),
    ("cohort.cap", {"value": "many"}, "id_value_error", "a whole number of patients"),
    ("cohort.cap", {"value": ""}, "id_value_error", "Fill this in."),
    ("cohort.cap", {"scope": "state"}, "id_state_error", "Choose a state."),
    ("cohort.cap", {"scope": "payer", "payer": "<b>"}, "id_payer_error", "claims have it"),
    ("cohort.cap", {"from_day_year": "2020"}, "id_from_day_error", "never changes backwards"),
    ("cohort.cap", {"from_day_day": "32"}, "id_from_day_error", "no such day"),
    ("cohort.cap", {"source": " "}, "id_source_error", "Fill this in."),
    ("week.start", {"value": "someday"}, "id_value_error", "Select a valid choice"),
]


@pytest.mark.parametrize(("key", "changed", "where", "says"), WRONG)
def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(office, key, changed, where, says):
    answer = browsing(office.director).post(f"/policy/{key}/change/", typed(office.today, **changed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{where}"' in page
    assert says in page
    assert "Decided by the board" in page or "source" in changed
    assert not PolicyDecision.objects.exists()


def test_an_end_is_asked_for_on_the_page(office):
    office.decide("cohort.cap", "8")

    answer = browsing(office.director).post("/policy/cohort.cap/end/", typed(office.day(1)))

    assert answer.status_code == 303
    assert PolicyDecision.objects.proposed().get().value is None


def test_compliance_declines_with_words_and_the_director_withdraws(office):
    first = office.ask("cohort.cap", "8")
    compliance, director = browsing(office.compliance), browsing(office.director)

    empty = compliance.post(f"/policy/decisions/{first.id}/decline/", {"words": ""})
    declined = compliance.post(f"/policy/decisions/{first.id}/decline/", {"words": "Too few in July"})
    second = office.ask("cohort.cap", "7")
    withdrawn = director.post(f"/policy/decisions/{second.id}/withdraw/")

    assert [a.status_code for a in (empty, declined, withdrawn)] == [422, 303, 303]
    assert list(PolicyDecision.objects.order_by("proposed_at").values_list("state", "answer")) == [
        ("declined", "Too few in July"),
        ("withdrawn", ""),
    ]


def test_an_answer_that_comes_too_late_says_so(office):
    asked = office.ask("cohort.cap", "8")
    browsing(office.director).post(f"/policy/decisions/{asked.id}/withdraw/")

    late = browsing(office.compliance).post(f"/policy/decisions/{asked.id}/")

    assert late.status_code == 422
    assert "in the meantime" in late.content.decode()


def test_the_director_cannot_approve(office):
    asked = office.ask("cohort.cap", "8")

    assert browsing(office.director).post(f"/policy/decisions/{asked.id}/").status_code == 403
    assert PolicyDecision.objects.get().state == "proposed"


def test_another_programs_proposal_is_not_there(office):
    other = opened("quiet-harbor")
    asked = other.ask("cohort.cap", "8")

    answers = [
        browsing(office.compliance).get(f"/policy/decisions/{asked.id}/"),
        browsing(office.compliance).post(f"/policy/decisions/{asked.id}/decline/", {"words": "No"}),
        browsing(office.director).post(f"/policy/decisions/{asked.id}/withdraw/"),
    ]

    assert [a.status_code for a in answers] == [404, 404, 404]
    assert PolicyDecision.objects.get().state == "proposed"


@pytest.mark.parametrize("path", ["/policy/no.such.key/", "/policy/published.size.most/change/", "/policy/x/end/"])
def test_what_is_no_value_or_is_for_comparison_has_no_such_page(office, path):
    assert browsing(office.director).get(path).status_code == 404


def test_the_policy_of_another_day_state_and_payer_can_be_seen(office):
    office.decide("cohort.cap", "8", day=3)
    office.decide("cohort.min", "6", scope="state", scope_name="PA", day=3)
    day = office.day(3)
    asked = {"on_month": day.month, "on_day": day.day, "on_year": day.year, "state": "PA"}

    then = browsing(office.patient).get("/policy/", asked).content.decode()
    wrong = browsing(office.patient).get("/policy/", {**asked, "on_day": "99"})

    assert "at most 8 patients" in then
    assert "at least 6 patients" in then
    assert wrong.status_code == 422
    assert "There is no such day" in wrong.content.decode()


def test_what_a_change_would_touch_is_counted_for_those_who_decide(office):
    page = browsing(office.director).get("/policy/idle.staff.minutes/").content.decode()
    unread = browsing(office.director).get("/policy/doors.minutes/").content.decode()
    for_patients = browsing(office.patient).get("/policy/idle.staff.minutes/").content.decode()

    assert "2 people of staff sign in here." in page
    assert "no part of this installation reads this value" in unread
    assert "would touch" not in for_patients


def test_the_overview_asks_the_database_the_same_however_much_was_decided(office):
    client = browsing(office.patient)
    office.decide("pods.cap", "14")
    client.get("/policy/")

    with CaptureQueriesContext(connection) as few:
        client.get("/policy/")
    for number, key in enumerate(("cohort.cap", "ratio.process", "ratio.skills")):
        office.decide(key, str(int(baseline()[key].value) - 1), day=number)
    with CaptureQueriesContext(connection) as many:
        client.get("/policy/")

    assert len(many) == len(few)


def test_who_is_treated_and_who_waits_is_counted_and_written_down(settings):
    settings.SECOND_FACTOR = False
    house = build.program()
    waits = build.patient(house, "Jo", "Lind")

    page = browsing(house.director).get("/policy/cohort.cap/").content.decode()

    line = Reading.objects.get(kind="status")
    assert "0 people are in treatment here, and 1 person waits." in page
    assert (line.patients, line.actor) == ([str(waits.id)], str(house.director.account))
