"""The pages of cohorts in a real browser: every page and state, in both sizes and schemes, and by keyboard."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.conf import settings

from hearthside.access.models import Account
from tests import build
from tests.browsing import faults, findings, looking, opposites
from tests.caseload.clinic import at_browser, clinic
from tests.people.clinic import signed_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class House:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, UUID]

    def open(self, page, who: str, path: str) -> None:
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.url}])
        page.goto(self.url + path.format(**self.ids))


@pytest.fixture(scope="module")
def house(site) -> House:
    with site.as_program():
        at = clinic()
        alexs = build.signs_in(at.house, at.alex)
        clients = {role: signed_in(at.house, role) for role in ("coordinator", "director")}
        clients |= {
            "dana": at_browser(at.danas),
            "nobody yet": signed_in(build.program(), "coordinator"),
            "alex": at_browser(Account.objects.get(pk=alexs.account)),
        }
        cookies = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()}
    return House(site.url, cookies, at.ids)


# Name of the picture: who looks, at what.
STATES = {
    "board": ("coordinator", "/cohorts/"),
    "board-of-nobody": ("nobody yet", "/cohorts/"),
    "cohort": ("coordinator", "/cohorts/{morning}/"),
    "cohort-for-a-clinician": ("dana", "/cohorts/{morning}/"),
    "come": ("coordinator", "/cohorts/{evening}/people/new/"),
    "leave": ("coordinator", "/people/{alex}/places/{place}/leave/"),
    "longer": ("coordinator", "/people/{alex}/places/{place}/longer/"),
    "new": ("coordinator", "/cohorts/new/"),
    "new-without-a-plan": ("nobody yet", "/cohorts/new/"),
    "close": ("coordinator", "/cohorts/{morning}/close/"),
    "care": ("coordinator", "/people/{alex}/care/"),
    "my-care": ("alex", "/people/{alex}/care/"),
    "assign": ("coordinator", "/people/{alex}/care/counseling/new/"),
    "end-treatment": ("coordinator", "/people/{alex}/care/{treatment}/end/"),
    "day-plans": ("director", "/day-plans/"),
    "day-plan": ("director", "/day-plans/iop-3/change/"),
    "exceptions": ("director", "/cohorts/exceptions/"),
    "exceptions-of-nothing": ("nobody yet", "/cohorts/exceptions/"),
}
REFUSED = {
    "close": ("coordinator", "/cohorts/{morning}/close/"),
    "come": ("coordinator", "/cohorts/{evening}/people/new/"),
    "assign": ("coordinator", "/people/{alex}/care/counseling/new/"),
    "day-plan": ("director", "/day-plans/new/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, house, state):
    with looking(browser) as page:
        house.open(page, *STATES[state])

        assert faults(page, f"caseload-{state}", at=opposites()) == {}


@pytest.mark.parametrize("state", REFUSED)
def test_nothing_is_wrong_with_a_form_that_was_refused_and_the_keyboard_is_at_its_summary(browser, house, state):
    with looking(browser, 375) as page:
        house.open(page, *REFUSED[state])
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.wait_for_selector("#errors")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) == []


def test_a_cohort_is_changed_by_keyboard_alone(browser, house):
    with looking(browser) as page:
        house.open(page, "coordinator", "/cohorts/{evening}/")
        page.get_by_role("link", name="Change", exact=True).press("Enter")
        page.get_by_label("Name").fill("Evening together")
        page.get_by_role("button", name="Save").press("Enter")
        page.wait_for_selector("h1:has-text('Evening together')")

        assert page.get_by_text("Saved.").first.is_visible()
