"""A swap: somebody asks to come to another group once, the coordinator grants it, and everybody's week agrees."""

from datetime import timedelta

import pytest

from tests import build
from tests.browsing import findings, picture
from tests.builders import harbor

pytestmark = pytest.mark.browser


def test_a_swap_is_asked_for_granted_and_stands_in_everybodys_week(site, at_the_browser):
    with site.as_program():
        made = harbor.harbor()
        ravi = build.signs_in(made.house, made.patients["Ravi"])
        coordinator = made.house.actor("coordinator")
        made.signs_in("Lee")
        own, other = made.evening.session(made.monday), made.morning.session(made.monday + timedelta(days=3))
        seat = made.evening.seat(made.patients["Ravi"], own.on_day)

    with at_the_browser(ravi, 375) as page:
        page.goto(f"{site.url}/my-hours/?week={made.monday}")
        page.goto(f"{site.url}/my-visits/")
        page.get_by_label("Instead of which session of yours").select_option(str(seat.pk))
        page.get_by_role("button", name="Show").press("Enter")
        page.wait_for_url(f"**/my-visits/?instead={seat.pk}")
        assert "Morning steady" in page.locator("main").inner_text()
        assert findings(page) == []

        page.locator(f'a[href*="/my-visits/ask/{other.pk}/"]').press("Enter")
        page.get_by_label("Your full name").fill("Ravi Menon")
        page.get_by_role("button", name="Sign, and ask").press("Enter")
        page.wait_for_url("**/my-visits/")
        picture(page, "journey-swap-asked-375")
        assert "Waiting for an answer" in page.locator("main").inner_text()
        assert findings(page) == []

    with at_the_browser(coordinator) as page:
        page.goto(f"{site.url}/swaps/")
        page.get_by_role("link", name="Answer Ravi").press("Enter")
        page.get_by_label("Grant it").check()
        page.get_by_role("button", name="Answer").press("Enter")
        page.wait_for_url("**/swaps/")

    with at_the_browser(ravi, 375) as page:
        page.goto(f"{site.url}/my-visits/")
        assert "Granted" in page.locator("main").inner_text()
        page.goto(f"{site.url}/my-week/?week={made.monday}")
        picture(page, "journey-swap-granted-375")
        shown = page.locator("main").inner_text()
        assert "You visit another group instead" in shown
        assert "You are a guest" in shown
        assert findings(page) == []

    with at_the_browser(made.actors["Lee"]) as page:
        page.goto(f"{site.url}/work-week/?week={made.monday}")
        line = page.locator(".card", has=page.locator(f'a[href$="{other.pk}/"]'))

        assert "5 people" in line.inner_text()
