"""The pages of whoever plans, in a real browser: every page and state, in both sizes and schemes."""

import pytest

from tests.browsing import faults, findings, looking, opposites, picture, too_wide
from tests.schedule.running import there

__all__ = ["there"]

pytestmark = pytest.mark.browser

SESSION = "/week/sessions/{whole}/"
# Name of the picture: who looks, at what.
STATES = {
    "home-coordinator": ("coordinator", "/home/"),
    "home-director": ("director", "/home/"),
    "home-on-call": ("on_call", "/home/"),
    "week": ("coordinator", "/week/?week={week}"),
    "week-one-day": ("coordinator", "/week/?week={week}&day=mon"),
    "week-narrowed": ("on_call", "/week/?week={week}&kind=individual"),
    "week-empty": ("director", "/week/?week=2026-01-05"),
    "session": ("coordinator", SESSION),
    "session-short": ("coordinator", "/week/sessions/{short}/"),
    "session-answered": ("director", "/week/sessions/{answered}/"),
    "session-unseen": ("intake", SESSION),
    "move": ("coordinator", SESSION + "move/"),
    "cancel": ("coordinator", SESSION + "cancel/"),
    "staff": ("coordinator", SESSION + "staff/"),
    "cannot-come": ("coordinator", SESSION + "cannot-come/"),
    "open-short": ("on_call", "/week/sessions/{short}/open-short/"),
    "repeats": ("coordinator", SESSION + "repeats/"),
    "repeats-end": ("coordinator", SESSION + "repeats/end/"),
    "excuse": ("coordinator", SESSION + "seats/{seat}/excuse/"),
    "again": ("coordinator", SESSION + "seats/{excused}/again/"),
    "cover": ("coordinator", "/cover/"),
    "cover-for": ("coordinator", "/cover/{short}/"),
    "cover-none": ("coordinator", "/cover/{whole}/"),
    "cover-ask": ("coordinator", "/cover/{short}/ask/{ines}/"),
    "book": ("coordinator", "/week/book/?q=alex"),
    "book-for": ("coordinator", "/people/{alex}/book/"),
    "person": ("coordinator", "/people/{alex}/schedule/"),
    "person-page": ("coordinator", "/people/{alex}/"),
    "person-cannot": ("coordinator", "/people/{alex}/cannot-come/"),
    "person-times": ("coordinator", "/people/{alex}/times/"),
    "person-visit": ("coordinator", "/people/{alex}/visit/"),
    "person-transfer": ("coordinator", "/people/{alex}/transfer/"),
    "clinician-times": ("coordinator", "/clinicians/{kim}/times/"),
    "clinician-week": ("coordinator", "/clinicians/{kim}/times/week/"),
    "clinician-days": ("coordinator", "/clinicians/{kim}/times/days/"),
    "clinician-back": ("coordinator", "/clinicians/{kim}/times/days/{exception}/take-back/"),
    "swaps": ("coordinator", "/swaps/"),
    "swap": ("coordinator", "/swaps/{swap}/"),
    "questions": ("coordinator", "/calendar-questions/"),
    "question-answer": ("coordinator", "/calendar-questions/{asked}/answer/"),
    "question-hold": ("coordinator", "/calendar-questions/{asked}/hold/"),
    "repeat-kinds": ("coordinator", "/people/{alex}/repeat/"),
    "repeat": ("coordinator", "/people/{alex}/repeat/?kind=couples"),
    "repeat-couples": ("coordinator", "/people/{alex}/repeat/?kind=couples_group"),
    "program-day": ("coordinator", "/cohorts/{noon}/program-day/"),
    "couple": ("coordinator", "/couples/{couple}/"),
    "couple-intake": ("intake", "/couples/{couple}/"),
    "closed": ("director", "/closed-days/"),
    "close": ("director", "/closed-days/new/"),
    "open-again": ("director", "/closed-days/{closed}/open/"),
    "sizes": ("compliance", "/sizes-and-ratios/?week={week}"),
    "sizes-over-time": ("director", "/sizes-and-ratios/over-time/"),
    "home-intake": ("intake", "/home/"),
    "home-biller": ("biller", "/home/"),
    "sizes-empty": ("compliance", "/sizes-and-ratios/?week=2026-01-05"),
}
REFUSED = {
    "open-short": ("on_call", "/week/sessions/{short}/open-short/"),
    "cannot-come": ("coordinator", SESSION + "cannot-come/"),
    "book-for": ("coordinator", "/people/{alex}/book/"),
    "close": ("director", "/closed-days/new/"),
    "swap": ("coordinator", "/swaps/{swap}/"),
    "transfer": ("coordinator", "/people/{alex}/transfer/"),
    "question-answer": ("coordinator", "/calendar-questions/{asked}/answer/"),
    "program-day": ("coordinator", "/cohorts/{noon}/program-day/"),
    "repeat-couples": ("coordinator", "/people/{alex}/repeat/?kind=couples_group"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, there, state):
    with looking(browser) as page:
        there.open(page, *STATES[state])

        assert faults(page, f"staff-{state}", at=opposites()) == {}


@pytest.mark.parametrize("state", REFUSED)
def test_nothing_is_wrong_with_a_form_that_was_refused_and_the_keyboard_is_at_its_summary(browser, there, state):
    with looking(browser, 375) as page:
        there.open(page, *REFUSED[state])
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.locator("#errors").wait_for()
        picture(page, f"staff-refused-{state}-375")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) + too_wide(page) == []


def test_nothing_is_wrong_with_what_would_come_of_something_that_repeats(browser, there):
    with looking(browser, 375) as page:
        there.open(page, "coordinator", "/people/{alex}/repeat/?kind=counseling")
        page.get_by_label("Who leads it").select_option(label="Kim Osei")
        page.get_by_label("Tuesday").check()
        page.get_by_label("Starts at").fill("11:00")
        for part, typed in zip(("month", "day", "year"), there.first, strict=True):
            page.locator(f"[name=from_on_{part}]").fill(typed)
        page.get_by_role("button", name="See what would come of it").press("Enter")
        page.get_by_role("heading", name="What would come of it").wait_for()

        assert faults(page, "staff-repeat-seen", at=opposites(), opened=False) == {}


def test_the_week_is_printed_with_every_session_and_without_its_buttons(browser, there):
    with looking(browser, 1280) as page:
        there.open(page, "coordinator", "/week/?week={week}")
        page.emulate_media(media="print")

        assert page.locator(".slot", has_text="Evening recovery A").first.is_visible()
        assert page.locator(".day .lines", has_text="Individual therapy").first.is_visible()
        assert not page.get_by_role("link", name="Week after").is_visible()
        picture(page, "staff-week-printed")
