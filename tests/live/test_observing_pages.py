"""Pages about observers: each person answers alone, staff see one word, and the observer whether they may come."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.observing.asking import take_ask_back
from hearthside.live.queries.evidence_whole import session_evidence
from hearthside.live.web.evidence.said import said
from hearthside.people.actions.grants import behind
from tests import build
from tests.builders import live
from tests.builders.live import account_of
from tests.builders.observing import EVERYBODY, WHY, asked, everybody_says_yes, says, trainee
from tests.kept import begins_with

# What is signed anew for each page: the secret of its forms, and the note by which it is rung.
NONCES = re.compile(rb'(name="csrfmiddlewaretoken" value="[^"]+"|data-csrf="[^"]+"|/live/bell/[^"]+)')


def harbor():
    there = live.live(build.program())
    who, own = trainee(there.at)
    return there, own, asked(there, who)


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept[0]


@pytest.fixture
def own(kept):
    return kept[1]


@pytest.fixture
def ask(kept):
    return kept[2]


def page_of(who) -> Client:
    page = Client()
    page.force_login(account_of(who))
    return page


def question(ask) -> str:
    return reverse("live:observer_question", args=[ask.pk])


def test_each_is_asked_on_a_page_of_their_own_and_may_change_the_answer(there, ask):
    page = page_of(there.actors["p1"])
    assert question(ask) in page.get(reverse("schedule:today")).content.decode()
    listed = page.get(reverse("live:observer_questions")).content.decode()
    assert question(ask) in listed
    before = page.get(question(ask)).content.decode()
    assert WHY in before
    assert "Until you say yes, it counts as no." in before

    for said_now, words in (("yes", "You said yes"), ("no", "You said no"), ("yes", "You said yes")):
        answer = page.post(question(ask), {"agrees": said_now})
        assert (answer.status_code, answer["Location"]) == (303, question(ask))
        assert words in page.get(question(ask)).content.decode()


def test_an_answer_that_is_none_is_refused_and_nothing_is_kept(there, ask):
    page = page_of(there.actors["p1"])

    answer = page.post(question(ask), {"agrees": "perhaps"})

    assert answer.status_code == 422
    assert "Choose yes or no." in answer.content.decode()
    with behind(there.at.program.pk, there.lead):
        assert not ask.answers.exists()


@pytest.mark.parametrize("who", ["kim", "stranger", "observer"])
def test_nobody_else_is_asked(there, own, ask, who):
    known = {"kim": there.lead, "observer": own, "stranger": there.at.director}

    assert page_of(known[who]).get(question(ask)).status_code in (403, 404)


def seen_by(who, there, ask) -> list[bytes]:
    page = page_of(who)
    own = [reverse(name) for name in ("schedule:today", "notify:notices", "live:observer_questions")]
    there_now = [reverse(f"live:{name}", args=[there.live.pk]) for name in ("room", "waiting")]
    addresses = [question(ask), *own, *there_now]
    return [NONCES.sub(b"", page.get(address).content) for address in addresses]


def test_nothing_that_one_is_shown_depends_on_what_another_said(there, ask):
    """Twin worlds: nobody answered, another said yes, another said no, and everybody but oneself agreed."""
    who = there.actors["p1"]
    # What is new among notices is new once.
    seen_by(who, there, ask)
    worlds = [seen_by(who, there, ask)]
    for name, agrees in (("p2", True), ("p2", False), ("p2", True), ("p3", True), ("p4", True)):
        says(there, name, ask, agrees=agrees)
        worlds.append(seen_by(who, there, ask))

    assert all(world == worlds[0] for world in worlds)


def test_staff_see_whether_everybody_agreed_and_neither_who_nor_how_many(there, ask):
    page, address = page_of(there.lead), reverse("live:observers", args=[there.session.pk])
    worlds = [NONCES.sub(b"", page.get(address).content)]
    for name, agrees in (("p1", True), ("p2", True), ("p3", True), ("p4", False)):
        says(there, name, ask, agrees=agrees)
        worlds.append(NONCES.sub(b"", page.get(address).content))
    says(there, "p4", ask, agrees=True)

    assert all(world == worlds[0] for world in worlds)
    assert b"Not everybody has agreed" in worlds[0]
    assert "Everybody agreed" in page.get(address).content.decode()


def test_what_is_missing_in_asking_is_said_beside_its_field(there, own, ask):
    page, address = page_of(there.lead), reverse("live:observers", args=[there.session.pk])

    answer = page.post(address, {"clinician": "", "reason": ""})

    assert answer.status_code == 422
    assert page_of(own).get(address).status_code == 404
    assert page_of(there.at.director).get(address).status_code == 200
    assert page_of(there.actors["p1"]).get(address).status_code in (403, 404)


def test_an_observer_sees_whether_they_may_come_is_let_in_and_led_out_again(there, own, ask):
    page, here = page_of(own), reverse("live:observing", args=[there.session.pk])
    room = reverse("live:room", args=[there.live.pk])
    assert "Not everybody has agreed" in page.get(here).content.decode()
    assert here in page.get(reverse("live:my_observing")).content.decode()
    assert page.get(room)["Location"] == here
    everybody_says_yes(there, ask)
    assert "you may come" in page.get(here).content.decode()

    assert page.post(here)["Location"] == here
    answer = page_of(there.lead).post(reverse("live:let_observer_in", args=[ask.pk]))
    assert answer["Location"] == reverse("live:observers", args=[there.session.pk])
    assert page.get(here)["Location"] == room
    assert page.get(room).status_code == 200

    says(there, "p3", ask, agrees=False)
    assert page.get(room)["Location"] == here
    assert "goes on without you" in page.get(here).content.decode()
    with scope(there.lead):
        take_ask_back(ask=ask, by=there.lead)
    assert page.get(room)["Location"] == here
    assert "Nobody observes any more" in page.get(here).content.decode()


def test_everybody_in_the_room_sees_that_they_observe(there, own, ask):
    comes(there, own, ask)

    shown = page_of(there.actors["p1"]).get(reverse("live:room", args=[there.live.pk])).content.decode()

    assert "observes" in shown
    assert ", 1 observer" in shown
    assert question(ask) in shown


def test_an_observer_reads_rules_that_they_can_keep(there, own, ask):
    comes(there, own, ask)
    room = reverse("live:room", args=[there.live.pk])

    theirs, of_everybody = (page_of(who).get(room).content.decode() for who in (own, there.actors["p1"]))

    assert "Everybody here sees that you observe." in theirs
    assert "Raise a hand to be next." not in theirs
    assert "Raise a hand to be next." in of_everybody


def test_the_evidence_lists_observers_and_that_everybody_had_agreed_and_nobody_who_refused(there, own, ask):
    comes(there, own, ask)
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        says(there, "p3", ask, agrees=False)
    with behind(there.at.program.pk, there.watch):
        found = session_evidence(there.live)
        shown = said(found, there.at.program)

    (row,) = shown["observers"]
    (line,) = found.bundle()["observers"]
    assert row[:2] == ("Ines Varga", WHY)
    assert row[4].startswith(f"All {len(EVERYBODY)}, ")
    assert line["everybody_agreed"]["people"] == len(EVERYBODY)
    assert line["to"] is not None


def comes(there, own, ask):
    everybody_says_yes(there, ask)
    page_of(own).post(reverse("live:observing", args=[there.session.pk]))
    page_of(there.lead).post(reverse("live:let_observer_in", args=[ask.pk]))


def test_the_door_of_the_session_leads_to_its_observers(there, ask):
    shown = page_of(there.lead).get(reverse("live:door", args=[there.session.pk])).content.decode()

    assert reverse("live:observers", args=[there.session.pk]) in shown
