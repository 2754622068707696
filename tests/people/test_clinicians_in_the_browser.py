"""The pages about clinicians in a real browser: every page and state, in all sizes and schemes, and by keyboard."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.conf import settings

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.credentials.values import day_in
from hearthside.people.models.authorities import PracticeAuthority, Supervision
from tests.browsing import faults, looking
from tests.builders import clinicians as build
from tests.people.clinic import everybody, signed_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Clinic:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, UUID]

    def open(self, page, as_role: str, path: str) -> None:
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": self.cookies[as_role], "url": self.url}]
        )
        page.goto(self.url + path.format(**self.ids))


@pytest.fixture(scope="module")
def clinic(site) -> Clinic:
    with site.as_program():
        house = build.house()
        today = day_in(house.program.zone, clock.now())
        own = build.account("Dana Reyes")
        staff = everybody(house, today, own)
        empty = build.house()
        clients = {
            "director": signed_in(house, "director"),
            "patient": signed_in(house, "patient"),
            "dana": signed_in(house, "clinician", who=own),
            "kim": signed_in(house, "clinician"),
            "nobody yet": signed_in(empty, "director"),
        }
        with scope(house.director):
            license = PracticeAuthority.objects.get(state="FL")
            supervision = Supervision.objects.get()
            ids = {name: one.id for name, one in staff.items()}
            ending = PracticeAuthority.objects.get(state="OH", credential__clinician=staff["kim"])
            ids |= {"license": license.id, "ending": ending.id, "supervision": supervision.id}
            ids |= {"credential": staff["dana"].credentials.get().id}
        cookies = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()}
    return Clinic(site.url, cookies, ids)


# Name of the picture: who looks, at what.
STATES = {
    "list": ("director", "/clinicians/?sort=-name"),
    "list-narrowed-to-nobody": ("director", "/clinicians/?q=zebra&state=HI"),
    "list-of-nobody": ("nobody yet", "/clinicians/"),
    "list-for-a-patient": ("patient", "/clinicians/"),
    "card": ("patient", "/clinicians/{dana}/"),
    "page-couples-therapist": ("director", "/clinicians/{dana}/"),
    "page-privileges": ("director", "/clinicians/{kim}/"),
    "page-ended": ("director", "/clinicians/{ines}/"),
    "page-my-own": ("dana", "/my-licenses/"),
    "page-none-of-mine": ("kim", "/my-licenses/"),
    "form-new": ("director", "/clinicians/new/"),
    "form-license": ("director", "/clinicians/{kim}/licenses/new/"),
    "form-confirm": ("director", "/clinicians/{kim}/licenses/{license}/confirm/"),
    "form-change": ("director", "/clinicians/{kim}/licenses/{ending}/change/"),
    "form-renew": ("director", "/clinicians/{kim}/licenses/{ending}/renew/"),
    "form-end": ("director", "/clinicians/{kim}/licenses/{license}/end/"),
    "form-supervision": ("director", "/clinicians/{lee}/supervision/new/"),
    "who-may-treat": (
        "director",
        "/clinicians/who-may-treat/?state=PA&doing=couples&on_month=11&on_day=1&on_year=2026",
    ),
    "who-may-treat-refused": ("director", "/clinicians/who-may-treat/?state=&on_month=2&on_day=30&on_year=2026"),
    "expiries": ("director", "/license-expiries/"),
    "expiries-of-nothing": ("nobody yet", "/license-expiries/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_any_size_and_scheme(browser, clinic, state):
    with looking(browser) as page:
        clinic.open(page, *STATES[state])

        assert faults(page, f"clinicians-{state}") == {}


REFUSED = {
    "new": "/clinicians/new/",
    "change": "/clinicians/{dana}/change/",
    "limits": "/clinicians/{dana}/limits/",
    "leave": "/clinicians/{dana}/leave/",
    "account": "/clinicians/{lee}/account/",
    "credential": "/clinicians/{dana}/credentials/new/",
    "license": "/clinicians/{kim}/licenses/new/",
    "confirm": "/clinicians/{kim}/licenses/{license}/confirm/",
    "license-changes": "/clinicians/{kim}/licenses/{ending}/change/",
    "renew": "/clinicians/{kim}/licenses/{ending}/renew/",
    "end": "/clinicians/{kim}/licenses/{license}/end/",
    "supervision": "/clinicians/{lee}/supervision/new/",
    "supervision-ends": "/clinicians/{lee}/supervision/{supervision}/end/",
}


@pytest.mark.parametrize("form", REFUSED)
def test_a_refused_form_leads_to_what_is_wrong(browser, clinic, form):
    with looking(browser, 375) as page:
        clinic.open(page, "director", REFUSED[form])
        # Where any words would do, none are refused.
        words = "" if form == "confirm" else "not that"
        for box in page.locator("main form input[type=text]").all():
            box.fill(words)
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            page.locator("main form button[type=submit]").click()
        assert sent.value.status == 422
        page.locator("#errors:focus").wait_for()
        assert all(box.input_value() == words for box in page.locator("main form input[type=text]").all())

        assert faults(page, f"clinicians-refused-{form}", at=[(375, "dark"), (1280, "light")], opened=False) == {}


def test_a_license_is_confirmed_by_keyboard_alone(browser, clinic):
    with looking(browser) as page:
        clinic.open(page, "director", "/clinicians/{kim}/")
        page.get_by_role("link", name="Confirm Compact privilege Florida").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/confirm/")
        page.keyboard.press("Tab")
        page.get_by_label("Where you looked it up").focus()
        page.keyboard.type("https://psypact.example.org")
        page.keyboard.press("Enter")
        page.wait_for_url("**/clinicians/*/*")

        said = page.get_by_role("status").inner_text()

    assert "Confirmed. It counts from now on." in said


def test_a_license_is_changed_and_renewed_by_keyboard_alone(browser, clinic):
    said = []
    with looking(browser) as page:
        clinic.open(page, "director", "/clinicians/{kim}/licenses/{ending}/change/")
        page.get_by_label("Number").focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("OH-EXAMPLE-77")
        page.keyboard.press("Enter")
        page.wait_for_url("**/clinicians/*/*")
        said.append(page.get_by_role("status").inner_text())

        clinic.open(page, "director", "/clinicians/{kim}/licenses/{ending}/renew/")
        page.get_by_label("Month").focus()
        for part in ("6", "30", "2029"):
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.type(part)
            page.keyboard.press("Tab")
        page.get_by_role("button", name="Record the renewal").focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/clinicians/*/*")
        said.append(page.get_by_role("status").inner_text())
        shown = page.locator("main").inner_text()

    assert all(said)
    assert "OH-EXAMPLE-77" in shown
    assert "June 30, 2029" in shown


def test_the_list_works_without_javascript(browser, clinic):
    with looking(browser, java_script_enabled=False) as page:
        clinic.open(page, "director", "/clinicians/")
        page.get_by_label("Name").fill("ines")
        page.get_by_role("button", name="Find").click()

        names = page.locator("tbody th a").all_inner_texts()

    assert names == ["Inés Varga"]
