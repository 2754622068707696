"""Buttons of a room's page, pressed as its script presses them: over HTTP, at a server that really serves the pages."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse

from hearthside.ledger.actors import Actor
from hearthside.live.web.room.acting import BY_SCRIPT, DONE
from tests.builders.live import account_of


def signed_in(who: Actor) -> dict[str, str]:
    """What their page sends with everything, from now on."""
    client = Client()
    client.force_login(account_of(who))
    name, secret = settings.SESSION_COOKIE_NAME, "s" * 32
    return {
        "Cookie": f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={secret}", "X-CSRFToken": secret,
        "Content-Type": "application/x-www-form-urlencoded", BY_SCRIPT: "yes",
    }  # fmt: skip


def presses(pages: str, session: UUID, signed: Mapping[str, str], act: str, **given: object) -> None:
    """This button, with these fields; it is done, or this fails with what the page would say."""
    site = http.client.HTTPConnection(urlsplit(pages).netloc, timeout=60)
    site.request("POST", reverse(f"live:{act}", args=[session]), urlencode(given), dict(signed))
    answer = site.getresponse()
    said = answer.read()
    site.close()
    assert answer.status == DONE, said
