"""The pages of a session's course in a real browser: entering, each form, refused and not, leaving and what follows."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from hearthside.ledger.scope import scope
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.models.seats import SeatOccupant
from tests import build
from tests.browsing import faults, looking, opposites
from tests.builders import live
from tests.builders.live import account_of
from tests.live.receiving import everybody

pytestmark = [pytest.mark.slow, pytest.mark.browser]
FORMS = ("rest", "next_block", "extend", "end", "end_now", "lead")


@pytest.fixture(scope="module")
def at(site):
    """Everybody is there, and whoever leads worries about Alex."""
    with site.as_program():
        there = live.live(build.program())
        everybody(there)
        with scope(there.watch):
            sitter = SeatOccupant.objects.get(seat=there.seats["p1"])
        with scope(there.lead):
            set_flag(live=there.live, sitter=sitter.pk, level=1, by=there.lead)
        return there, {name: _cookie(there.actors[name]) for name in ("kim", "p1", "p2")}


def _cookie(who) -> str:
    client = Client()
    client.force_login(account_of(who))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_every_page_of_the_course(browser, site, at):
    there, cookies = at
    found = {}

    def looks(page, name: str) -> None:
        if wrong := faults(page, f"course-{name}", opposites()):
            found[name] = wrong

    def opens(page, who: str, name: str) -> None:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookies[who], "url": site.url}])
        assert page.goto(site.url + reverse(f"live:{name}", args=[there.live.pk])).status == 200

    with looking(browser) as page:
        opens(page, "kim", "enter")
        looks(page, "enter")
        for name in FORMS:
            opens(page, "kim", f"act_{name}")
            looks(page, name)
        opens(page, "kim", "act_rest")
        page.get_by_label("Minutes").fill("40")
        page.get_by_label("A pet break").check()
        page.get_by_role("button", name="Begin the break").click()
        expect(page.get_by_text("A break lasts 3 to 15 minutes.").first).to_be_visible()
        looks(page, "rest-refused")
    with looking(browser) as page:
        opens(page, "p1", "act_leave")
        looks(page, "leave")
        page.get_by_label("Leave for now: I am coming back").check()
        page.get_by_role("button", name="Leave", exact=True).click()
        expect(page.get_by_label("Where may we call you?")).to_be_visible()
        looks(page, "leave-asked")
        page.get_by_label("Where may we call you?").fill("215-555-0134")
        page.get_by_role("button", name="Leave", exact=True).click()
        expect(page.get_by_role("heading", name="You left for now.")).to_be_visible()
        looks(page, "left-for-now")
    with looking(browser) as page:
        opens(page, "p2", "act_leave")
        page.get_by_label("Leave the group for today").check()
        page.get_by_role("button", name="Leave", exact=True).click()
        expect(page.get_by_role("link", name="Check in again")).to_be_visible()
        looks(page, "left")

    assert found == {}
