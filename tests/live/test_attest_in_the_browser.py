"""Who was there, in a real browser: every page and state, phone and desktop, light and dark."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.asking import ask_correction
from tests.browsing import faults, looking
from tests.builders.live import account_of, patient_named
from tests.live import ended
from tests.live.partnered import couples_work

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def at(site):
    """A day that is judged and not attested; p2 finds their minutes wrong."""
    with site.as_program():
        there, _ = ended.held()
        ended.judged(there)
        p2 = there.actors["p2"]
        with scope(p2):
            row = ask_correction(live=there.live, words="I came back by phone.", by=p2)
        cookies = {name: cookie_of(who) for name, who in (("kim", there.lead), ("p2", p2), ("p1", there.actors["p1"]))}
        work = couples_work()
        cookies["casey"] = cookie_of_account(work.casey)
        return there, row, cookies, work


def cookie_of(who) -> str:
    return cookie_of_account(account_of(who))


def cookie_of_account(account) -> str:
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def opens(page, site, cookie: str, path: str) -> None:
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
    assert page.goto(site.url + path).status == 200


def test_attesting_correcting_and_ones_own_minutes_in_every_state(browser, site, at):
    there, row, cookies, work = at
    where = {
        name: reverse(f"live:{name}", args=[there.session.pk])
        for name in ("attendance", "correct_attendance", "by_phone", "my_minutes")
    }
    answers = reverse("live:answer_correction", args=[there.session.pk, row.pk])
    found = {}
    with looking(browser) as page:
        opens(page, site, cookies["kim"], reverse("live:to_attest"))
        found |= faults(page, "attest-list")
        opens(page, site, cookies["kim"], where["by_phone"])
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_text("Fill this in.").first).to_be_visible()
        found |= faults(page, "attest-by-phone-refused")
        opens(page, site, cookies["kim"], answers)
        found |= faults(page, "attest-answer")
        opens(page, site, cookies["kim"], where["correct_attendance"])
        page.get_by_role("button", name="See what it changes").click()
        found |= faults(page, "attest-correct-refused")
        page.get_by_label("Who", exact=True).select_option(label=f"{patient_named(there, 'p1').chosen_name} (patient)")
        page.get_by_label("Was not there").check()
        page.get_by_label("From", exact=True).fill(ended.local(there, 10))
        page.get_by_label("Until", exact=True).fill(ended.local(there, 40))
        page.get_by_label("How you know").fill("I saw the empty chair.")
        page.get_by_role("button", name="See what it changes").click()
        expect(page.get_by_role("heading", name="What this changes")).to_be_visible()
        found |= faults(page, "attest-correct-looked")
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("heading", name="Corrections")).to_be_visible()
        found |= faults(page, "attest-open")
        page.get_by_role("button", name="Attest to this").click()
        expect(page.get_by_text("Attested by").first).to_be_visible()
        found |= faults(page, "attest-done")
    with looking(browser) as page:
        opens(page, site, cookies["p2"], where["my_minutes"])
        found |= faults(page, "attest-own-asked")
        opens(page, site, cookies["p1"], where["my_minutes"])
        found |= faults(page, "attest-own")
        opens(page, site, cookies["p1"], f"{reverse('schedule:my_hours')}?week={there.session.on_day}")
        found |= faults(page, "attest-hours")
        for name, path in (
            ("partner-home", reverse("home")),
            ("partner-minutes", reverse("live:my_sessions")),
            ("partner-minutes-of-one", reverse("live:my_minutes", args=[work.session.pk])),
        ):
            opens(page, site, cookies["casey"], path)
            found |= faults(page, name)

    assert found == {}
