"""Looking at a proposal and changing it in a browser: both sizes and schemes, by keyboard, without JavaScript."""

from dataclasses import dataclass

import pytest
from django.conf import settings

from tests.browsing import faults, findings, looking, opposites, picture
from tests.people.clinic import signed_in
from tests.placement.reviewing import again_room, kept_room, planned_room, with_a_moved_session

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class House:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, str]

    def open(self, page, who: str, path: str) -> None:
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.url}])
        page.goto(self.url + path.format(**self.ids))


@pytest.fixture(scope="module")
def house(site) -> House:
    with site.as_program():
        room, again, still = planned_room(), again_room(), kept_room()
        week = room.week(room.proposal)
        ids = {
            "proposal": str(room.proposal.pk),
            "cohort": week.cohorts[0].id,
            "session": week.sessions[0].id,
            "ravi": str(room.people["Ravi"].pk),
            "jo": str(room.people["Jo"].pk),
            "again": str(again.proposal.pk),
            "still": str(still.proposal.pk),
            "max": str(again.people["Max"].pk),
        }
        ids["newcomer"] = str(again.arrives("Jo Lind").pk)
        clients = {
            "coordinator": signed_in(room.house, "coordinator"),
            "director": signed_in(room.house, "director"),
            "intake": signed_in(again.house, "intake"),
            "again": signed_in(again.house, "coordinator"),
            "still": signed_in(still.house, "coordinator"),
        }
        with_a_moved_session(still, clients["still"])
        cookies = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()}
    return House(site.url, cookies, ids)


ONLY = "/proposals/{proposal}/only/"
STATES = {
    "plan": ("coordinator", "/proposals/{proposal}/"),
    "plan-for-a-director": ("director", "/proposals/{proposal}/"),
    "plan-again": ("again", "/proposals/{again}/?cohorts=all"),
    "session-planned-again": ("still", "/proposals/{still}/"),
    "cohort": ("coordinator", ONLY + "cohorts/{cohort}/"),
    "person-placed": ("coordinator", ONLY + "people/{ravi}/"),
    "person-who-waits": ("coordinator", ONLY + "people/{jo}/"),
    "person-planned-again": ("again", "/proposals/{again}/most/people/{max}/"),
    "session": ("coordinator", ONLY + "sessions/{session}/"),
    "place": ("again", "/people/{newcomer}/place/"),
    "place-of-somebody-placed": ("again", "/people/{max}/place/"),
    "place-of-nobody": ("coordinator", "/people/{jo}/place/"),
    "place-for-intake": ("intake", "/people/{newcomer}/place/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, house, state):
    with looking(browser) as page:
        house.open(page, *STATES[state])

        assert faults(page, f"review-{state}", at=opposites()) == {}


def test_a_refused_change_says_the_rule_and_the_keyboard_is_at_its_summary(browser, house):
    with looking(browser, 375) as page:
        house.open(page, "coordinator", ONLY + "people/{jo}/")
        page.get_by_label("Where they go").select_option(index=1)
        page.get_by_role("button", name="Move", exact=True).press("Enter")
        page.wait_for_selector("#errors")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert page.get_by_text("Licensed where everybody is").is_visible()
        assert faults(page, "review-refused", at=opposites(), opened=False) == {}


def test_a_person_is_moved_and_moved_back_by_keyboard_alone(browser, house):
    with looking(browser) as page:
        house.open(page, "coordinator", "/proposals/{proposal}/")
        page.locator("summary", has_text="new here").press("Enter")
        page.locator("main li", has_text="Ravi Menon").get_by_role("link", name="Move").press("Enter")
        page.get_by_label("Where they go").select_option(label="They wait")
        page.get_by_role("button", name="Move", exact=True).press("Enter")
        page.wait_for_selector("text=Changed by hand")
        picture(page, "review-changed-1280-light")
        assert findings(page) == []

        page.get_by_role("button", name="Take the last change back").press("Enter")
        page.wait_for_selector("text=The last change is taken back")
        assert page.get_by_text("Changed by hand").count() == 0


def test_everything_works_without_javascript(browser, house):
    with looking(browser, 375, java_script_enabled=False, strict=False) as page:
        house.open(page, "coordinator", ONLY + "people/{ravi}/")
        page.get_by_label("Where they go").select_option(label="They wait")
        page.get_by_role("button", name="Move", exact=True).click()
        page.get_by_role("button", name="Take the last change back").click()

        assert page.get_by_text("The last change is taken back").first.is_visible()
