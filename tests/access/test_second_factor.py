"""Second factors: staff need one, its secrets are sealed, and each way works and is written down."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client

from hearthside.ledger.models import Entry
from hearthside.project import environment
from tests import build
from tests.builders.access import PASSWORD, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def needed(settings, letters):
    settings.SECOND_FACTOR = True


@pytest.fixture
def kim():
    return somebody(build.program(), "clinician")


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def confirmed(client: Client) -> Client:
    """They have just said their password once more."""
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def with_app(somebody_here) -> tuple[Client, str]:
    """Signed in, with an authenticator app; gives its secret too."""
    client = confirmed(somebody_here.signed_in())
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return client, secret


def codes_on(client: Client) -> set[str]:
    """The recovery codes that are left."""
    return set(re.findall(r"<code>(\d{8})</code>", client.get("/accounts/2fa/recovery-codes/").content.decode()))


def told(kind: str) -> list[dict]:
    return list(Entry.objects.filter(kind=kind).order_by("at", "id").values_list("facts", flat=True))


@pytest.mark.parametrize("role", ["clinician", "coordinator", "intake", "biller", "on_call", "compliance", "director"])
def test_staff_without_one_reach_nothing_but_its_set_up(role):
    client = somebody(build.program(), role).signed_in()

    for address in ("/home/", "/account/", "/people-and-roles/", "/ledger/", "/accounts/password/change/"):
        assert client.get(address)["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/account/name/", {"name": "Other"})["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("role", ["patient", "partner"])
def test_patients_and_partners_may_go_without(role):
    assert somebody(build.program(), role).signed_in().get("/home/").status_code == 200


def test_a_patient_who_also_works_here_needs_one():
    both = somebody(build.program(), "patient", "biller")

    assert both.signed_in().get("/home/")["Location"] == "/accounts/2fa/"


def test_with_one_everything_opens(kim):
    client, _ = with_app(kim)

    assert client.get("/home/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(kim, rf):
    from allauth.core import context

    request = rf.get("/")
    request.user = kim.account
    with context.request_context(request):
        RecoveryCodes.activate(kim.account)

    assert kim.signed_in().get("/home/")["Location"] == "/accounts/2fa/"


def test_the_database_holds_no_secret_in_clear(kim, client):
    browser = confirmed(kim.signed_in())
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    waiting = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    codes = re.findall(r"<code>(\d{8})</code>", browser.get("/accounts/2fa/recovery-codes/").content.decode())

    kept = [json.dumps(data) for data in Authenticator.objects.values_list("data", flat=True)]
    sessions = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    lines = list(Entry.objects.values_list("canonical", flat=True))

    assert len(codes) == 10
    for text in (*kept, *waiting, *sessions, *lines):
        assert secret not in text
        assert not any(code in text for code in codes)
    assert all(":s1." in text for text in kept)


def test_a_sealed_secret_moved_to_another_account_opens_nothing(kim):
    _, secret = with_app(kim)
    lee = somebody(build.program(), "biller")
    with_app(lee)
    stolen = Authenticator.objects.get(user=kim.account, type="totp").data
    Authenticator.objects.filter(user=lee.account, type="totp").update(data=stolen)
    client = Client(raise_request_exception=False)
    sign_in(client, lee.account.email)

    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})

    assert answer.status_code == 422
    assert "cannot be read any more" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_asks_for_the_code_and_takes_each_once(kim):
    _, secret = with_app(kim)
    client = Client()
    assert sign_in(client, kim.account.email)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/home/").status_code == 302

    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    right = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
    other = Client()
    sign_in(other, kim.account.email)
    again = other.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 422)
    assert told("SignedIn")[-1]["methods"] == ["password", "totp"]
    assert told("SignInRefused")[0] == {
        "account": str(kim.account.id), "unknown": None, "why": "second factor", "device": "Another device",
    }  # fmt: skip


def test_a_recovery_code_signs_in_once(kim):
    browser, _ = with_app(kim)
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    code = re.findall(r"<code>(\d{8})</code>", page)[0]

    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, kim.account.email)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert answers == [302, 422]
    assert code not in browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "attachment" in browser.get("/accounts/2fa/recovery-codes/download/")["Content-Disposition"]


def test_codes_are_not_tried_for_ever(kim):
    with_app(kim)
    client = Client()
    sign_in(client, kim.account.email)

    answers = [client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}) for n in range(7)]

    assert "Too many tries" in answers[-1].content.decode()
    assert sum(facts["why"] == "second factor" for facts in told("SignInRefused")) == 5


def test_setting_one_up_asks_for_the_password_again(kim):
    client = kim.signed_in()

    for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert client.get(address)["Location"].startswith("/accounts/reauthenticate/")


def test_every_change_is_written_down_and_mailed_to_its_owner(kim, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client, _ = with_app(kim)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")

    assert sorted(facts["kind"] for facts in told("SecondFactorAdded")) == ["recovery_codes", "totp"]
    assert sorted(facts["kind"] for facts in told("SecondFactorRemoved")) == ["recovery_codes", "totp"]
    assert [letter.to for letter in letters] == [kim.account.email] * 2
    assert client.get("/home/")["Location"] == "/accounts/2fa/"


def test_new_recovery_codes_end_the_old_ones(kim):
    client, _ = with_app(kim)
    before = client.get("/accounts/2fa/recovery-codes/").content

    client.post("/accounts/2fa/recovery-codes/generate/")

    after = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not set(re.findall(r"<code>(\d{8})</code>", before.decode())) & set(
        re.findall(r"<code>(\d{8})</code>", after)
    )


def test_only_the_demonstration_may_go_without(settings):
    given = {"DATABASE_URL": "x", "HEARTHSIDE_SECRET_KEY": "x", "HEARTHSIDE_SECOND_FACTOR": "off"}

    assert environment.read({**given, "HEARTHSIDE_MODE": "demo"}).second_factor is False
    assert environment.read({**given, "HEARTHSIDE_MODE": "production"}).second_factor is True
    assert environment.read({**given, "HEARTHSIDE_MODE": "demo", "HEARTHSIDE_SECOND_FACTOR": "on"}).second_factor


def test_every_page_says_that_it_is_switched_off(settings, kim):
    settings.SECOND_FACTOR = False
    client = kim.signed_in()

    for page in (client.get("/account/"), client.get("/"), Client().get("/accounts/login/")):
        assert "asks for no second factor" in page.content.decode()
