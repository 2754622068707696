"""The week in which the clocks change in New York, seen by a person in Phoenix, where they never do."""

from datetime import date, timedelta

import pytest

from hearthside.base.localtime import utc_offset_minutes
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.clinicians import link_account
from tests import build
from tests.browsing import findings, picture
from tests.builders import schedule

pytestmark = pytest.mark.browser

NEW_YORK, PHOENIX = "America/New_York", "America/Phoenix"
DAY, FIVE = timedelta(days=1), 17 * 60


def next_change(today: date) -> date:
    """The next day, three weeks from now or later, on which the clocks of New York change: a Sunday."""
    days = (today + n * DAY for n in range(21, 400))
    return next(day for day in days if utc_offset_minutes(NEW_YORK, day) != utc_offset_minutes(NEW_YORK, day - DAY))


def in_phoenix(day: date) -> str:
    """The hour from five o'clock in New York, as clocks in Phoenix show it that day."""
    behind = (utc_offset_minutes(NEW_YORK, day) - utc_offset_minutes(PHOENIX, day)) // 60
    return f"{5 - behind}:00 to {6 - behind}:00 PM"


def test_a_session_keeps_its_hour_in_new_york_and_moves_in_phoenix(site, at_the_browser):
    with site.as_program():
        house = build.program()
        change = next_change(clock.now().date())
        before, after = change - 6 * DAY, change + DAY
        build.decided(house, "schedule.weeks_ahead", "60")
        dana = schedule.able(house, states=("AZ",))
        grace = build.patient(house, "Grace", "Oyelaran", state="AZ", zone=PHOENIX)
        schedule.weekly(house, "individual", dana, grace, on=before, start=FIVE)
        patient, account = build.signs_in(house, grace), build.account("Dana Reyes")
        with scope(house.director):
            link_account(clinician=dana, account=account, by=house.director)
        clinician = build.actor(house.program, "clinician", who=account)
    assert in_phoenix(before) != in_phoenix(after)

    with at_the_browser(patient, 375) as page:
        page.goto(f"{site.url}/my-week/?week={before}")
        shown = page.locator("main").inner_text()
        assert in_phoenix(before) in shown
        assert "your time (Phoenix time)" in shown
        assert "in New York and not in Phoenix. From that day on everything is 1 hour" in shown
        assert findings(page) == []

        page.get_by_role("link", name="Next week").press("Enter")
        page.wait_for_url(f"**/?week={after}")
        picture(page, "journey-clocks-change-375")
        shown = page.locator("main").inner_text()
        assert in_phoenix(after) in shown
        assert in_phoenix(before) not in shown
        assert findings(page) == []

    with at_the_browser(clinician) as page:
        for monday in (before, after):
            page.goto(f"{site.url}/work-week/?week={monday}")
            shown = page.locator("main").inner_text()

            assert "5:00 to 6:00 PM" in shown
            assert "not in" not in shown
