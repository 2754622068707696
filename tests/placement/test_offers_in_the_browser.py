"""Offered places, and why somebody has theirs, in a real browser: every page and state, in both sizes and schemes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.offers import answer_offer, lapse_offers
from hearthside.placement.models.reasons import PlacementReason
from tests import build
from tests.browsing import faults, findings, looking, opposites, picture, too_wide
from tests.placement.offering import offered

pytestmark = pytest.mark.browser

WEEK = {"week": "2027-03-01", "zone": "America/New_York"}


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


def other(cohort, against="", **facts):
    return {"cohort": cohort, "days": ["tue", "thu", "fri"], "start": 540, "minutes": 190, "size": 5, "wishes": [],
            "against": against, **facts}  # fmt: skip


def placed(at) -> dict[str, object]:
    """Why Ravi is where he is, as a published week writes it down."""
    wishes = [{"wish": "time", "asked": "evening", "met": True}, {"wish": "size", "asked": "small", "met": False}]
    against_wishes = [{"wish": "time", "asked": "evening", "met": False}]
    return {
        **WEEK, "cohort": str(at.group.cohort.pk), "days": ["mon", "wed", "fri"], "start": 1080, "minutes": 190,
        "size": 7, "wishes": wishes, "state": "PA", "language": "en", "track": "mh", "with_partner": False,
        "others": [other("g2", wishes=against_wishes), other("g3", "full")],
    }  # fmt: skip


def waiting() -> dict[str, object]:
    return {
        **WEEK, "reason": "availability", "state": "PA", "languages": ["en"], "track": "mh", "least": 4,
        "couple": False, "help": {"kind": "hours", "days": ["mon", "wed"], "start": 1020, "end": 1230},
    }  # fmt: skip


@pytest.fixture(scope="module")
def there(site) -> There:
    with site.as_program():
        at = offered()
        by = system_actor("nightly", program=at.house.program.pk)
        with scope(at.actors["Ravi"]):
            answer_offer(offer=at.offer("Ravi"), answer="accepted", by=at.actors["Ravi"])
        ids = {"alex": at.offer("Alex").pk, "sam": at.offer("Sam").pk, "person": at.people["Ravi"].pk}
        grace = build.patient(at.house, "Grace", "Oyelaran")
        at.people["Grace"], at.actors["Grace"] = grace, build.signs_in(at.house, grace)
        with behind(at.house.program.pk, at.coordinator):
            for who, kind, facts in ((at.people["Ravi"], "placed", placed(at)), (grace, "waiting", waiting())):
                PlacementReason.objects.create(
                    program=at.house.program, patient=who, kind=kind, facts=facts, at=clock.now()
                )
        ids["grace"] = grace.pk
        who = ("Alex", "Sam", "Ravi", "Grace", "coordinator", "intake")
        cookies = {name: at.client(name).cookies[settings.SESSION_COOKIE_NAME].value for name in who}
        with clock.fixed(clock.now() + timedelta(days=5)), scope(by):
            lapse_offers(program=at.house.program, by=by)
    return There(site.url, cookies, ids)


# Name of the picture: who looks, at what.
STATES = {
    "late": ("Alex", "/my-offer/"),
    "taken": ("Ravi", "/my-offer/"),
    "none": ("Grace", "/my-offer/"),
    "take": ("Alex", "/my-offer/{alex}/accept/"),
    "another": ("Alex", "/my-offer/{alex}/another/"),
    "decline": ("Alex", "/my-offer/{alex}/decline/"),
    "why": ("Ravi", "/my-place/"),
    "why-by-hand": ("Sam", "/my-place/"),
    "waiting": ("Grace", "/my-place/"),
    "home": ("Alex", "/home/"),
    "desk": ("coordinator", "/offers/"),
    "desk-finds-nobody": ("coordinator", "/offers/?q=nobody&sort=-until"),
    "desk-of-intake": ("intake", "/offers/"),
    "write-down": ("coordinator", "/offers/{alex}/answer/"),
    "more-time": ("coordinator", "/offers/{alex}/extend/"),
    "end": ("coordinator", "/offers/{alex}/end/"),
    "person": ("coordinator", "/people/{person}/place-in-a-group/"),
    "person-waiting": ("coordinator", "/people/{grace}/place-in-a-group/"),
    "person-page": ("coordinator", "/people/{person}/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, there, state):
    with looking(browser) as page:
        there.open(page, *STATES[state])

        assert faults(page, f"offer-{state}", at=opposites()) == {}


@pytest.mark.parametrize("form", ["write-down", "more-time"])
def test_a_form_that_was_refused_has_the_keyboard_at_its_summary(browser, there, form):
    with looking(browser, 375) as page:
        there.open(page, *STATES[form])
        if form == "more-time":
            page.get_by_label("They may answer until the end of").fill("2020-01-01")
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.wait_for_selector("#errors")
        picture(page, f"offer-{form}-refused")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) + too_wide(page) == []


def test_the_keyboard_alone_takes_a_place(browser, there):
    with looking(browser, 375) as page:
        there.open(page, "Sam", "/my-offer/")
        page.get_by_role("button", name="Yes, I take this place").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/my-offer/")
        page.get_by_role("heading", name="You took this place").wait_for()
        picture(page, "offer-just-taken")

        assert "The place is yours." in page.locator("body").inner_text()
        assert findings(page) + too_wide(page) == []
