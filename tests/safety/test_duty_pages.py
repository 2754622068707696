"""The pages of duty and calls, without a browser: what they answer, and to whom."""

from uuid import uuid4

import pytest
from django.test import Client

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.models import Account
from hearthside.ledger.scope import scope
from hearthside.safety.actions.duty import end_duty
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.web.tickets import ticket_for
from tests.builders import clinicians
from tests.builders.safety import Line, called_for, on_duty
from tests.kept import begins_with


def harbor():
    at = clinicians.house()
    return at, on_duty(at), on_duty(at, name="Ines Varga")


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    at, kim, ines = kept
    Line([kim.account, ines.account]).register()
    return at, kim, ines


def browser_of(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account))
    return client


def duty_of(actor) -> Duty:
    with scope(PAGER):
        return Duty.objects.open().get(account=actor.account)


def said_after(client: Client, press: str) -> str:
    """What the page says to which a press leads."""
    return client.get(client.post(press)["Location"]).content.decode()


def test_duty_starts_and_ends_with_one_press_each(there):
    at, *_ = there
    director = at.actor("director")
    client = browser_of(director)

    refused = client.post("/duty/start/", {})
    started = client.post("/duty/start/", {"kind": "supervisor"})
    shown = client.get("/duty/").content.decode()
    ended = client.post(f"/duty/{duty_of(director).pk}/end/")

    assert [a.status_code for a in (refused, started, ended)] == [422, 303, 303]
    assert "You are on duty" in shown
    with scope(PAGER):
        assert not Duty.objects.open().filter(account=director.account).exists()


def test_nobody_is_offered_or_given_a_duty_they_may_not_do(there):
    at, *_ = there
    client = browser_of(at.actor("director"))

    shown = client.get("/duty/").content.decode()
    refused = client.post("/duty/start/", {"kind": "floater"})

    assert "Supervisor:" in shown
    assert "Floater:" not in shown
    assert refused.status_code == 422


def test_whoever_is_called_reads_a_title_and_counts_and_accepts_in_one_press(there):
    at, kim, ines = there
    page = called_for(at, title="Evening group", patients=6, staff=0, needed=1)

    shown = browser_of(kim).get("/duty/calls/").content.decode()
    taken = browser_of(kim).post(f"/duty/calls/{page.pk}/accept/")
    late = said_after(browser_of(ines), f"/duty/calls/{page.pk}/accept/")

    assert "Evening group" in shown
    assert "6 people there" in shown
    assert taken.status_code == 303
    assert "Somebody else has accepted" in late
    with scope(PAGER):
        assert Page.objects.get(pk=page.pk).accepted_by_id == kim.account


def test_whoever_cannot_come_after_all_gives_it_back_and_others_are_called(there):
    at, kim, ines = there
    page = called_for(at)
    browser_of(kim).post(f"/duty/calls/{page.pk}/accept/")

    refused = said_after(browser_of(ines), f"/duty/calls/{page.pk}/give-back/")
    browser_of(kim).post(f"/duty/calls/{page.pk}/give-back/")

    assert "This call is not for you" in refused
    with scope(PAGER):
        assert Page.objects.get(pk=page.pk).is_calling


def test_an_open_page_hears_by_its_ticket_without_being_signed_in(there):
    at, kim, _ = there
    ticket = ticket_for(duty_of(kim))
    before = Client().get(f"/duty/ringing/{ticket}/").json()
    page = called_for(at, title="Evening group")

    heard = Client().get(f"/duty/ringing/{ticket}/")

    assert before == {"calls": []}
    assert heard.json() == {"calls": [str(page.pk)]}
    assert heard["Cache-Control"] == "no-store"
    assert not heard.cookies


def test_a_ticket_is_worth_nothing_once_the_duty_or_the_access_has_ended_or_when_it_is_made_up(there):
    at, kim, ines = there
    tickets = {who.account: ticket_for(duty_of(who)) for who in (kim, ines)}
    browser_of(kim).post(f"/duty/{duty_of(kim).pk}/end/")
    with scope(at.director):
        gone = Account.objects.get(pk=ines.account)
        end_access_everywhere(program=at.program, account=gone, by=at.director)

    for ticket in (*tickets.values(), "made-up", f"{tickets[kim.account]}x"):
        assert Client().get(f"/duty/ringing/{ticket}/").status_code == 404


def test_nobody_ends_or_speaks_for_the_duty_of_somebody_else(there):
    _, kim, ines = there
    theirs = duty_of(ines).pk
    client = browser_of(kim)

    answers = [client.post(f"/duty/{id}/{what}/") for id in (theirs, uuid4()) for what in ("end", "heard")]

    assert {answer.status_code for answer in answers} == {404}
    with scope(PAGER):
        assert Duty.objects.open().filter(pk=theirs).exists()


def test_a_page_that_says_it_can_sound_is_believed_until_it_says_otherwise(there):
    _, kim, _ = there
    client, duty = browser_of(kim), duty_of(kim)

    client.post(f"/duty/{duty.pk}/heard/", {"sound": "yes", "notification": "no"})
    once = duty_of(kim)
    client.post(f"/duty/{duty.pk}/heard/", {"sound": "no"})

    assert once.sound_checked_at is not None
    assert once.notification_checked_at is None
    assert duty_of(kim).sound_checked_at is None


def test_patients_and_the_front_desk_have_no_such_page(there):
    at, *_ = there

    for role in ("patient", "intake", "biller", "coordinator", "compliance"):
        assert browser_of(at.actor(role)).get("/duty/").status_code == 403


def test_a_director_ends_the_duty_of_whoever_left(there):
    at, kim, _ = there
    with scope(at.director):
        ended = end_duty(duty=duty_of(kim), by=at.director)

    assert ended.ended_at is not None
