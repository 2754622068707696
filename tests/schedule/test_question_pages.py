"""What the calendar asks is answered on its pages: a sentence of what was decided, or a time at which it is held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import schedule
from tests.builders.availability import free
from tests.builders.clinicians import House
from tests.schedule.planning import words

pytestmark = pytest.mark.django_db
# In November the clocks of New York show half past one twice.
AUTUMN, CHANGE = datetime(2027, 9, 20, 16, tzinfo=UTC), date(2027, 11, 7)


@dataclass
class Asked:
    """The program, and what its calendar asks."""

    house: House
    clinician: Clinician
    question: Question

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=self.house.actor(role).account))
        return client

    def address(self, what: str) -> str:
        return f"/calendar-questions/{self.question.pk}/{what}/"

    def now(self) -> Question:
        with behind(self.house.program.pk, self.house.director):
            return Question.objects.get(pk=self.question.pk)


@pytest.fixture
def asked() -> Iterator[Asked]:
    house = build.program()
    with clock.fixed(AUTUMN):
        dana, alex = schedule.able(house), build.patient(house, "Alex", "Park")
        series = schedule.weekly(house, "individual", dana, alex, on=date(2027, 10, 24), start=90, minutes=50)
        with behind(house.program.pk, house.director):
            question = Question.objects.get(series=series, answered_at__isnull=True)
        yield Asked(house, dana, question)


def test_what_was_decided_is_kept_and_the_list_is_empty_then(asked):
    robin = asked.client("coordinator")

    refused = robin.post(asked.address("answer"), {"answer": " "})
    answer = robin.post(asked.address("answer"), {"answer": "Called off; Alex knows."})

    assert refused.status_code == 422
    assert 'id="id_answer_error"' in refused.content.decode()
    assert (answer.status_code, answer["Location"]) == (303, "/calendar-questions/")
    assert asked.now().answer == "Called off; Alex knows."
    shown = words(robin.get(answer["Location"]))
    assert "The calendar has no question." in shown


def test_a_session_is_held_at_the_time_that_is_chosen(asked):
    robin = asked.client("coordinator")

    refused = robin.post(asked.address("hold"), {"start": "1:30"})
    answer = robin.post(asked.address("hold"), {"start": "1:30", "which": "second"})

    assert refused.status_code == 422
    assert "The first, 1:30 AM EDT The second, 1:30 AM EST" in words(refused)
    assert answer.status_code == 303, words(answer)
    assert asked.now().answer == "Held at 1:30 AM, the second."
    with behind(asked.house.program.pk, asked.house.director):
        assert Session.objects.get(pk=answer["Location"].split("/")[-2]).occurrence_on == CHANGE
    assert "1:30 to 2:20 AM" in words(robin.get(answer["Location"]))


def test_a_time_outside_of_recorded_hours_asks_for_a_reason(asked):
    free(asked.house, asked.clinician, tue="9:00-12:00")
    robin = asked.client("coordinator")

    refused = robin.post(asked.address("hold"), {"start": "15:00"})
    answer = robin.post(asked.address("hold"), {"start": "15:00", "because": "Dana offered it."})

    assert refused.status_code == 422
    assert "Why it is right although it is outside the hours" in words(refused)
    assert answer.status_code == 303, words(answer)


def test_a_question_is_answered_once(asked):
    robin = asked.client("coordinator")
    robin.post(asked.address("answer"), {"answer": "Called off."})

    again, looked = robin.post(asked.address("hold"), {"start": "15:00"}), robin.get(asked.address("answer"))

    assert again.status_code == 422
    assert "This question was answered before." in words(again)
    assert "It was answered: Called off." in words(looked)
    with behind(asked.house.program.pk, asked.house.director):
        assert not Session.objects.filter(occurrence_on=CHANGE).exists()


def test_whoever_only_reads_the_questions_answers_none(asked):
    avery = asked.client("compliance")

    shown = avery.get("/calendar-questions/")

    assert "This time comes twice that day" in words(shown)
    assert "Say what was decided" not in words(shown)
    assert avery.post(asked.address("answer"), {"answer": "Called off."}).status_code in (403, 404)
    assert asked.now().answered_at is None
