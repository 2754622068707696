"""A group that goes on past midnight, or past its planned end, is on for whoever is in it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.extending import extend
from hearthside.live.actions.seating import Sitter
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.words import FACILITATOR, PATIENT
from hearthside.schedule.said import date_said
from tests import build
from tests.builders import groups, people
from tests.builders.live import Live, comes, instant, opened, signs_in, watch
from tests.builders.schedule import able, next_monday
from tests.kept import begins_with
from tests.live.ended import END, ends

HALF_PAST_ELEVEN, DAY = 23 * 60 + 30, timedelta(days=1)


def over_midnight() -> Live:
    """Half past eleven in the evening to twenty to three; Kim leads Ravi and three others."""
    at = build.program()
    monday, kim = next_monday(at), able(at, "Kim Osei")
    group = groups.group(at, lead=kim, from_on=monday, start=HALF_PAST_ELEVEN)
    lead, session = signs_in(at, kim), group.session(monday)
    made = opened(at, session)
    with scope(watch(at)):
        room = LiveRoom.objects.get(session=made)
    there = Live(at, group, session, made, room, lead, lead)
    there.seats["kim"] = comes(there, Sitter(FACILITATOR, clinician=kim.pk))
    there.actors["p1"] = people.signs_in(at, group.people[0])
    there.seats["p1"] = comes(there, Sitter(PATIENT, patient=group.people[0].pk))
    return there


pytestmark = begins_with(over_midnight)


@pytest.fixture
def there(kept: Live) -> Live:
    return kept


def reads(there: Live, who: Actor, path: str, minutes: float) -> str:
    """The words and links of a page, so many minutes after the beginning, or where it leads."""
    client = Client()
    with clock.fixed(instant(there, minutes * 60)):
        client.force_login(Account.objects.get(pk=who.account))
        answer = client.get(path)
    if answer.status_code == 303:
        return str(answer["Location"])
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<(?!a )[^>]+>", " ", answer.content.decode()).split())


def test_after_midnight_the_page_of_today_still_leads_into_the_group_that_is_on(there):
    check_in = reverse("live:check_in", args=[there.session.pk])
    home = reads(there, there.actors["p1"], reverse("home"), 45)

    today = reads(there, there.actors["p1"], reverse("schedule:today"), 45)
    ends(there)
    over = reads(there, there.actors["p1"], reverse("schedule:today"), END / 60 + 1)

    assert "11:30 PM to 2:40 AM" in home
    assert (date_said(there.session.on_day + DAY) in today, "Going on now" in today, check_in in today) == (True,) * 3
    assert (check_in in over, "Nothing today" in over) == (False, True)


def test_a_group_that_runs_over_still_lets_whoever_fell_out_come_back(there):
    with clock.fixed(instant(there, END - 600)), scope(there.lead):
        extend(live=there.live, minutes=10, by=there.lead)
    check_in, door = (reverse(name, args=[there.session.pk]) for name in ("live:check_in", "live:door"))
    late = END / 60 + 4

    home, today, led = (
        reads(there, there.actors["p1"], reverse(name), late) for name in ("home", "schedule:today", "live:check_ins")
    )

    assert ("11:30 PM to 2:40 AM" in home, "Going on now" in today, check_in in today) == (True, True, True)
    assert led == check_in
    assert door in reads(there, there.lead, reverse("live:doors"), late)
