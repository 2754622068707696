"""How often the pages that offer a visit to another group ask the database."""

import re

import pytest
from django.test import Client

from hearthside.access.models import Account
from hearthside.schedule.web import patient_swaps
from tests import build
from tests.builders import groups, schedule
from tests.kept import begins_with
from tests.schedule.swapping import OTHERWISE, Two
from tests.schedule.test_page_questions import asked_by


def near() -> Two:
    """Two groups that meet in the next two weeks."""
    house = build.program()
    monday = schedule.next_monday(house, 1)
    own = groups.group(house, from_on=monday)
    other = groups.group(house, from_on=monday, **OTHERWISE, name="Lee Moreau")
    return Two(house, monday, own, other, build.signs_in(house, own.people[0]))


pytestmark = begins_with(near)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


@pytest.fixture
def alex(kept):
    return signed_in(kept.alexs.account)


def test_all_visits_are_found_with_few_questions_and_no_more_for_more_groups(kept, alex):
    before = asked_by(alex, "/my-visits/")
    for name in ("Ines Varga", "Dana Reyes"):
        groups.group(kept.house, from_on=kept.monday, **OTHERWISE, name=name)

    assert before <= 31
    assert asked_by(alex, "/my-visits/") <= before


def test_more_visits_than_a_page_holds_are_on_the_next_one(alex, monkeypatch):
    monkeypatch.setattr(patient_swaps, "A_PAGE", 1)

    pages = [alex.get("/my-visits/", {"page": str(number)}).content.decode() for number in (1, 2)]
    first, second = (re.findall(r'/my-visits/ask/[^/"]+/', page) for page in pages)

    assert "1 to 1 of " in pages[0]
    assert len(first) == len(second) == 1
    assert first != second


def test_one_visit_is_asked_for_with_few_questions(alex):
    address = re.search(r'/my-visits/ask/[^/"]+/', alex.get("/my-visits/").content.decode())

    assert address is not None
    assert asked_by(alex, address[0]) <= 30


def test_a_visit_is_offered_with_few_questions(kept):
    robin = signed_in(kept.house.actor("coordinator").account)

    assert asked_by(robin, f"/people/{kept.own.people[0].pk}/visit/") <= 32
