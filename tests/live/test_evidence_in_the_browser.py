"""What was really delivered, and the evidence of a session: every state, phone and desktop, light and dark."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.delivering import tell_month
from tests import build
from tests.browsing import faults, looking
from tests.builders.delivered import attested, groups_in, month_of, nightly
from tests.builders.harbor import harbor
from tests.builders.live import account_of
from tests.live.test_evidence_page import a_session_short_of_staff

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def at(site):
    """A program that has told a whole month, one that has told a small one, one without any; and a breach."""
    with site.as_program():
        long_ago = clock.now().replace(day=1) - timedelta(days=40)
        slugs = {}
        for name, patients, short in (("whole", 11, 11), ("small", 7, 0)):
            with clock.fixed(long_ago):
                made = harbor()
                people = [p.pk for p in {*made.patients.values(), *made.morning.people}][:patients]
                for number, session in enumerate(groups_in(made, month_of(made))):
                    kinds = ("process", "psychoeducation", *(["break"] if number < 2 else []))
                    attested(made, session, people, short=short if number == 0 else 0, kinds=kinds)
            with scope(nightly(made)):
                tell_month(program=made.house.program, month=month_of(made), by=nightly(made))
            slugs[name] = made.house.program.slug
        slugs["empty"] = build.program().program.slug
        there = a_session_short_of_staff()
        client = Client()
        client.force_login(account_of(there.at.director))
        return slugs, there, client.cookies[settings.SESSION_COOKIE_NAME].value


def test_nothing_is_wrong_with_what_is_told_to_everybody(browser, site, at):
    slugs, _, _ = at
    found = {}

    with looking(browser) as page:
        for name, slug in slugs.items():
            assert page.goto(f"{site.url}/delivered/{slug}/").status == 200
            found |= faults(page, f"delivered-{name}")
        page.goto(f"{site.url}/delivered/")
        found |= faults(page, "delivered-programs")

    assert found == {}


def test_nothing_is_wrong_with_the_evidence_of_a_session(browser, site, at):
    _, there, cookie = at

    with looking(browser) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
        assert page.goto(f"{site.url}/live/{there.live.pk}/evidence/").status == 200
        shown = page.locator("figure.presence svg.person").count()
        found = faults(page, "evidence")
        page.goto(f"{site.url}/live/evidence/")
        found |= faults(page, "evidence-list")

    assert found == {}
    assert shown == 6
