"""Pages that wait hear at once what changed, through the process that keeps streams open, and hardly ask meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from hearthside.ledger.scope import scope
from hearthside.live.actions.door import turn_away
from hearthside.safety.pager.carrying import carry_out
from hearthside.safety.pager.taking import take_step
from tests.browsing import looking
from tests.builders import safety
from tests.builders.door import open_door
from tests.builders.live import account_of
from tests.contracts.ports import free_port
from tests.contracts.raw_doors import raw_doors
from tests.database import SERVER, copy
from tests.site import Site, serve

pytestmark = [pytest.mark.slow, pytest.mark.browser]

# Longer than a page waits that nothing rings, far shorter than one waits that is rung.
WHILE = 7_000


@pytest.fixture(scope="module")
def house(database_server, django_db_setup, django_db_blocker, tmp_path_factory):
    """Pages, and beside them the process that keeps streams open; Alex has checked in, and Flo is on duty."""
    port, name = free_port(), "rung"
    copy(name)
    with django_db_blocker.unblock(), serve(name, HEARTHSIDE_PUSH_PORT=str(port)) as url:
        site = Site(url, name)
        with raw_doors(name, tmp_path_factory.mktemp("rung"), {"HEARTHSIDE_ADDRESS": url}, port), site.as_program():
            at = open_door()
            at.checks_in("Alex")
            yield site, at, safety.on_duty(at.day.house, name="Flo Ito")
    SERVER.drop_database(name)


def opened(page, site, actor, path):
    """Somebody's page, and what it asks from then on."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(actor), "url": site.url}
    page.context.add_cookies([cookie])
    page.goto(site.url + path)
    page.wait_for_timeout(3_000)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    return asked


def cookie_of(actor) -> str:
    client = Client()
    client.force_login(account_of(actor))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_whoever_waits_sees_at_once_what_changed_for_them(browser, house):
    site, at, _ = house
    path = reverse("live:waiting", args=[at.session.pk])
    with looking(browser, 375) as page:
        asked = opened(page, site, at.actor("Alex"), path)
        page.wait_for_timeout(WHILE)
        meanwhile = [url for url in asked if url.endswith(path)]

        with scope(at.actor("Dana")):
            turn_away(check_in=at.check_in("Alex"), because="unwell", by=at.actor("Dana"))

        expect(page.get_by_role("heading", name="Today we talk with you by telephone")).to_be_visible(timeout=4_000)
        assert meanwhile == []


def test_whoever_lets_people_in_sees_at_once_who_came(browser, house):
    site, at, _ = house
    path = reverse("live:door", args=[at.session.pk])
    with looking(browser) as page:
        asked = opened(page, site, at.actor("Dana"), path)
        page.wait_for_timeout(WHILE)
        meanwhile = [url for url in asked if url.endswith(path)]

        at.checks_in("Sam", screen={"how": "together_own_phone"})

        expect(page.get_by_role("region", name="Sam")).to_contain_text("What is checked", timeout=4_000)
        assert meanwhile == []


def test_whoever_is_on_duty_is_called_at_once_and_asks_seldom(browser, house):
    site, at, floater = house
    safety.Line([UUID(str(floater.account))]).register()
    with looking(browser, 375) as page:
        asked = opened(page, site, floater, "/duty/")
        page.wait_for_timeout(WHILE)
        meanwhile = [url for url in asked if "/ringing/" in url]

        safety.called_for(at.day.house, title="Quiet evening group", patients=6, staff=0, needed=1)
        for ticket in take_step(timedelta(seconds=60)) or ():
            carry_out(ticket, timedelta(seconds=1), lambda place: None)

        expect(page.get_by_role("heading", name="Quiet evening group")).to_be_visible(timeout=4_000)
        assert len(meanwhile) <= 2
