"""Whoever comes by a link of their own answers without signing in; on a screen that two share nobody is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger.scope import scope
from hearthside.live.actions.door_tickets import make_ticket, send_partner_link
from hearthside.live.actions.observing.asking import ask_to_observe
from hearthside.live.door_words import HERE
from hearthside.people.actions.grants import behind
from hearthside.schedule.plain import Person
from tests.builders.door import open_door
from tests.builders.observing import WHY, trainee
from tests.kept import begins_with

pytestmark = begins_with(open_door)


@pytest.fixture
def at(kept):
    return kept


@pytest.fixture
def address(at):
    dana = at.actor("Dana")
    with scope(dana):
        who, _ = trainee(at.day.house, "Max Stone")
        ask = ask_to_observe(session=at.session, clinician=who.pk, reason=WHY, by=dana)
    return reverse("live:ticket_observer_question", args=[ask.pk])


def holding(secret) -> Client:
    device = Client()
    device.post(reverse("live:ticket_link", args=[secret]))
    return device


def test_whoever_came_by_a_link_answers_as_themselves(at, address):
    alex = at.actor("Alex")
    with scope(alex):
        made = send_partner_link(visitor=at.visitor("Alex"), live=at.live(), by=alex)
    device = holding(made.secret)

    shown = device.get(address)
    answer = device.post(address, {"agrees": "yes"})

    assert WHY in shown.content.decode()
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert "You said yes" in device.get(address).content.decode()
    with behind(at.program.pk, alex):
        sam = at.day.patients["Sam"]
        assert sam.pk == made.ticket.patient_id


def test_nobody_is_asked_on_a_screen_that_two_share(at, address):
    dana = at.actor("Dana")
    with scope(dana):
        made = make_ticket(live=at.live(), person=Person(at.day.patients["Sam"].pk), kind=HERE, by=dana)
    device = Client()
    device.post(reverse("live:ticket"), {"ticket": made.secret})

    assert device.get(address).status_code == 404
    assert device.post(address, {"agrees": "yes"}).status_code == 404
    assert Client().get(address)["Location"] == reverse("live:ticket")
