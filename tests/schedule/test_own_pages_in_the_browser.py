"""What people and clinicians have for themselves in a real browser: every page and state, in both sizes and schemes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings

from hearthside.ledger.scope import scope
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.swaps import sessions_open_to
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.windows import DatedException
from tests.browsing import faults, findings, looking, opposites, picture, too_wide
from tests.builders import own_days
from tests.builders.availability import week

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


@pytest.fixture(scope="module")
def there(site) -> There:
    with site.as_program():
        made = own_days.ordinary_day()
        alex, dana = made.actors["Alex"], made.actors["Dana"]
        today, short, later = (made.group.session(made.begins.date() + timedelta(days=n)) for n in (0, 2, 4))
        with scope(alex):
            patient = made.patients["Alex"]
            record_availability(whose=patient, windows=week(mon="9:00-12:00 13:00-21:00", wed="16:00-24:00"), by=alex)
            first, last = (later.on_day + timedelta(days=n) for n in (30, 33))
            away = DatedException("away", first, last)
            exception = record_exception(whose=patient, exception=away, by=alex)
            excuse(person=patient, sessions=[later.pk], words="The dog is ill.", by=alex)
            found = sessions_open_to(patient, today.ends_at, today.ends_at + timedelta(days=13), by=alex)
        with scope(dana):
            drop_out(clinician=made.clinicians["Dana"], because="ill", sessions=[short.pk], by=dana)
        with made.house.seen_by("coordinator"):
            asked = CoverOffer.objects.filter(offered_at__isnull=False).select_related("clinician").get()
        who = ("Alex", "Sam", "Theo", "Casey", "Dana", "Kim", "Lee", "Ines")
        cookies = {name: made.client(name).cookies[settings.SESSION_COOKIE_NAME].value for name in who}
        cookies["asked"] = cookies[asked.clinician.name.split()[0]]
        ids = {
            "today": today.pk, "week": made.begins.date(), "exception": exception.pk, "open": found[0].session.pk,
        }  # fmt: skip
    return There(site.url, cookies, ids)


# Name of the picture: who looks, at what.
STATES = {
    "home-of-alex": ("Alex", "/home/"),
    "home-of-dana": ("Dana", "/home/"),
    "today": ("Alex", "/today/"),
    "today-of-partner": ("Casey", "/today/"),
    "week": ("Alex", "/my-week/?week={week}"),
    "week-of-partner": ("Casey", "/my-week/"),
    "week-empty": ("Alex", "/my-week/?week=2026-01-05"),
    "team": ("Alex", "/my-team/"),
    "hours": ("Alex", "/my-hours/?week={week}"),
    "hours-empty": ("Alex", "/my-hours/?week=2026-01-05"),
    "times": ("Alex", "/my-times/"),
    "times-unknown": ("Sam", "/my-times/"),
    "times-week": ("Alex", "/my-times/week/"),
    "times-days": ("Alex", "/my-times/days/"),
    "times-take-back": ("Alex", "/my-times/days/{exception}/take-back/"),
    "cannot-come": ("Alex", "/my-week/{today}/cannot-come/"),
    "cannot-come-days": ("Alex", "/my-week/cannot-come/"),
    "visits": ("Alex", "/my-visits/"),
    "visit": ("Alex", "/my-visits/ask/{open}/"),
    "calendar": ("Alex", "/my-calendar/"),
    "work-week": ("Dana", "/work-week/?week={week}"),
    "work-week-asked": ("asked", "/work-week/?week={week}"),
    "work-week-empty": ("Dana", "/work-week/?week=2026-01-05"),
    "cohorts": ("Dana", "/my-cohorts/"),
    "cohorts-none": ("Ines", "/my-cohorts/"),
    "offers": ("asked", "/cover-offers/"),
    "offers-none": ("Dana", "/cover-offers/"),
    "cannot-lead": ("Kim", "/work-week/{today}/cannot-come/"),
    "cannot-lead-days": ("Kim", "/work-week/cannot-come/"),
}
REFUSED = {
    "times-days": ("Alex", "/my-times/days/"),
    "cannot-come-days": ("Alex", "/my-week/cannot-come/"),
    "visit": ("Alex", "/my-visits/ask/{open}/"),
    "cannot-lead-days": ("Kim", "/work-week/cannot-come/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, there, state):
    with looking(browser) as page:
        there.open(page, *STATES[state])

        assert faults(page, f"own-{state}", at=opposites()) == {}


@pytest.mark.parametrize("state", REFUSED)
def test_nothing_is_wrong_with_a_form_that_was_refused_and_the_keyboard_is_at_its_summary(browser, there, state):
    with looking(browser, 375) as page:
        there.open(page, *REFUSED[state])
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.wait_for_selector("#errors")
        picture(page, f"own-{state}-refused")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) + too_wide(page) == []


def test_a_line_of_the_week_that_ends_before_it_begins_is_refused_in_its_own_box(browser, there):
    with looking(browser, 375) as page:
        there.open(page, "Sam", "/my-times/week/")
        page.locator("#id_d0_0_from").fill("17:00")
        page.locator("#id_d0_0_until").fill("09:00")
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.wait_for_selector("#errors")
        picture(page, "own-times-week-refused")

        assert page.locator("#id_d0_0_until").get_attribute("aria-invalid") == "true"
        assert page.locator("#id_d0_0_from").input_value() == "17:00"
        assert findings(page) + too_wide(page) == []


def test_the_address_of_a_calendar_is_shown_once(browser, there):
    with looking(browser, 1280) as page:
        there.open(page, "Sam", "/my-calendar/")
        page.get_by_role("button", name="Make my address").press("Enter")
        page.wait_for_selector("code")
        address = page.locator("code").inner_text()
        picture(page, "own-calendar-made")
        assert findings(page) + too_wide(page) == []
        there.open(page, "Sam", "/my-calendar/")
        picture(page, "own-calendar-there")

        assert address not in page.content()
        assert "Stop this address" in page.content()
        assert findings(page) + too_wide(page) == []
