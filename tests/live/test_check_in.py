"""Checking in, by the actions: what is kept, what is refused, and what an answer sets in motion."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.check_in import answer_question
from hearthside.live.door_refusals import DoorsClosed, NotWhoTheySay
from hearthside.live.models.check_in import CheckIn, GroupAgreement, TalkFirst
from hearthside.live.queries.check_in import answers_of
from hearthside.live.refusals import NoPlaceHere
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.safety.models.pages import Page
from tests import build
from tests.builders.door import open_door
from tests.kept import begins_with

pytestmark = begins_with(open_door)


@pytest.fixture
def at(kept):
    return kept


def talks(at):
    with behind(at.program.pk, at.day.house.director):
        return list(TalkFirst.objects.all())


def pages(at):
    with behind(at.program.pk, at.day.house.director):
        return list(Page.objects.all())


def test_whoever_has_answered_everything_waits(at):
    row = at.checks_in("Alex")

    assert row.ready_at is not None
    assert talks(at) == [] == pages(at)
    with behind(at.program.pk, at.day.house.director):
        assert GroupAgreement.objects.get(patient=at.day.patients["Alex"]).group == at.session.cohort_id


def test_the_doors_open_the_minutes_of_policy_before_the_session(at):
    build.decided(at.day.house, "doors.minutes", "12")
    opens_at = at.session.starts_at - timedelta(minutes=12)

    with clock.fixed(opens_at - timedelta(seconds=1)), pytest.raises(DoorsClosed):
        at.answers("Alex", "name")
    with clock.fixed(opens_at):
        assert at.answers("Alex", "name").began_at == opens_at


def test_an_answer_is_written_into_the_ledger_as_its_question_alone(at):
    at.answers("Alex", "where")

    entry = Entry.objects.filter(kind="CheckInAnswered").last()
    assert entry.facts["step"] == "where"
    assert "Example" not in entry.canonical


@pytest.mark.parametrize(
    ("step", "given", "causes"),
    [
        ("safety", {"hurt_self": "yes"}, ["risk"]),
        ("safety", {"hurt_other": "unsure"}, ["risk"]),
        ("safety", {"safe_now": "no"}, ["risk"]),
        ("safe", {"unsafe": "yes"}, ["unsafe_place"]),
        ("where", {"state": "OH"}, ["state"]),
    ],
)
def test_an_answer_that_asks_for_a_clinician_calls_one_at_once(at, step, given, causes):
    at.answers("Alex", step, **given)

    (talk,), (page,) = talks(at), pages(at)
    assert talk.causes == causes
    assert (page.ladder, page.subject_id) == ("crisis", talk.pk)
    assert "Alex" not in page.title


def test_an_answer_that_is_changed_later_takes_no_call_back(at):
    at.answers("Alex", "safety", hurt_self="yes")
    at.answers("Alex", "safety", hurt_self="no")

    assert [talk.outcome for talk in talks(at)] == [""]
    assert len(pages(at)) == 1


def test_a_wrong_birth_date_is_refused(at):
    with pytest.raises(NotWhoTheySay) as refused:
        at.answers("Alex", "identity", born_on=None)

    assert refused.value.field == "born_on"


def test_nobody_answers_for_somebody_else(at):
    alex = at.visitor("Alex")
    sam = at.actor("Sam")

    with scope(sam), pytest.raises(NoPlaceHere):
        answer_question(visitor=alex, step="name", given={"shown_name": "X"}, by=sam)


@pytest.mark.parametrize(
    ("step", "given", "field"),
    [
        ("where", {"street": ""}, "street"),
        ("where", {"state": "ZZ"}, "state"),
        ("where", {"local_emergency": "911 please"}, "local_emergency"),
        ("number", {"phone": ""}, "phone"),
        ("feeling", {"mood": "11"}, "mood"),
        ("feeling", {"urge": "³"}, "urge"),
        ("device", {"camera": "<b>"}, "camera"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(at, step, given, field):
    with pytest.raises(WrongFact) as refused:
        at.answers("Alex", step, **given)

    assert refused.value.field == field
    with behind(at.program.pk, at.day.house.director):
        assert not CheckIn.objects.exists()


def test_on_a_shared_screen_nobody_is_asked_whether_somebody_there_makes_it_unsafe(at):
    row = at.checks_in("Alex", screen={"how": "together_here"})

    with behind(at.program.pk, at.day.house.director):
        assert "safe" not in answers_of(row)
    assert row.ready_at is not None
