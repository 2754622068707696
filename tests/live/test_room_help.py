"""Hands and private help: who may, what each is sent of it, and that no call is left unseen."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.room.closing import take_care
from hearthside.live.actions.room.hands import lower_hand, raise_hand
from hearthside.live.actions.room.helping import ask_in_private, escalate_help, see_help
from hearthside.live.models.room_acts import HelpCall
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_state import state_of
from hearthside.live.refusals import NotInThisSession
from hearthside.live.room_refusals import NotYourScreen
from hearthside.live.watching.helping import escalate
from hearthside.policy.queries import at_version
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.pages import Page
from tests import build
from tests.builders import live, safety
from tests.builders.live import account_of
from tests.kept import begins_with


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def state(there, name: str) -> dict:
    """What this person's page is sent of the session."""
    account = there.actors[name].account
    with scope(there.watch):
        now = LiveSession.objects.select_related("session__cohort").get(pk=there.live.pk)
        return state_of(now, tie(account, now.pk), account, clock.now())


def sitter(there, name: str) -> UUID:
    """By which id acts name this person."""
    seat = str(there.seats[name].pk)
    return UUID(next(tile["sitter"] for tile in state(there, "kim")["tiles"] if tile["seat"] == seat))


def place(there, name: str) -> int | None:
    """Their place among raised hands, as somebody else in the group is sent it."""
    seat = str(there.seats[name].pk)
    return next(tile["hand"] for tile in state(there, "p2")["tiles"] if tile["seat"] == seat)


def person(there, name: str) -> dict:
    """What whoever leads is sent of this person."""
    seat = str(there.seats[name].pk)
    return next(one for one in state(there, "kim")["people"] if one["seat"] == seat)


def asks(there, name: str, cause: str = "overwhelmed") -> HelpCall:
    by = there.actors[name]
    with scope(by):
        return ask_in_private(live=there.live, cause=cause, by=by)


def raises(there, name: str) -> None:
    with scope(there.actors[name]):
        raise_hand(live=there.live, by=there.actors[name])


def pages(there) -> list[Page]:
    with scope(there.watch):
        return list(Page.objects.filter(program=there.at.program))


def kept_call(call: HelpCall, there) -> HelpCall:
    with scope(there.watch):
        return HelpCall.objects.get(pk=call.pk)


def sends(there, name: str, act: str, by_script: bool = True, **fields: object):
    page = Client()
    page.force_login(account_of(there.actors[name]))
    headers = {"X-Hearthside-Room": "1"} if by_script else {}
    return page.post(f"/live/{there.live.pk}/acts/{act}/", fields, headers=headers)


def test_hands_wait_for_their_turn_in_the_order_in_which_they_were_raised(there):
    raises(there, "p3")
    raises(there, "p1")
    raises(there, "p3")

    assert (place(there, "p3"), place(there, "p1"), place(there, "p2")) == (1, 2, None)
    assert Entry.objects.filter(kind="HandRaised").count() == 2


def test_whoever_leads_lowers_a_hand_and_the_next_moves_up(there):
    raises(there, "p3")
    raises(there, "p1")
    with scope(there.co):
        lower_hand(live=there.live, sitter=sitter(there, "p3"), by=there.co)

    assert (place(there, "p3"), place(there, "p1")) == (None, 1)


def test_a_patient_lowers_nobody_elses_hand(there):
    raises(there, "p3")

    with scope(there.actors["p1"]), pytest.raises(NotInThisSession):
        lower_hand(live=there.live, sitter=sitter(there, "p3"), by=there.actors["p1"])


def test_a_patient_asks_for_nobody_who_sits_elsewhere(there):
    other = sitter(there, "p2")
    with scope(there.actors["p1"]), pytest.raises(NotYourScreen):
        ask_in_private(live=there.live, cause="overwhelmed", sitter=other, by=there.actors["p1"])


def test_help_is_on_the_screens_of_whoever_leads_at_once_and_on_nobody_elses(there):
    before = json.dumps(state(there, "p2"))

    asks(there, "p1", "not_safe")

    told = person(there, "p1")["help"]
    assert (told["cause"], told["words"], told["seen_by"], told["escalated"]) == (
        "not_safe", "I am not safe", None, False,
    )  # fmt: skip
    assert json.dumps(state(there, "p2")) == before
    assert state(there, "p1")["own"]["help"]["cause"] == "not_safe"


def test_whoever_asked_is_told_who_has_seen_it_and_nobody_else_is(there):
    call = asks(there, "p1")
    before = json.dumps(state(there, "p2"))
    with scope(there.lead):
        see_help(call=call, by=there.lead)

    assert state(there, "p1")["own"]["help"]["seen_by"] == "Kim Osei"
    assert person(there, "p1")["help"]["seen_by"] == "Kim Osei"
    assert json.dumps(state(there, "p2")) == before


def test_the_same_call_pressed_twice_is_one_call(there):
    first, again = asks(there, "p1"), asks(there, "p1")

    assert first.pk == again.pk
    assert Entry.objects.filter(kind="HelpAsked").count() == 1


def test_the_ledger_keeps_no_word_of_what_was_asked_for(there):
    asks(there, "p1", "not_safe")

    (line,) = Entry.objects.filter(kind="HelpAsked")
    assert "safe" not in json.dumps(line.facts)


def test_unseen_for_policys_seconds_it_calls_the_crisis_clinician_once_however_often_the_watch_looks(there):
    call = asks(there, "p1")
    with scope(there.watch):
        policy = at_version(there.live.policy_version, there.session.on_day, there.at.program.pk)
    due = call.asked_at + timedelta(seconds=policy.whole("help.escalate.seconds"))

    early = escalate(due - timedelta(seconds=1))
    late = [escalate(due), escalate(due + timedelta(seconds=1)), escalate(due + timedelta(hours=5))]

    (page,) = pages(there)
    assert (early, late) == (0, [1, 0, 0])
    assert (page.cause, page.ladder, page.subject_id) == ("private_help", "raised", call.pk)
    assert live.patient_named(there, "p1").chosen_name not in page.title
    assert person(there, "p1")["help"]["escalated"] is True


def test_what_was_seen_in_time_calls_nobody(there):
    call = asks(there, "p1")
    with scope(there.co):
        see_help(call=call, by=there.co)

    assert escalate(call.escalates_at + timedelta(minutes=1)) == 0
    assert pages(there) == []


def test_two_watches_at_the_same_second_call_once(there):
    call = asks(there, "p1")
    with scope(there.watch):
        done = [escalate_help(call=call, by=there.watch), escalate_help(call=call, by=there.watch)]

    assert done == [True, False]
    assert len(pages(there)) == 1


def test_a_call_that_is_seen_later_takes_back_the_page_that_nobody_answered(there):
    call = asks(there, "p1")
    escalate(call.escalates_at)
    with scope(there.co):
        see_help(call=call, by=there.co)

    (page,) = pages(there)
    assert page.withdrawn_at is not None


def test_whoever_came_for_it_reads_the_card_and_says_that_they_take_care(there):
    crisis = safety.on_duty(there.at, "crisis", name="Cris Vale")
    call = asks(there, "p1")
    escalate(call.escalates_at)
    with scope(crisis):
        accept_page(page=pages(there)[0], by=crisis)
        take_care(row=kept_call(call, there), by=crisis)

    page = Client()
    page.force_login(account_of(crisis))
    answered = page.get(f"/live/raised/{call.pk}/").content.decode()
    assert "I am overwhelmed" in answered
    assert pages(there)[0].resolved_at is not None
    assert state(there, "p1")["own"]["help"]["seen_by"] == "Cris Vale"


@pytest.mark.parametrize("who", ["p1", "p2"])
def test_no_patient_opens_a_card(there, who):
    call = asks(there, "p1")
    page = Client()
    page.force_login(account_of(there.actors[who]))

    assert page.get(f"/live/raised/{call.pk}/").status_code == 404


def test_the_crisis_clinician_opens_no_card_for_which_nobody_was_called(there):
    crisis = safety.on_duty(there.at, "crisis", name="Cris Vale")
    call = asks(there, "p1")
    page = Client()
    page.force_login(account_of(crisis))

    assert page.get(f"/live/raised/{call.pk}/").status_code == 404


def test_help_goes_out_by_a_plain_form_and_leads_back_to_the_room(there):
    asked = sends(there, "p1", "help", by_script=False, cause="technical")
    nothing = sends(there, "p1", "help", by_script=False)

    assert (asked.status_code, asked["Location"]) == (303, f"/live/{there.live.pk}/room/")
    assert nothing.status_code == 422
    assert "What is it?" in nothing.content.decode()


def test_a_script_gets_no_page_and_one_sentence_where_it_cannot_be(there):
    asked, nothing = sends(there, "p1", "help", cause="technical"), sends(there, "p1", "help")

    assert (asked.status_code, asked.content) == (204, b"")
    assert nothing.status_code == 422
    assert set(json.loads(nothing.content)) == {"says"}


def test_whoever_leads_says_that_they_have_seen_it_by_a_form(there):
    call = asks(there, "p1")

    done = sends(there, "lee", "help-seen", help=str(call.pk))
    by_patient = sends(there, "p2", "help-seen", help=str(call.pk))

    assert (done.status_code, by_patient.status_code) == (204, 404)
    assert kept_call(call, there).seen_by_id == there.co.account
