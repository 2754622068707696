"""Whatever goes wrong is answered in words, with what is safe and where help is, and never with a traceback."""

import pytest
from django.db import connection
from django.test import Client

from tests.ui.reading import read


def heading(answer) -> str:
    (found,) = [e.text for e in read(answer.content.decode()) if e.tag == "h1"]
    return found


@pytest.fixture
def visitor() -> Client:
    """Sees what a browser sees, where Django's own test client would raise."""
    return Client(raise_request_exception=False)


def test_while_the_database_is_away_the_page_says_that_all_is_safe(visitor, database_server, django_db_blocker):
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = "nowhere"
        try:
            answer = visitor.get("/groups/")
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert heading(answer) == "We are not reachable just now"
    assert b'href="tel:988"' in answer.content


@pytest.mark.django_db
def test_a_fault_of_ours_is_called_that_and_shows_no_traceback(visitor, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("patient 4711")

    monkeypatch.setattr("hearthside.project.web.public.in_force", broken)
    answer = visitor.get("/groups/")

    assert answer.status_code == 500
    assert heading(answer) == "Something broke on our side"
    assert b"4711" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.django_db
def test_more_than_any_form_sends_is_refused_in_words(visitor):
    answer = visitor.post("/accounts/login/", b"x" * 3_000_000, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert heading(answer) == "That is too large"


@pytest.mark.django_db
def test_a_page_asked_in_a_way_it_does_not_know_says_what_it_takes(visitor):
    answer = visitor.put("/apply/harbor-house/")

    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert heading(answer) == "This address is for forms"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/nowhere/", "/people/00000000-0000-7000-8000-000000000000x/", "/%00", "/gallery/%F0%9F"]
)
def test_an_address_that_means_nothing_is_answered_kindly(visitor, address):
    answer = visitor.get(address)

    assert answer.status_code in (400, 404)
    assert b'href="tel:911"' in answer.content


@pytest.mark.django_db
def test_a_form_that_does_not_come_from_our_page_says_why_and_what_to_do():
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)

    answer = visitor.post("/accounts/login/", {"login": "dana.reyes@example.org", "password": "x"})

    assert answer.status_code == 403
    assert heading(answer) == "This form waited too long"
