"""Two worlds that differ only in what one partner said at the door: the other cannot tell them apart."""

import re

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from hearthside.ledger.scope import scope
from hearthside.live.actions.door import turn_away
from hearthside.live.actions.door_talks import ask_for_help, talk_first
from hearthside.live.rules.check_in import STEPS
from tests.builders.door import open_door
from tests.kept import begins_with

pytestmark = begins_with(open_door)

# What is signed anew for each page: the secret of its forms, and the note by which it is rung.
NONCES = re.compile(rb'(name="csrfmiddlewaretoken" value="[^"]+"|csrftoken=[^;]*|/live/bell/[^"]+)')
ELSEWHERE = {
    "name": {"shown_name": "Somebody", "pronouns": "xe", "pet": "Rex"},
    "where": {"street": "9 Elsewhere", "city": "Columbus", "state": "OH", "local_emergency": "614-555-0111"},
    "number": {"phone": "614-555-0144"},
    "contact": {"name": "Kim Wren", "relationship": "friend", "phone": "614-555-0155"},
    "space": {"place": "not_private", "headphones": False},
    "safe": {"unsafe": "yes"},
    "feeling": {"mood": "0", "urge": "10"},
    "safety": {"safe_now": "no", "hurt_self": "yes", "hurt_other": "yes"},
    "device": {"camera": "C1", "microphone": "M4", "sound": "S1"},
}


@pytest.fixture
def at(kept):
    return kept


def well(at):
    at.checks_in("Alex")


def in_danger(at):
    at.checks_in("Alex", **ELSEWHERE)
    alex, dana = at.actor("Alex"), at.actor("Dana")
    with scope(alex):
        ask_for_help(visitor=at.visitor("Alex"), by=alex)
    with scope(dana):
        talk_first(check_in=at.check_in("Alex"), by=dana)
        turn_away(check_in=at.check_in("Alex"), because="talk", by=dana)


def seen_by_sam(at, happens):
    """Everything of the door, and of the days around it, that Sam's pages and mail show."""
    with transaction.atomic():
        happens(at)
        at.checks_in("Sam", screen={"how": "together_own_phone"})
        client = at.day.client("Sam")
        addresses = [
            reverse("live:check_ins"),
            reverse("live:check_in", args=[at.session.pk]),
            reverse("live:waiting", args=[at.session.pk]),
            *(reverse("live:question", args=[at.session.pk, step]) for step in STEPS),
            *(reverse(name) for name in ("home", "schedule:today", "schedule:my_week", "people:my_couple")),
            reverse("notify:notices"),
        ]
        found = {}
        for address in addresses:
            answer = client.get(address)
            headers = {k: v for k, v in answer.headers.items() if k not in ("Set-Cookie", "Content-Length", "Expires")}
            found[address] = (answer.status_code, headers, NONCES.sub(b"", answer.content))
        found["mail"] = [(each.to, each.subject, each.body) for each in mail.outbox]
        transaction.set_rollback(True)
    return found


def test_what_one_partner_says_at_the_door_changes_nothing_that_the_other_sees(at):
    quiet, loud = seen_by_sam(at, well), seen_by_sam(at, in_danger)

    assert {address for address in quiet if quiet[address] != loud[address]} == set()
    assert len([1 for key, value in quiet.items() if key != "mail" and value[0] == 200]) >= len(STEPS)
