"""The pages of the door: the questions one by one, waiting, tickets, and what staff see and do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearthside.access.models import Account, Program
from hearthside.ledger import clock
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.live.actions.door_talks import end_talk
from hearthside.live.actions.door_tickets import send_partner_link
from hearthside.live.door_refusals import NotYourTalk
from hearthside.live.models.check_in import CheckIn, CheckInPlace, TalkFirst
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.actions.pages import accept_page
from hearthside.safety.models.pages import Page
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.said import whole_day_said
from tests import build
from tests.builders import caseload
from tests.builders.door import USUAL, open_door
from tests.kept import begins_with
from tests.zones import elsewhere

pytestmark = begins_with(open_door)
BIRTHDAY = {"born_on_month": "4", "born_on_day": "12", "born_on_year": "1990"}


@pytest.fixture
def at(kept):
    return kept


def typed(at, name, step):
    if step == "identity":
        return BIRTHDAY
    return at.usual(at.visitor(name), step)


def question(at, step):
    return reverse("live:question", args=[at.session.pk, step])


def walk(at, client, name, **unusual):
    """Answer whatever is asked next, until somebody waits."""
    address = client.get(reverse("live:check_in", args=[at.session.pk]))["Location"]
    seen = []
    while not address.endswith("/waiting/"):
        step = address.rstrip("/").rpartition("/")[2]
        seen.append(step)
        answer = client.post(address, {**typed(at, name, step), **unusual.get(step, {})})
        assert answer.status_code == 303, answer.content.decode()
        address = answer["Location"]
        if address.endswith(f"/check-in/{at.session.pk}/"):
            address = client.get(address)["Location"]
    return seen, client.get(address)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_day_on_which_somebody_signed_is_the_one_of_the_programs_clocks(at):
    at.answers("Alex", "agreement")
    here = elsewhere(clock.now())
    with at.day.house.seen_by("coordinator"):
        Program.objects.filter(pk=at.program.pk).update(zone=here)

    shown = text(at.day.client("Alex").get(question(at, "agreement")))

    assert f"You signed this for this group on {whole_day_said(clock.now(), here)}" in shown


def test_somebody_answers_every_question_and_waits(at):
    seen, waiting = walk(at, at.day.client("Alex"), "Alex")

    assert seen == ["screen", "name", "identity", "where", "number", "contact", "space", "safe", "agreement",
                    "feeling", "safety", "device"]  # fmt: skip
    assert "You are checked in." in text(waiting)
    assert "Dana Reyes will let you in." in text(waiting)
    assert 'href="tel:988"' in text(waiting)


def test_it_goes_on_where_it_was_on_another_device(at):
    first, second = at.day.client("Alex"), at.day.client("Alex")
    first.post(question(at, "screen"), USUAL["screen"])
    first.post(question(at, "name"), USUAL["name"])

    answer = second.get(reverse("live:check_in", args=[at.session.pk]))

    assert answer["Location"].endswith("/identity/")
    assert 'value="Biscuit"' in text(second.get(question(at, "name")))


def test_going_back_loses_nothing(at):
    client = at.day.client("Alex")

    answer = client.post(question(at, "where"), {"street": "12 Example Str", "state": "PA", "back": "1"})

    assert (answer.status_code, answer["Location"]) == (303, question(at, "identity"))
    assert 'value="12 Example Str"' in text(client.get(question(at, "where")))
    with behind(at.program.pk, at.actor("Dana")):
        assert not CheckInPlace.objects.exists()


def test_what_cannot_be_is_said_beside_its_field_and_stays_typed(at):
    client = at.day.client("Alex")

    answer = client.post(question(at, "where"), {**USUAL["where"], "local_emergency": "soon"})

    assert answer.status_code == 422
    assert "This is no telephone number" in text(answer)
    assert 'value="12 Example Street"' in text(answer)


def test_too_many_wrong_birth_dates_leave_only_a_code(at):
    client = at.day.client("Alex")
    for _ in range(5):
        assert client.post(question(at, "identity"), {**BIRTHDAY, "born_on_year": "1991"}).status_code == 422

    right = client.post(question(at, "identity"), BIRTHDAY)
    assert right.status_code == 422
    assert "born_on" not in text(right)

    dana = at.day.client("Dana")
    shown = dana.post(reverse("live:door_code", args=[at.check_in("Alex").pk]))
    code = shown.context["code"]
    assert client.post(question(at, "identity"), {"code": code}).status_code == 303
    assert code not in text(dana.get(reverse("live:door", args=[at.session.pk])))


def test_whoever_types_neither_is_told_to_and_is_locked_out_by_no_press(at):
    client = at.day.client("Alex")

    pressed = [client.post(question(at, "identity"), {}) for _ in range(6)]

    assert {answer.status_code for answer in pressed} == {422}
    assert "Type your birth date, or the code that we told you." in text(pressed[-1])
    assert client.post(question(at, "identity"), BIRTHDAY).status_code == 303


def test_before_the_doors_open_nobody_begins(at):
    client = at.day.client("Theo")
    with behind(at.program.pk, at.actor("Dana")):
        tomorrow = Session.objects.filter(series=at.day.other.series).order_by("starts_at").first()

    answer = client.get(reverse("live:check_in", args=[tomorrow.pk]))

    assert answer.status_code == 200
    assert "You can check in from" in text(answer)
    with behind(at.program.pk, at.actor("Dana")):
        assert not CheckIn.objects.exists()


@pytest.mark.parametrize("name", ["Theo", "Casey"])
def test_nobody_stands_at_a_door_behind_which_they_have_no_seat(at, name):
    client = at.day.client(name)

    assert client.get(reverse("live:check_in", args=[at.session.pk])).status_code == 404
    assert client.get(question(at, "name")).status_code == 404


def test_somebody_with_thoughts_of_dying_is_told_that_a_clinician_talks_with_them_first(at):
    _, waiting = walk(at, at.day.client("Alex"), "Alex", safety={"hurt_self": "yes"})

    assert "A clinician talks with you first." in text(waiting)
    assert "215-555-0134" in text(waiting)


def test_that_somebody_there_makes_it_unsafe_changes_nothing_on_the_screen(at):
    _, quiet = walk(at, at.day.client("Alex"), "Alex", safe={"unsafe": "no"})
    before = text(quiet)
    at.answers("Alex", "safe", unsafe="yes")

    after = text(at.day.client("Alex").get(reverse("live:waiting", args=[at.session.pk])))

    def only_the_page(page):
        main = page.partition("<main")[2].replace(page.partition('csrfmiddlewaretoken" value="')[2][:64], "")
        # The note by which they are rung is signed anew each second.
        return re.sub(r"/live/bell/[^\"]+", "", main)

    assert "A clinician talks with you first." not in after
    assert only_the_page(before)[:400] == only_the_page(after)[:400]


def test_i_need_help_now_calls_somebody_at_once(at):
    client = at.day.client("Alex")
    walk(at, client, "Alex")

    answer = client.post(reverse("live:need_help", args=[at.session.pk]))

    assert "A clinician is being called now." in text(answer)
    with behind(at.program.pk, at.actor("Dana")):
        assert TalkFirst.objects.get().causes == ["help"]
        assert Page.objects.get().ladder == "crisis"


def test_a_ticket_lets_the_second_of_two_check_in_on_the_same_device_without_signing_anybody_out(at):
    device, dana = at.day.client("Alex"), at.day.client("Dana")
    device.get(reverse("live:check_in", args=[at.session.pk]))
    seat = at.day.group.seat(at.day.patients["Sam"], at.session.on_day)
    secret = dana.post(reverse("live:seat_ticket", args=[at.session.pk, seat.pk])).context["code"]

    answer = device.post(reverse("live:ticket"), {"ticket": secret.lower()})
    address, seen = device.get(answer["Location"])["Location"], []
    while not address.endswith("/waiting/"):
        step = address.rstrip("/").rpartition("/")[2]
        seen.append(step)
        posted = device.post(address, typed(at, "Sam", step))
        assert posted.status_code == 303, text(posted)
        address = posted["Location"]
        if address == reverse("live:ticket_check_in"):
            address = device.get(address)["Location"]

    assert not {"safe", "screen", "identity"} & set(seen)
    assert "Hand the device back" in text(device.get(address))
    device.post(reverse("live:give_back"))
    assert device.get(reverse("live:ticket_question", args=["where"]))["Location"] == reverse("live:ticket")
    assert device.get(reverse("live:check_in", args=[at.session.pk])).status_code == 303
    assert device.post(reverse("live:ticket"), {"ticket": secret}).status_code == 422
    assert "Ask them alone" in text(dana.get(reverse("live:door", args=[at.session.pk])))


def test_a_link_for_the_partner_works_once_and_only_after_a_press(at, mailoutbox):
    alex, phone = at.actor("Alex"), at.day.client("Theo")
    at.answers("Alex", "name")
    with scope(alex):
        made = send_partner_link(visitor=at.visitor("Alex"), live=at.live(), by=alex)
    address = reverse("live:ticket_link", args=[made.secret])

    assert phone.get(address).status_code == 200
    assert phone.post(address).status_code == 303
    assert "safe" in text(phone.get(reverse("live:ticket_question", args=["safe"])))
    assert phone.post(address).status_code == 422


def test_staff_read_verdicts_and_never_answers(at):
    walk(at, at.day.client("Alex"), "Alex", safety={"hurt_self": "yes"}, where={"street": "77 Secretq Road"})
    dana = at.day.client("Dana")

    page = text(dana.get(reverse("live:door", args=[at.session.pk])))

    assert "Talk first" in page
    assert "Everybody who leads may treat them there" in page
    for said in ("Secretq", "215-555-0134", "Robin Park", "Their answers about safety", "Philadelphia"):
        assert said not in page
    assert Reading.objects.filter(kind="door", patients__contains=[str(at.day.patients["Alex"].pk)]).exists()


def test_whoever_treats_somebody_reads_why_a_clinician_talks_first(at):
    caseload.treats(at.day.house, at.day.clinicians["Kim"], at.day.patients["Ravi"], from_at=clock.now())
    at.day.actors["Ravi"] = build.signs_in(at.day.house, at.day.patients["Ravi"])
    at.checks_in("Ravi", safety={"hurt_self": "yes"})
    door = reverse("live:door", args=[at.session.pk])

    assert "Their answers about safety today" in text(at.day.client("Kim").get(door))
    assert "Their answers about safety today" not in text(at.day.client("Dana").get(door))


def test_somebody_is_let_in_by_one_press_and_their_page_leads_them_into_the_room(at):
    client, dana = at.day.client("Alex"), at.day.client("Dana")
    walk(at, client, "Alex")
    at.comes("Dana")
    press = reverse("live:let_in", args=[at.check_in("Alex").pk])
    assert press in text(dana.get(reverse("live:door", args=[at.session.pk])))

    answer = dana.post(press)

    assert answer.status_code == 303
    shown = text(dana.get(answer["Location"]))
    assert "Let in." in shown
    assert press not in shown
    led = client.get(reverse("live:waiting", args=[at.session.pk]))
    assert (led.status_code, led["Location"]) == (303, reverse("live:room", args=[at.session.pk]))


def test_a_card_offers_what_may_be_answered_for_and_then_the_press_that_lets_in(at):
    at.comes("Dana")
    check_in = at.checks_in("Alex", but=("agreement",))
    dana, door = at.day.client("Dana"), reverse("live:door", args=[at.session.pk])
    let, answers = (reverse(f"live:{name}", args=more) for name, more in (
        ("let_in", [check_in.pk]), ("answer_for", [check_in.pk, "unsigned"])))  # fmt: skip

    before = text(dana.get(door))
    answered = dana.post(answers, {"reason": "She signs on paper with Kim."})
    after = text(dana.get(door))

    assert "Not signed for this group" in before
    assert (answers in before, let in before) == (True, False)
    assert answered.status_code == 303
    assert let in after
    assert "Let in." in text(dana.get(dana.post(let)["Location"]))


def test_what_stands_in_the_way_is_said_to_whoever_presses(at):
    walk(at, at.day.client("Alex"), "Alex")
    dana = at.day.client("Dana")

    answer = dana.get(dana.post(reverse("live:let_in", args=[at.check_in("Alex").pk]))["Location"])
    override = dana.post(reverse("live:answer_for", args=[at.check_in("Alex").pk, "unstaffed"]), {"reason": ""})

    assert "With them the room needs 1 staff, and nobody is there." in text(answer)
    assert override.status_code == 422


@pytest.mark.parametrize("name", ["Lee", "Alex"])
def test_nobody_else_opens_the_door_of_a_session(at, name):
    at.checks_in("Sam")
    client, row = at.day.client(name), at.check_in("Sam")

    assert client.get(reverse("live:door", args=[at.session.pk])).status_code in (403, 404)
    assert client.post(reverse("live:let_in", args=[row.pk])).status_code in (403, 404)
    assert client.post(reverse("live:door_code", args=[row.pk])).status_code in (403, 404)


def test_the_card_is_for_whoever_took_the_call_and_ends_with_an_outcome(at):
    walk(at, at.day.client("Alex"), "Alex", safety={"hurt_self": "yes"})
    crisis, other = at.day.house.actor("on_call"), at.day.client("Kim")
    with scope(crisis):
        start_duty(program=at.program.pk, kind="crisis", by=crisis)
    with behind(at.program.pk, crisis):
        talk, page = TalkFirst.objects.get(), Page.objects.get()
    client, address = Client(), reverse("live:talk_card", args=[talk.pk])
    client.force_login(Account.objects.get(pk=crisis.account))
    assert client.get(address).status_code == 404
    with scope(crisis):
        accept_page(page=page, by=crisis)

    shown = text(client.get(address))
    ended = client.post(address, {"outcome": "join", "note": ""})

    assert "12 Example Street, 4 B" in shown
    assert "Typed by them, not verified" in shown
    assert "Robin Park" in shown
    assert other.get(address).status_code == 404
    assert ended.status_code == 303
    with behind(at.program.pk, crisis):
        assert Page.objects.get().resolved_at is not None
    at.comes("Dana")
    dana = at.day.client("Dana")
    back = dana.post(reverse("live:let_in", args=[at.check_in("Alex").pk]))["Location"]
    assert "Let in." in text(dana.get(back))


def test_whoever_leads_ends_only_a_talk_to_which_nobody_else_was_called(at):
    at.checks_in("Alex", safety={"hurt_self": "yes"})
    dana = at.actor("Dana")
    with behind(at.program.pk, dana):
        talk = TalkFirst.objects.get()

    with scope(dana), pytest.raises(NotYourTalk):
        end_talk(talk=talk, outcome="join", note="", by=dana)


def test_anybody_tests_their_device_on_any_day(client, db):
    answer = client.get(reverse("live:device_test"))

    assert answer.status_code == 200
    assert "read us the letter and the number" in text(answer)


def test_the_door_asks_as_many_questions_for_three_people_as_for_one(at):
    door, dana = reverse("live:door", args=[at.session.pk]), at.day.client("Dana")
    at.checks_in("Alex")
    dana.get(door)
    with CaptureQueriesContext(connection) as one:
        dana.get(door)
    for name in ("Sam", "Ravi"):
        at.day.actors.setdefault(name, None)
        at.day.actors[name] = at.day.actors[name] or build.signs_in(at.day.house, at.day.patients[name])
        at.checks_in(name)

    with CaptureQueriesContext(connection) as three:
        dana.get(door)

    assert len(three) <= len(one) + 1


def test_whoever_came_late_is_there_and_nobody_reaches_out_to_them(at):
    at.comes("Dana")
    with clock.fixed(at.session.starts_at + timedelta(minutes=20)):
        at.checks_in("Alex")
        shown = re.sub(r"<[^>]+>", " ", text(at.day.client("Dana").get(reverse("live:door", args=[at.session.pk]))))

    alex, others = re.search(r" Alex .*?Not today", shown), "Late: 20 minutes. Somebody reaches out to them."
    assert "Late: 20 minutes. You decide whether it helps to come in now." in alex[0]
    assert others not in alex[0]
    assert others in shown
