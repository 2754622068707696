"""Policy and notices as people meet them: on a phone and a desk, light and dark, with the accessibility judge."""

import pytest

from hearthside.access.models import Account, Program
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.notify.models import KeptMail, Mail
from tests import build
from tests.browsing import faults, findings, looking, too_wide
from tests.builders.access import PASSWORD, Somebody, somebody
from tests.notify.post import told
from tests.policy.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(site):
    """Harbor House with a decided, a waiting and a declined change, notices, and mail in every state."""
    with site.as_program():
        made = build.program()
        people = {
            "director": somebody(made, "director", name="Sidney Marsh", email="sidney.marsh@example.org"),
            "compliance": somebody(made, "compliance", name="Avery Quinn", email="avery.quinn@example.org"),
            "patient": somebody(made, "patient", name="Alex Park", email="alex.park@example.org"),
        }
        office = Office(made.program, **{role: each.actor for role, each in people.items()})
        office.decide("cohort.cap", "8")
        office.decide("week.minimum_minutes", "600", scope="payer", scope_name="60054")
        office.ask("ratio.process", "5", day=3)
        for number, state in enumerate(("waiting", "sent", "given_up", "dropped")):
            with scope(office.compliance):
                told(made.program, office.compliance.account, "staff_license_ends", days=7 + number)
            last = Mail.objects.order_by("-made_at").first()
            ended = clock.now() if state in ("sent", "dropped", "given_up") else None
            Mail.objects.filter(pk=last.pk).update(state=state, ended_at=ended, why="role ended" * (state == "dropped"))
        KeptMail.objects.create(to="alex.park@example.org", subject="You have a message", body="https://example.org/a")
    return people


def signed_in(page, site, who: Somebody) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(who.account.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


PAGES = [
    ("director", "/policy/"),
    ("patient", "/policy/"),
    ("director", "/policy/cohort.cap/"),
    ("director", "/policy/week.minimum_minutes/"),
    ("director", "/policy/cohort.cap/change/"),
    ("director", "/policy/cohort.cap/end/"),
    ("compliance", "/policy/ratio.process/"),
    ("compliance", "/outbox/"),
    ("compliance", "/account/notices/"),
    ("compliance", "/account/notices/preferences/"),
    ("patient", "/account/notices/"),
    ("patient", "/demo/mails/"),
]


@pytest.mark.parametrize("role", ["director", "compliance", "patient"])
def test_nothing_is_wrong_with_the_pages(browser, site, house, role):
    wrong = {}
    # On a phone, where signing in is hardest; each page is shown in every size.
    with looking(browser, 375) as page:
        signed_in(page, site, house[role])
        for path in [path for who, path in PAGES if who == role]:
            page.goto(site.url + path)
            wrong[path] = faults(page, f"policy-{role}-{path.strip('/').replace('/', '-')}")

    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1280, "light")])
def test_a_refused_change_shows_what_to_do_beside_the_field(browser, site, house, width, scheme):
    with looking(browser, width, scheme) as page:
        signed_in(page, site, house["director"])
        page.goto(f"{site.url}/policy/cohort.cap/change/")
        page.get_by_label("New value").fill("11")
        page.get_by_label("Where it comes from").fill("The board")
        page.get_by_role("button", name="Ask for this change").click()

        assert "looser than the baseline" in page.locator("#id_value_error").inner_text()
        assert page.get_by_label("Where it comes from").input_value() == "The board"
        assert findings(page) == []
        assert too_wide(page) == []


def test_a_change_goes_from_the_director_to_compliance_by_keyboard_and_without_javascript(browser, site, house):
    with looking(browser, java_script_enabled=False) as page:
        signed_in(page, site, house["director"])
        page.goto(f"{site.url}/policy/pods.cap/change/")
        page.get_by_label("New value").fill("14")
        page.get_by_label("Where it comes from").fill("The board")
        page.get_by_label("Where it comes from").press("Enter")
        assert "Waits for a second person" in page.content()
    with looking(browser, java_script_enabled=False) as page:
        signed_in(page, site, house["compliance"])
        page.goto(f"{site.url}/policy/pods.cap/")
        page.get_by_role("link", name="Answer").press("Enter")
        page.get_by_role("button", name="Approve").press("Enter")
        assert "at most 14 patients" in page.content()
    with site.as_program():
        assert Program.objects.count() == 1
        assert Account.objects.filter(email="avery.quinn@example.org").exists()
