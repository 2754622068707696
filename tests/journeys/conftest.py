"""Journeys: a story that people walk through in a real browser, from the first page to the last."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import Page

from hearthside.access.models import Account
from hearthside.ledger.actors import Actor
from tests.browsing import looking
from tests.site import Site


@pytest.fixture
def at_the_browser(browser, site: Site) -> Callable[[Actor], AbstractContextManager[Page]]:
    """`with at_the_browser(actor) as page:` gives them a browser of their own, signed in."""
    from django.test import Client

    @contextmanager
    def opened(who: Actor, width: int = 1280):
        with site.as_program():
            client = Client()
            client.force_login(Account.objects.get(pk=who.account))
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        with looking(browser, width) as page:
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
            yield page

    return opened
