"""What is told of sizes and ratios once groups have met for weeks: to everybody, and to whoever answers for them."""

from datetime import timedelta

import pytest
from django.conf import settings

from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.schedule.actions.cover import override_short
from tests.browsing import faults, looking
from tests.builders.harbor import harbor

pytestmark = pytest.mark.browser

STATES = {
    "program": ("", "/"),
    "groups": ("", "/groups/"),
    "over-time": ("director", "/sizes-and-ratios/over-time/"),
    "home-on-call": ("on_call", "/home/"),
    "home-intake": ("intake", "/home/"),
    "home-biller": ("biller", "/home/"),
    "home-compliance": ("compliance", "/home/"),
}


@pytest.fixture(scope="module")
def cookies(site):
    """Groups that began before this month, with sessions short of staff; who is signed in, by role."""
    with site.as_program():
        # Eight days before the month there: at its own last evening, Greenwich is in the next one already.
        here = clock.now().astimezone(zone("America/New_York"))
        with clock.fixed(here.replace(day=1) - timedelta(days=8)):
            made = harbor()
            for days in (0, 7, 9):
                made.falls_ill("Kim", made.evening.session(made.monday + timedelta(days=days)))
            with made.house.seen_by("coordinator") as robin:
                answered = made.evening.session(made.monday + timedelta(days=7))
                override_short(session=answered, reason="Lee joins for the second half; we spoke.", by=robin)
        roles = {role for role, _ in STATES.values() if role}
        return {role: made.client(role).cookies[settings.SESSION_COOKIE_NAME].value for role in roles}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_that_tells_numbers(browser, site, cookies, state):
    who, address = STATES[state]

    with looking(browser) as page:
        if who:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": cookies[who], "url": site.url}
            page.context.add_cookies([cookie])
        answer = page.goto(site.url + address)
        shown = page.locator("main").inner_text()
        found = faults(page, f"numbers-{state}")

    assert answer.status == 200
    assert found == {}
    if state in ("program", "groups"):
        assert "2 groups are planned" in shown
    if state == "over-time":
        assert "3 sessions are against a rule. Nobody answers for 2 of the sessions short of staff." in shown
