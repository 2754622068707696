"""Whoever sits in a quiet group is here: their page asks again before their sign-in would end, with nothing to hear."""

from importlib import import_module

import pytest
from django.conf import settings

from hearthside.access.session_age import KEY
from hearthside.ledger import clock
from tests.live.room_page.hearing import comes_in
from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

# What happened at the door is told once more where the page comes in.
SETTLED_MS = 4_000
MINUTES, ASKS_EVERY_SECONDS = 0.5, 10


def signed_in_for(at: House, who: str, minutes: float) -> None:
    """Their sign-in ends after so many minutes without a page."""
    with at.site.as_program():
        session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=at.cookies[who])
        now = clock.now().timestamp()
        session[KEY] = {"began": now, "seen": now, "idle_minutes": minutes, "hours": 12}
        session.save()


@pytest.mark.parametrize("who", ["p1", "kim"])
def test_the_page_asks_again_though_nothing_happens(own: House, who: str):
    signed_in_for(own, who, MINUTES)
    with own.opened(who) as page:
        comes_in(page)
        assert page.locator("body").get_attribute("data-asks-every") == str(ASKS_EVERY_SECONDS)
        page.wait_for_timeout(SETTLED_MS)
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url) if "x-hearthside-room" in one.headers else None)
        page.wait_for_timeout(1000 * (ASKS_EVERY_SECONDS + 6))

        assert asked
