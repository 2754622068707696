"""Being on duty as people meet it: started with a tone, called within seconds, accepted with one key."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import Page
from hearthside.safety.pager.carrying import carry_out
from hearthside.safety.pager.taking import take_step
from hearthside.safety.pager.whoami import PAGER
from tests import build
from tests.browsing import faults, looking, opposites
from tests.builders import clinicians
from tests.builders.access import somebody
from tests.builders.clinicians import House
from tests.builders.safety import Line, called_for, on_duty
from tests.notify.test_in_the_browser import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def people(site):
    """Harbor House with two clinicians who sign in, and a director."""
    with site.as_program():
        house = build.program()
        made = {"director": somebody(house, "director", name="Sidney Marsh", email="sidney.marsh@example.org")}
        at = House(house.program, made["director"].actor)
        for key, name in (("kim", "Kim Osei"), ("ines", "Ines Varga")):
            made[key] = somebody(house, "clinician", name=name, email=f"{key}@example.org")
            card = clinicians.clinician(at, name)
            with scope(at.director):
                link_account(clinician=card, account=made[key].account, by=at.director)
        made["house"] = at
    return made


@pytest.fixture
def nobody_on_duty(site):
    yield
    with site.as_program(), scope(PAGER):
        Duty.objects.filter(ended_at=None).update(ended_at="2099-01-01T00:00Z")
        Page.objects.filter(resolved_at=None).update(resolved_at="2099-01-01T00:00Z", next_due_at=None)


def starts(page, site, kind: str = "Floater") -> None:
    page.goto(f"{site.url}/duty/")
    page.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    page.get_by_role("button", name="Start duty").click()
    page.get_by_role("heading", name="What calls you").wait_for()


def calls(site, people, title="Monday evening group") -> Page:
    """Somebody is needed, and the first one on duty is called; as the engine does it."""
    with site.as_program():
        at = people["house"]
        with scope(PAGER):
            on = list(Duty.objects.open().order_by("began_at").values_list("account", flat=True))
        Line([UUID(str(account)) for account in on]).register()
        made = called_for(at, title=title, ladder="crisis", cause="talk_first", patients=6, staff=0, needed=1)
        for ticket in take_step(timedelta(seconds=60)) or ():
            carry_out(ticket, timedelta(seconds=1), lambda place: None)
    return made


def test_nothing_is_wrong_with_the_page_in_any_state(browser, site, people, nobody_on_duty):
    wrong = {}
    with looking(browser, 375, permissions=["notifications"]) as page:
        signed_in(page, site, people["kim"])
        page.goto(f"{site.url}/duty/")
        wrong["off"] = faults(page, "duty-off")
        page.get_by_role("button", name="Start duty").click()
        page.get_by_text("Please").first.wait_for()
        wrong["refused"] = faults(page, "duty-refused", opposites())
        starts(page, site, "Crisis clinician")
        wrong["on"] = faults(page, "duty-on")
        calls(site, people)
        page.get_by_role("heading", name="Monday evening group").wait_for()
        wrong["called"] = faults(page, "duty-called")
        page.goto(f"{site.url}/duty/")
        page.get_by_role("button", name="Let this page sound").wait_for()
        wrong["silent"] = faults(page, "duty-silent", opposites())

    assert {state: found for state, found in wrong.items() if found} == {}


def test_whoever_starts_hears_a_tone_and_is_told_that_calls_are_heard(browser, site, people, nobody_on_duty):
    with looking(browser, 1280, permissions=["notifications"]) as page:
        signed_in(page, site, people["kim"])

        starts(page, site)

        page.get_by_text("A call would be heard and shown").wait_for()
        page.wait_for_timeout(500)
        with site.as_program(), scope(PAGER):
            duty = Duty.objects.open().get(account=people["kim"].account)
        assert duty.sound_checked_at is not None
        assert duty.notification_checked_at is not None


def test_where_no_notification_may_be_shown_the_page_says_so(browser, site, people, nobody_on_duty):
    with looking(browser, 1280) as page:
        signed_in(page, site, people["kim"])
        page.add_init_script("Notification.requestPermission = async () => 'denied'")

        starts(page, site)

        page.get_by_text("no notification shown").wait_for()


def test_a_call_shows_within_seconds_and_one_key_accepts_it(browser, site, people, nobody_on_duty):
    with looking(browser, 375, permissions=["notifications"]) as page:
        signed_in(page, site, people["kim"])
        starts(page, site, "Crisis clinician")
        page.get_by_text("A call would be heard and shown").wait_for()
        raised = calls(site, people)

        page.get_by_role("heading", name="Monday evening group").wait_for(timeout=8000)
        said = page.locator("#calls").inner_text()
        title = page.title()
        page.get_by_role("button", name="I am coming").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

        assert "6 people there" in said
        assert "0 of 1 staff there" in said
        assert title == "You are called"
    with site.as_program(), scope(PAGER):
        assert Page.objects.get(pk=raised.pk).accepted_by_id == people["kim"].account.pk


def test_without_scripts_duty_is_started_called_and_ended_all_the_same(browser, site, people, nobody_on_duty):
    with looking(browser, 375, java_script_enabled=False) as page:
        signed_in(page, site, people["ines"])
        starts(page, site, "Crisis clinician")
        calls(site, people, "Tuesday group")
        page.goto(f"{site.url}/duty/")
        page.get_by_role("heading", name="Tuesday group").wait_for()
        page.get_by_role("button", name="End duty").click()

        page.get_by_text("You are no longer on duty").wait_for()
    with site.as_program(), scope(PAGER):
        assert not Duty.objects.open().filter(account=people["ines"].account).exists()


def test_whoever_is_signed_out_meanwhile_is_still_woken(browser, site, people, nobody_on_duty):
    with looking(browser, 1280, permissions=["notifications"]) as page:
        signed_in(page, site, people["kim"])
        starts(page, site, "Crisis clinician")
        page.get_by_text("A call would be heard and shown").wait_for()
        page.context.clear_cookies()

        calls(site, people)

        page.get_by_text("You are called, and this page cannot show by what").wait_for(timeout=8000)


def test_everybody_on_duty_sees_who_else_is(browser, site, people, nobody_on_duty):
    with site.as_program():
        on_duty(people["house"], "supervisor", name="Lee Moreau")
    with looking(browser, 1280) as page:
        signed_in(page, site, people["kim"])
        page.goto(f"{site.url}/duty/")

        assert "Lee Moreau, supervisor" in page.get_by_role("complementary").last.inner_text()
