"""Whatever is typed at the door or in an account's forms: a clear refusal, never a failure, nothing half-written."""

import json

import pytest
from django.test import Client

from hearthside.access.models import Account, Invitation
from tests import build
from tests.builders.access import PASSWORD, somebody

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202egnp",
    "\u2028",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%s%n",
    "' OR 1=1 --",
    "=cmd()",
    "x" * 100_000,
    "👩‍👩‍👧‍👦" * 50,
    "Z̵̧̛a̴l̶g̷o̸" * 40,
    "Null",
    "../../etc/passwd",
]
DOORS = [
    ("/accounts/login/", ("login", "password")),
    ("/accounts/password/reset/", ("email",)),
    ("/accounts/2fa/webauthn/login/", ("credential",)),
]
ROOMS = [
    ("/account/name/", ("name",)),
    ("/account/devices/", ("device",)),
    ("/account/program/", ("program",)),
    ("/accounts/email/", ("email", "action_add")),
    ("/accounts/reauthenticate/", ("password",)),
    ("/accounts/2fa/totp/activate/", ("code",)),
    ("/accounts/2fa/webauthn/add/", ("name", "credential")),
    ("/accounts/password/change/", ("oldpassword", "password1", "password2")),
    ("/people-and-roles/invite/", ("name", "email", "roles")),
]
CREDENTIALS = [
    "{}",
    "[]",
    "null",
    '"text"',
    "1e999",
    "NaN",
    "[" * 5_000,
    '{"response": []}',
    '{"response": {"userHandle": 7}}',
    '{"response": {"userHandle": "!!!"}}',
    '{"id": "\\u0000", "response": {}}',
    json.dumps({"type": "public-key", "id": "AAAA", "rawId": "AAAA", "response": {}, "clientExtensionResults": {}}),
    json.dumps(
        {
            "type": "public-key",
            "id": "AAAA",
            "rawId": "AAAA",
            "response": {"clientDataJSON": "e30", "attestationObject": "oA", "userHandle": "AAAA"},
            "clientExtensionResults": {},
        }
    ),
    "x" * 60_000,
]


def fine(answer) -> bool:
    return answer.status_code < 500 and b"Traceback" not in answer.content


@pytest.mark.parametrize(("address", "fields"), DOORS)
def test_the_door_withstands_every_text(address, fields):
    for text in HOSTILE:
        client = Client(raise_request_exception=False)

        assert fine(client.post(address, dict.fromkeys(fields, text))), (address, text[:40])
        assert fine(client.get(address, dict.fromkeys(fields, text[:500]))), (address, text[:40])


@pytest.mark.slow
@pytest.mark.parametrize(("address", "fields"), ROOMS)
def test_forms_of_the_account_withstand_every_text(address, fields):
    house = build.program()
    client = somebody(house, "director").signed_in()
    before = Account.objects.count()
    for text in HOSTILE:
        assert fine(client.post(address, dict.fromkeys(fields, text))), (address, text[:40])

    assert Account.objects.count() == before
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("address", ["/accounts/2fa/webauthn/login/", "/accounts/2fa/webauthn/add/"])
def test_no_forged_passkey_breaks_anything(address):
    client = somebody(build.program(), "clinician").signed_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    if address.endswith("login/"):
        client.logout()
    for credential in CREDENTIALS:
        client.get(address, headers={"accept": "application/json"})

        answer = client.post(address, {"name": "Key", "credential": credential})

        assert fine(answer), (answer.status_code, credential[:60])


def test_no_forged_passkey_breaks_the_second_step():
    client = somebody(build.program(), "clinician").signed_in()
    for address in ("/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/"):
        assert fine(client.post(address, {"code": "\x00" * 50}))


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=1e9", "?page=%00", "?q=%ff%fe", "?side=../", "?sort=--", "?q=" + "x" * 5000]
)
def test_addresses_with_nonsense_are_answered(query):
    house = build.program()
    client = somebody(house, "director").signed_in()

    for address in ("/people-and-roles/", "/account/sign-ins/"):
        assert fine(client.get(address + query))


@pytest.mark.parametrize("token", ["x", "%00", "..%2f..", "a" * 3000, "🔑"])
def test_an_invitation_with_nonsense_for_a_link_opens_nothing(token):
    answer = Client(raise_request_exception=False).get(f"/invitation/{token}/")

    assert answer.status_code in (400, 404)
