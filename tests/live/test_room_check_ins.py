"""How people checked in, as whoever leads reads it in the room: verdicts for all who lead, answers for nobody."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.models.check_in import TalkFirst
from hearthside.live.rules.check_in import CONTACT, FEELING, HELP, NUMBER, RISK, SAFETY, SPACE
from hearthside.people.models.clinicians import Clinician
from tests import build
from tests.builders import caseload, live
from tests.kept import begins_with
from tests.live.room_page.test_ways_to_the_room import opens
from tests.live.test_room_help import person
from tests.live.test_room_twins import answers, bytes_for

ITEMS = {"Who they are", "Where they are", "Licenses there", "Call-back number", "Emergency contact", "Their place",
         "Agreement", "Picture and sound"}  # fmt: skip


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def talks_first(there, name: str, cause: str, **ended) -> None:
    check_in = answers(there, name, SAFETY, safe_now="no")
    with scope(there.watch):
        TalkFirst.objects.create(
            program=there.at.program, check_in=check_in, causes=[cause], raised_at=clock.now(), **ended
        )


def told_where(there, cause: str) -> tuple[bytes, bytes]:
    """What Kim and Lee are sent where a clinician talks with somebody first because of this."""
    with transaction.atomic():
        talks_first(there, "p2", cause)
        told = bytes_for(there, "kim"), bytes_for(there, "lee")
        transaction.set_rollback(True)
    return told


def test_whoever_leads_is_sent_of_each_item_whether_it_stands_and_no_answer(there):
    answers(there, "p2", SPACE, place="not_private")
    answers(there, "p2", NUMBER, phone="+12165550133")

    told = person(there, "p2")["verdicts"]

    assert {each["what"] for each in told} == ITEMS
    assert {key for each in told for key in each} == {"what", "kind"}
    kinds = {each["what"]: each["kind"] for each in told}
    assert (kinds["Their place"], kinds["Call-back number"], kinds["Emergency contact"]) == ("warn", "ok", "ok")
    assert b"0133" not in bytes_for(there, "kim")


# Two answers to one question: whoever leads cannot tell them apart.
TWINS = [
    (FEELING, {"mood": 1, "urge": 9}, {"mood": 9, "urge": 1}),
    (NUMBER, {"phone": "+12165550133"}, {"phone": "+12165550144"}),
    (CONTACT, {"relationship": "friend"}, {"relationship": "sister"}),
    (SAFETY, {"safe_now": "no"}, {"safe_now": "yes"}),
    (SPACE, {"place": "nearby"}, {"place": "not_private"}),
]


@pytest.mark.parametrize(("step", "one", "other"), TWINS, ids=[step for step, _, _ in TWINS])
def test_two_answers_to_a_question_are_the_same_bytes_to_whoever_leads(there, step, one, other):
    answers(there, "p2", step, **one)
    first = bytes_for(there, "kim"), bytes_for(there, "lee")
    answers(there, "p2", step, **other)

    assert (bytes_for(there, "kim"), bytes_for(there, "lee")) == first


def test_that_somebody_is_talked_with_first_is_told_and_why_only_to_whoever_treats_them(there):
    with there.at.seen_by("director"):
        lee = Clinician.objects.get(account=there.co.account)
    caseload.treats(there.at, lee, live.patient_named(there, "p2"), from_at=clock.now())

    risk, asked = (told_where(there, cause) for cause in (RISK, HELP))

    assert [one["talk_first"] for one in json.loads(risk[0])["people"]].count(True) == 1
    assert risk[0] == asked[0]
    assert b"talk_first_because" not in risk[0]
    assert risk[1] != asked[1]
    because = [one.get("talk_first_because") for one in json.loads(asked[1])["people"]]
    assert [each for each in because if each] == [["They asked for help at the door"]]


def test_a_talk_that_ended_with_coming_in_is_over(there):
    talks_first(there, "p2", HELP, outcome="join", ended_at=clock.now(), ended_by_id=there.lead.account)

    assert person(there, "p2")["talk_first"] is False


def test_the_page_of_whoever_leads_says_which_item_does_not_stand_and_a_patients_says_nothing(there):
    answers(there, "p2", SPACE, place="not_private")

    led, own = (opens(there, there.actors[who]).content.decode() for who in ("kim", "p2"))

    assert "Look at the door again: " in led
    assert "Their place" in led
    assert "Look at the door again" not in own
    assert reverse("live:act_hand", args=[there.live.pk]) in own
