"""The pages of whoever plans, in a real browser: every page and state, in both sizes and schemes."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.actions.cover import override_short
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.models.questions import Question
from hearthside.schedule.windows import DatedException
from tests import build
from tests.browsing import findings, looking, open_everything, opposites, picture, too_wide
from tests.builders import groups
from tests.builders.availability import week
from tests.builders.harbor import harbor

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
        made = harbor()
        house, monday = made.house, made.monday
        whole, short, answered = (made.evening.session(monday + timedelta(days=n)) for n in (0, 2, 4))
        for session in (short, answered):
            made.falls_ill("Kim", session)
        alexs = build.signs_in(house, made.patients["Alex"])
        visited = made.morning.session(monday + timedelta(days=1))
        swap = groups.asks(house, made.patients["Alex"], alexs, visited, clock.now())
        with house.seen_by("coordinator") as robin:
            override_short(session=answered, reason="Lee joins for the second half; we spoke.", by=robin)
            excuse(person=made.patients["Ravi"], sessions=[whole.pk], by=robin)
            closed = close_clinic(
                program=house.program, from_on=monday + timedelta(days=21), until_on=monday + timedelta(days=22),
                title="New Year", by=robin,
            )  # fmt: skip
            record_availability(
                whose=made.clinicians["Kim"], windows=week(mon="9:00-12:00", tue="13:00-21:00"), by=robin
            )
            first = monday + timedelta(days=30)
            away = DatedException("away", first, first + timedelta(days=3))
            exception = record_exception(whose=made.clinicians["Kim"], exception=away, by=robin)
        with behind(house.program.pk, house.director):
            # In November the clocks of New York show half past one twice.
            asked = Question.objects.create(
                program=house.program, kind="doubled_time", series=made.evening.series, on_day=date(2027, 11, 7),
                asked_at=clock.now(),
            )  # fmt: skip
        noon = build.cohort(house, from_on=monday, name="Noon")
        with scope(house.director):
            excused = made.evening.seat(made.patients["Ravi"], monday)
        roles = ("coordinator", "director", "compliance", "intake", "on_call", "biller")
        cookies = {role: made.client(role).cookies[settings.SESSION_COOKIE_NAME].value for role in roles}
        ids = {
            "week": monday, "whole": whole.pk, "short": short.pk, "answered": answered.pk, "swap": swap.pk,
            "seat": made.evening.seat(made.patients["Alex"], monday).pk, "excused": excused.pk, "closed": closed.pk,
            "alex": made.patients["Alex"].pk, "kim": made.clinicians["Kim"].pk, "exception": exception.pk,
            "ines": made.clinicians["Ines"].pk, "asked": asked.pk, "noon": noon.pk,
        }  # fmt: skip
    return There(site.url, cookies, ids)


SESSION = "/week/sessions/{whole}/"
# Name of the picture: who looks, at what.
STATES = {
    "home-coordinator": ("coordinator", "/home/"),
    "home-director": ("director", "/home/"),
    "home-on-call": ("on_call", "/home/"),
    "week": ("coordinator", "/week/?week={week}"),
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
    "program-day": ("coordinator", "/cohorts/{noon}/program-day/"),
    "closed": ("director", "/closed-days/"),
    "close": ("director", "/closed-days/new/"),
    "open-again": ("director", "/closed-days/{closed}/open/"),
    "sizes": ("compliance", "/sizes-and-ratios/?week={week}"),
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
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, there, state):
    found = {}

    for width, scheme in opposites():
        with looking(browser, width, scheme) as page:
            there.open(page, *STATES[state])
            page.wait_for_load_state("networkidle")
            picture(page, f"staff-{state}-{width}-{scheme}")
            open_everything(page)
            found[width, scheme] = findings(page) + too_wide(page)

    assert {size: faults for size, faults in found.items() if faults} == {}


@pytest.mark.parametrize("state", REFUSED)
def test_nothing_is_wrong_with_a_form_that_was_refused_and_the_keyboard_is_at_its_summary(browser, there, state):
    with looking(browser, 375) as page:
        there.open(page, *REFUSED[state])
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.locator("#errors").wait_for()
        picture(page, f"staff-refused-{state}-375")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) + too_wide(page) == []


def test_the_week_is_printed_with_every_session_and_without_its_buttons(browser, there):
    with looking(browser, 1280) as page:
        there.open(page, "coordinator", "/week/?week={week}")
        page.emulate_media(media="print")

        assert page.locator(".slot", has_text="Evening recovery A").first.is_visible()
        assert page.locator(".day .lines", has_text="Individual therapy").first.is_visible()
        assert not page.get_by_role("link", name="Week after").is_visible()
        picture(page, "staff-week-printed")
