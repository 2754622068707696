"""The pages about patients in a real browser: every page and state, in all sizes and schemes."""

from dataclasses import dataclass

import pytest
from django.conf import settings

from hearthside.ledger.scope import scope
from hearthside.people.actions.applications import decline_application
from hearthside.people.models.couples import KeepApartReason
from hearthside.people.models.patients import Patient
from tests import build
from tests.browsing import faults, findings, looking, too_wide
from tests.cast import harbor_house

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Harbor:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, object]

    def open(self, page, who: str, path: str) -> None:
        if who:
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.url}])
        page.goto(self.url + path.format(**self.ids))


@pytest.fixture(scope="module")
def harbor(site) -> Harbor:
    with site.as_program():
        cast = harbor_house()
        build.screened(cast.house, cast.nia.id)
        twin = build.patient(cast.house, "Jo", "Lind", state="OH")
        declined = build.application(cast.house, "Max")
        with cast.house.seen_by("intake") as intake:
            decline_application(application=declined, answer="There is no group in your language yet.", by=intake)
        clients = {role: cast.client(role) for role in ("intake", "coordinator", "biller", "clinician")}
        clients |= {name: cast.client_of(name) for name in ("Alex", "Sam", "Theo")}
        cookies = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in clients.items()}
        with scope(cast.actors["Alex"]):
            signature = Patient.objects.get(pk=cast.alex.pk).signatures.get()
        with cast.house.seen_by("intake"):
            reason = KeepApartReason.objects.get()
        ids = {name: getattr(cast, name).id for name in ("alex", "sam", "theo", "jo", "nia")}
        ids |= {"slug": cast.house.program.slug, "signature": signature.id, "reason": reason.id, "twin": twin.id}
        ids |= {"declined": declined.id}
        for path in (f"/people/{cast.sam.id}/", f"/people/{cast.sam.id}/status/"):
            assert clients["intake"].get(path).status_code == 200
    return Harbor(site.url, cookies, ids)


# Name of the picture: who looks, at what.
STATES = {
    "list": ("intake", "/people/"),
    "list-found-nobody": ("intake", "/people/?q=zebra"),
    "list-of-nobody": ("clinician", "/people/"),
    "page-for-intake": ("intake", "/people/{sam}/"),
    "page-for-biller": ("biller", "/people/{alex}/"),
    "my-record": ("Alex", "/my-record/"),
    "my-partner": ("Alex", "/my-partner/"),
    "who-looked": ("Sam", "/record/readings/"),
    "who-looked-at-nobody-yet": ("Theo", "/record/readings/"),
    "together": ("Alex", "/people/{alex}/together/"),
    "wishes": ("Theo", "/people/{theo}/wishes/"),
    "details": ("Alex", "/people/{alex}/details/"),
    "sign": ("Alex", "/people/{alex}/agreements/telehealth/sign/"),
    "signed": ("Alex", "/people/{alex}/agreements/{signature}/"),
    "disclose": ("Sam", "/people/{sam}/disclosure/sign/"),
    "contact": ("Alex", "/people/{alex}/contacts/new/"),
    "pets": ("Alex", "/people/{alex}/fears/"),
    "status": ("intake", "/people/{alex}/status/"),
    "link-found": ("intake", "/people/{jo}/partner/?q=jo"),
    "keep-apart": ("intake", "/people/{alex}/keep-apart/new/?q=theo"),
    "keep-apart-ends": ("intake", "/people/{alex}/keep-apart/{reason}/end/"),
    "parting": ("intake", "/people/{alex}/partner/end/"),
    "duplicates": ("intake", "/people/duplicates/"),
    "merge": ("intake", "/people/duplicates/{jo}/{twin}/"),
    "applications": ("intake", "/intake/"),
    "application": ("intake", "/intake/{nia}/"),
    "screen": ("intake", "/intake/{nia}/screen/"),
    "declined-to-be-told": ("intake", "/intake/{declined}/"),
    "declined-list": ("intake", "/intake/?decision=declined"),
    "told": ("intake", "/intake/{declined}/told/"),
    "accept": ("intake", "/intake/{nia}/accept/"),
    "apply": ("", "/apply/{slug}/"),
    "applied": ("", "/apply/{slug}/thanks/"),
}
REFUSED = {
    "apply": ("", "/apply/{slug}/"),
    "details": ("intake", "/people/new/"),
    "screen": ("intake", "/people/{alex}/screen/"),
    "sign": ("Alex", "/people/{alex}/agreements/confidentiality/sign/"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_any_size_and_scheme(browser, harbor, state):
    with looking(browser) as page:
        harbor.open(page, *STATES[state])

        assert faults(page, f"patients-{state}") == {}


@pytest.mark.parametrize("state", REFUSED)
def test_nothing_is_wrong_with_a_form_that_was_refused_and_the_keyboard_is_at_its_summary(browser, harbor, state):
    with looking(browser, 375) as page:
        harbor.open(page, *REFUSED[state])
        page.locator("main form[method=post] button[type=submit]").press("Enter")
        page.wait_for_selector("#errors")

        assert page.evaluate("document.activeElement.id") == "errors"
        assert findings(page) + too_wide(page) == []
