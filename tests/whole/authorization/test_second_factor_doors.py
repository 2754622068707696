"""Doors that open for whoever has a second factor, each for its own: the walk's people sign in without one."""

import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests import build
from tests.access.test_second_factor import with_app
from tests.builders.access import Somebody, somebody

pytestmark = pytest.mark.django_db

REVIEWED = json.loads((Path(__file__).parent / "reviewed.json").read_text())
# A passkey is made by a browser: tests/access/test_in_the_browser.py makes one and opens this door with it.
WITH_A_REAL_PASSKEY = {"mfa_reauthenticate_webauthn"}
DOORS = sorted(set(REVIEWED["doors that a second factor opens"]) - WITH_A_REAL_PASSKEY)


@pytest.fixture(autouse=True)
def needed(settings, letters):
    settings.SECOND_FACTOR = True


def passkey_of(who: Somebody) -> Authenticator:
    return Authenticator.objects.create(
        user=who.account, type=Authenticator.Type.WEBAUTHN, data={"name": "A key", "credential": {}}
    )


def address(door: str, passkey: Authenticator) -> str:
    return reverse(door, args=[passkey.pk] if door in ("mfa_edit_webauthn", "mfa_remove_webauthn") else [])


@pytest.mark.parametrize("door", DOORS)
def test_it_opens_for_its_owner_and_leads_a_stranger_to_the_sign_in(door):
    kim = somebody(build.program(), "clinician")
    client, _ = with_app(kim)
    client.post("/accounts/2fa/recovery-codes/generate/")
    passkey = passkey_of(kim)

    own = client.get(address(door, passkey))
    stranger = Client().get(address(door, passkey))

    assert own.status_code == 200, own.headers
    assert stranger.status_code in (302, 403, 404)
    if stranger.status_code == 302:
        assert "/accounts/login/" in stranger["Location"]


@pytest.mark.parametrize("door", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_passkey_of_somebody_else_is_one_that_never_was(door, method):
    house = build.program()
    client, _ = with_app(somebody(house, "clinician"))
    theirs = passkey_of(somebody(house, "biller", email="other@example.org"))

    answer = getattr(client, method)(address(door, theirs), {"name": "Mine now"})

    assert answer.status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).wrap().name == "A key"
