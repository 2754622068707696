"""Scenarios in a real browser: every page and state, in both sizes and schemes, and one asked by the keyboard alone."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement import jobs_what_if as jobs
from hearthside.placement.actions.scenarios import ask_what_if
from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.solver.whatif_changes import AddCouple, CloseDay, LoseClinician, RaiseDemand
from tests.browsing import faults, findings, looking, opposites, picture, too_wide
from tests.placement.in_this_process import in_this_process
from tests.placement.waiting_room import WaitingRoom, from_ohio, waiting_room

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class There:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, object]

    def open(self, page, who: str, path: str) -> None:
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.url}])
        answer = page.goto(self.url + path.format(**self.ids))
        assert answer.status == 200, answer.status


def asked(at: WaitingRoom, name: str, *changes, kind: str = "what_if", done: bool = True) -> Scenario:
    with scope(at.coordinator):
        made = ask_what_if(
            program=at.house.program, name=name, week=at.monday, changes=changes, kind=kind, effort=2, by=at.coordinator
        )
    if done:
        with in_this_process():
            jobs.what_if(scenario=str(made.pk))
    return made


def told(at: WaitingRoom, made: Scenario, **facts: object) -> None:
    with behind(at.house.program.pk, at.coordinator):
        Scenario.objects.filter(pk=made.pk).update(**facts)


def cookie(account) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def there(site) -> There:
    with site.as_program():
        at = waiting_room()
        from_ohio(at)
        ravi, dana = str(at.people["Ravi"].pk), str(at.staff["Dana"].pk)
        lost = asked(at, "Without Dana, and more people", LoseClinician(dana), AddCouple(1, ravi), RaiseDemand(50))
        hire, hours = asked(at, "Our next hire", kind="hire"), asked(at, "Two hours more", kind="hours")
        failed, running = (
            asked(at, "A closed Sunday", CloseDay(6)),
            asked(at, "Who comes next", kind="hire", done=False),
        )
        told(
            at, failed, status="failed", result=None, failed_because="This week cannot be planned yet. Nobody is free."
        )
        told(at, running, status="running", began_at=clock.now(), trail=[[3.0, 1.0, 12.0, 40.0, 5.0]])
        empty = waiting_room()
        cookies = {
            "coordinator": cookie(at.coordinator.account),
            "director": cookie(at.house.actor("director").account),
            "elsewhere": cookie(empty.coordinator.account),
        }
        ids = {"lost": lost.pk, "hire": hire.pk, "hours": hours.pk, "failed": failed.pk, "running": running.pk}
    return There(site.url, cookies, ids)


# Name of the picture: who looks, at what.
STATES = {
    "list": ("coordinator", "/what-if/"),
    "list-finds-nothing": ("coordinator", "/what-if/?q=nothing&sort=name"),
    "list-of-director": ("director", "/what-if/"),
    "none": ("elsewhere", "/what-if/"),
    "new": ("coordinator", "/what-if/new/"),
    "ask-hire": ("coordinator", "/what-if/whom-to-hire/"),
    "beside-today": ("coordinator", "/what-if/{lost}/"),
    "hire": ("coordinator", "/what-if/{hire}/"),
    "hours": ("director", "/what-if/{hours}/"),
    "failed": ("coordinator", "/what-if/{failed}/"),
    "running": ("coordinator", "/what-if/{running}/"),
    "stop": ("coordinator", "/what-if/{running}/cancel/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, there, state):
    with looking(browser) as page:
        there.open(page, *STATES[state])
        page.wait_for_load_state("load")

        assert faults(page, f"what-if-{state}", at=opposites()) == {}


def test_a_change_that_was_refused_has_the_keyboard_at_its_summary(browser, there):
    with looking(browser, 375) as page:
        there.open(page, "coordinator", "/what-if/new/")
        page.get_by_text("A limit is tighter").click()
        page.get_by_label("At most").fill("99")
        page.get_by_role("button", name="Add the limit").press("Enter")
        page.wait_for_selector("#errors")
        picture(page, "what-if-new-refused")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert page.get_by_label("At most").input_value() == "99"
        assert findings(page) + too_wide(page) == []


def test_the_keyboard_alone_asks_what_if(browser, there):
    with looking(browser, 1280) as page:
        there.open(page, "coordinator", "/what-if/new/")
        page.get_by_text("A day is closed").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Which day of every week").select_option("5")
        page.get_by_role("button", name="Add the closed day").press("Enter")
        page.get_by_text("Closed on Saturdays", exact=True).wait_for()
        picture(page, "what-if-new-one-change")
        assert findings(page) + too_wide(page) == []
        page.get_by_label("Name of the scenario").fill("Closed Saturdays")
        page.get_by_label("Name of the scenario").press("Enter")
        page.get_by_role("heading", name="Closed Saturdays").wait_for()
        picture(page, "what-if-asked")

        assert "It begins as soon as nothing else is being planned." in page.locator("main").inner_text()
        assert findings(page) + too_wide(page) == []
