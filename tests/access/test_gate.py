"""The gate before every page: no rule, no answer; no right, no trace."""

from uuid import UUID

import pytest
from django.test import Client

from hearthside.access import subjects
from hearthside.access.models import Account, Program, RoleHeld
from hearthside.access.subjects import Standing
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.gate_pages")]

PATIENT, SEEN, UNSEEN = new_id(), new_id(), new_id()


@pytest.fixture(autouse=True)
def lamps(monkeypatch):
    """A kind of subject of which one may be seen by intake."""

    def standing(actor, lamp: UUID, part: str) -> Standing:
        if lamp == SEEN and "intake" in actor.roles:
            return Standing(frozenset({"intake"}), (PATIENT,))
        return Standing()

    monkeypatch.setitem(subjects._resolvers, "lamp", standing)


def signed_in(*roles: str) -> Client:
    program = Program.objects.create(name="Harbor House", slug=f"p-{new_id()}", zone="America/New_York")
    account = Account.objects.create_user(f"{new_id()}@example.org", name="Morgan Ellis")
    for role in roles:
        RoleHeld.objects.create(program=program, account=account, role=role, from_at=clock.now())
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def test_a_page_whose_rule_was_forgotten_answers_nobody():
    answers = [client.get("/forgotten/") for client in (Client(), signed_in("director"), signed_in("compliance"))]

    assert [a.status_code for a in answers] == [403, 403, 403]
    assert not any(b"a secret" in a.content for a in answers)


def test_a_public_page_answers_everybody():
    assert Client().get("/open/").status_code == 200


def test_a_visitor_is_led_to_sign_in_and_back():
    answer = Client().get("/compliance/?day=2026-11-25&kind=a%26b")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fcompliance%2F%3Fday%3D2026-11-25%26kind%3Da%2526b"


@pytest.mark.parametrize(("role", "status"), [("compliance", 200), ("director", 403), ("patient", 403), (None, 403)])
def test_a_page_for_a_role_answers_that_role(role, status):
    assert signed_in(*[role] if role else []).get("/compliance/").status_code == status


def test_a_role_that_has_ended_opens_nothing():
    client = signed_in("compliance")
    RoleHeld.objects.update(until_at=clock.now())

    assert client.get("/compliance/").status_code == 403


def test_who_was_shown_whose_record_is_written_down():
    signed_in("intake").get(f"/lamps/{SEEN}/")

    line = Reading.objects.get()
    assert (line.kind, line.patients, line.facts["result"]) == ("demographics", [str(PATIENT)], "shown")
    assert line.facts["route"] == "lamps/<uuid:lamp>/"


def test_a_record_that_may_not_be_seen_is_answered_like_one_that_never_was():
    coordinator = signed_in("biller")

    hidden, never = coordinator.get(f"/lamps/{SEEN}/"), coordinator.get(f"/lamps/{UNSEEN}/")

    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    assert dict(hidden.headers) == dict(never.headers)
    assert [(r.kind, r.patients, r.facts["status"]) for r in Reading.objects.order_by("position")] == [
        ("refused", [], 404),
        ("refused", [], 404),
    ]


def test_a_request_that_fails_leaves_nothing_half_done():
    answer = Client(raise_request_exception=False).get("/half-done/")

    assert answer.status_code == 500
    assert not Program.objects.filter(slug="half-done").exists()
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("address", ["/open/?name=a%00b", "/open/%00", "/open/?name=%ED%A0%80"])
def test_characters_that_cannot_be_kept_are_refused_at_the_edge(address):
    assert Client().get(address).status_code in (400, 404, 200)
    assert Client().get("/open/?name=a%00b").status_code == 400


def test_answers_are_kept_out_of_other_peoples_caches():
    assert Client().get("/open/")["Cache-Control"] == "no-store, private"
