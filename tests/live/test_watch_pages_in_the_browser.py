"""The monitor, cards, and acts without a script, in a real browser: every state, phone and desktop, light and dark."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from hearthside.ledger.scope import scope
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.models.clocks import ClockAlarm
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.room_words import DANGER
from tests import build
from tests.browsing import faults, looking
from tests.builders import live, safety
from tests.builders.live import account_of, instant
from tests.live.receiving import everybody

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def at(site):
    """Kim's process was killed, Lee has left, and Jo is missing: the group is paused."""
    with site.as_program():
        there = live.live(build.program())
        received = everybody(there)
        received.says_leave("lee", at=10)
        received.beating -= {"kim", "p2"}
        received.until(60)
        with scope(there.watch):
            card = MissingCard.objects.get()
            ClockAlarm.objects.create(program=there.at.program, began_at=instant(there, 30), behind_ms=3100)
            sitter = SeatOccupant.objects.get(seat=there.seats["p1"])
        with scope(there.lead):
            flag = set_flag(live=there.live, sitter=sitter.pk, level=DANGER, by=there.lead)
        assert flag is not None
        empty = build.program()
        cookies = {name: cookie_of(who) for name, who in (
            ("director", there.at.director), ("lee", there.co), ("p1", there.actors["p1"]),
            ("elsewhere", empty.director), ("floater", safety.on_duty(there.at, name="Flo Ito")),
        )}  # fmt: skip
        return card, flag, sitter, cookies


def cookie_of(who) -> str:
    client = Client()
    client.force_login(account_of(who))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def opens(page, site, cookie: str, path: str) -> None:
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
    assert page.goto(site.url + path).status == 200


def test_the_monitor_and_the_card_in_every_state(browser, site, at):
    card, _, _, cookies = at
    found = {}
    with looking(browser) as page:
        opens(page, site, cookies["elsewhere"], "/live/")
        found |= faults(page, "live-monitor-empty")
        opens(page, site, cookies["director"], "/live/")
        expect(page.get_by_text("The group is paused")).to_be_visible()
        expect(page.get_by_text("3 seconds behind ours")).to_be_visible()
        found |= faults(page, "live-monitor-breach")
        opens(page, site, cookies["floater"], "/live/console/")
        found |= faults(page, "live-console")
        opens(page, site, cookies["lee"], "/live/console/")
        found |= faults(page, "live-console-off-duty")
    with looking(browser) as page:
        opens(page, site, cookies["lee"], f"/live/cards/{card.pk}/")
        found |= faults(page, "live-card")
        page.get_by_role("button", name="Close the card").click()
        expect(page.get_by_text("Choose").or_(page.get_by_text("required")).first).to_be_visible()
        found |= faults(page, "live-card-refused")
        page.get_by_label("Called them").check()
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("heading", name="What was done")).to_be_visible()
        page.get_by_label("Reached, and safe").check()
        page.get_by_role("button", name="Close the card").click()
        expect(page.get_by_text("Reached, and safe.")).to_be_visible()
        found |= faults(page, "live-card-closed")

    assert found == {}


def test_the_card_of_whoever_is_flagged_and_acts_without_a_script(browser, site, at):
    _, flag, sitter, cookies = at
    room = f"/live/{flag.session_id}"
    found = {}
    with looking(browser) as page:
        opens(page, site, cookies["p1"], f"{room}/acts/help/")
        found |= faults(page, "live-act-help")
        page.get_by_role("button", name="Ask for help").click()
        expect(page.get_by_text("Choose").or_(page.get_by_text("required")).first).to_be_visible()
        found |= faults(page, "live-act-help-refused")
    with looking(browser) as page:
        opens(page, site, cookies["lee"], f"{room}/acts/remove/?sitter={sitter.pk}")
        page.get_by_role("button", name="Put them out").click()
        expect(page.get_by_text("Check the box").first).to_be_visible()
        found |= faults(page, "live-act-remove-refused")
        opens(page, site, cookies["lee"], f"{room}/acts/flag/?sitter={sitter.pk}")
        found |= faults(page, "live-act-flag")
        opens(page, site, cookies["lee"], f"/live/raised/{flag.pk}/")
        found |= faults(page, "live-raised-called")
        page.get_by_role("button", name="I take care of it").click()
        expect(page.get_by_text("Nobody is called for this now.")).to_be_visible()
        found |= faults(page, "live-raised")

    assert found == {}
