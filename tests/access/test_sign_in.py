"""At the door: who gets in, who does not, what is written down, and that nothing tells whether an address is known."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail as django_mail
from django.test import Client

from hearthside.access import limits, lockout, mail
from hearthside.ledger.models import Entry
from tests import build
from tests.builders.access import PASSWORD, sign_in, somebody
from tests.hashing import hashing_as_installed

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
UNKNOWN = "nobody.here@example.org"


@pytest.fixture
def kim():
    return somebody(build.program(), "clinician")


def told(kind: str) -> list[dict]:
    return list(Entry.objects.filter(kind=kind).order_by("at", "id").values_list("facts", flat=True))


def words(answer) -> str:
    """What a page says, without what differs on every page: tokens, and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r'name="login"[^>]*', "", text)


def test_whoever_signs_in_is_written_down_without_a_name(kim):
    client = Client(headers={"user-agent": FIREFOX})

    assert sign_in(client, kim.account.email)["Location"] == "/home/"

    assert told("SignedIn") == [
        {"account": str(kim.account.id), "methods": ["password"], "device": "Firefox on Windows"}
    ]
    assert not any(kim.account.email in line for line in Entry.objects.values_list("canonical", flat=True))


def test_a_password_is_kept_as_argon2_with_the_work_that_an_installation_does():
    with hashing_as_installed():
        kim = somebody(build.program(), "clinician")
        answer = sign_in(Client(), kim.account.email)
        refused = sign_in(Client(), kim.account.email, "not the password")

    assert kim.account.password.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert (answer.status_code, refused.status_code) == (302, 422)


def test_an_address_is_found_whatever_its_case(kim):
    assert sign_in(Client(), kim.account.email.upper()).status_code == 302


def test_a_wrong_password_is_refused_beside_the_form_and_written_down(kim):
    answer = sign_in(Client(), kim.account.email, "not the password")

    assert answer.status_code == 422
    assert "do not go together" in answer.content.decode()
    assert [facts["account"] for facts in told("SignInRefused")] == [str(kim.account.id)]


def test_an_unknown_address_is_kept_as_a_mark(kim):
    sign_in(Client(), UNKNOWN)
    sign_in(Client(), UNKNOWN)

    first, second = told("SignInRefused")
    assert first["account"] is None
    assert first["unknown"] == second["unknown"]
    assert not any("nobody" in line for line in Entry.objects.values_list("canonical", flat=True))


def test_words_do_not_tell_whether_an_address_is_known(kim):
    known, unknown = (sign_in(Client(), email, "not the password") for email in (kim.account.email, UNKNOWN))

    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))


def test_a_password_is_worked_on_as_long_whether_the_address_is_known_or_not(kim, monkeypatch):
    # What takes time at a sign-in is the hash of the password: done once for everybody, the clock tells nothing.
    worked = []
    for name in ("encode", "verify"):
        at_work = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda *args, _do=at_work, **more: worked.append(1) or _do(*args, **more)
        )
    count = []
    for email in (kim.account.email, UNKNOWN):
        worked.clear()
        sign_in(Client(), email, "not the password")
        count.append(len(worked))

    assert count == [1, 1]


def test_after_five_wrong_passwords_even_the_right_one_waits(kim):
    for number in range(5):
        assert sign_in(Client(), kim.account.email, f"wrong {number}").status_code == 422

    answer = sign_in(Client(), kim.account.email)

    assert answer.status_code == 422
    assert "Too many tries" in answer.content.decode()
    assert told("AccountLocked") == [{"account": str(kim.account.id), "unknown": None, "minutes": 15}]
    assert told("SignInRefused")[-1]["why"] == "locked"


def test_an_unknown_address_locks_in_the_same_words(kim):
    answers = []
    for email in (kim.account.email, UNKNOWN):
        answers += [sign_in(Client(), email, f"wrong {number}") for number in range(5)][-1:]
        answers.append(sign_in(Client(), email, "wrong 6"))

    assert words(answers[0]) == words(answers[2])
    assert words(answers[1]) == words(answers[3])


def test_a_lock_falls_after_its_minutes(kim, monkeypatch):
    lockout.lock(kim.account.email, minutes=15)
    later = time.time() + timedelta(minutes=15, seconds=1).total_seconds()
    assert sign_in(Client(), kim.account.email).status_code == 422

    monkeypatch.setattr(
        "django.core.cache.backends.db.tz_now",
        lambda: __import__("datetime").datetime.fromtimestamp(later, __import__("datetime").UTC),
    )
    assert sign_in(Client(), kim.account.email).status_code == 302


def test_without_a_policy_nobody_signs_in(kim, monkeypatch):
    monkeypatch.setattr(limits, "_reader", None)

    answer = sign_in(Client(), kim.account.email)

    assert answer.status_code == 422
    assert "No policy is in force for lockout.failures" in answer.content.decode()


def test_there_is_no_open_sign_up():
    client = Client()

    assert "Accounts come by invitation" in client.get("/accounts/signup/").content.decode()
    answer = client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Accounts come by invitation" in answer.content.decode()
    assert not Entry.objects.filter(kind="AccountAdded").exists()


@pytest.mark.parametrize(
    "address",
    ["login/code/", "login/code/confirm/", "3rdparty/", "2fa/trust/", "phone/change/", "signup/passkey/", "sessions/"],
)
def test_what_we_do_not_use_is_not_there(address):
    assert Client().get(f"/accounts/{address}").status_code == 404


def test_signing_out_is_written_down(kim):
    client = kim.signed_in()

    client.post("/accounts/logout/")

    assert told("SignedOut") == [{"account": str(kim.account.id)}]
    assert client.get("/account/").status_code == 302


def test_nobody_is_led_away_to_another_host(kim):
    for next_page in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert sign_in(Client(), kim.account.email, next=next_page)["Location"] == "/home/"


# A new password, by mail.


def ask_for_reset(email: str):
    return Client().post("/accounts/password/reset/", {"email": email})


def test_a_new_password_is_chosen_through_a_link_that_works_once(kim, letters):
    other = kim.signed_in()
    ask_for_reset(kim.account.email)
    link = re.search(r"http://testserver(/\S+)", letters[-1].body)[1]
    client = Client()
    form = client.get(link)["Location"]
    new = "quite another set of words"

    answer = client.post(form, {"password1": new, "password2": new})

    assert answer.status_code == 302
    assert sign_in(Client(), kim.account.email, new).status_code == 302
    assert sign_in(Client(), kim.account.email).status_code == 422
    assert other.get("/account/").status_code == 302
    assert "cannot be used any more" in Client().get(link).content.decode()
    assert told("AccountChanged")[-1] == {"account": str(kim.account.id), "what": "password"}


def test_asking_for_a_link_does_not_tell_whether_an_address_is_known(kim, letters):
    answers = [ask_for_reset(email) for email in (kim.account.email, UNKNOWN)]

    assert answers[0]["Location"] == answers[1]["Location"] == "/accounts/password/reset/done/"
    assert [letter.to for letter in letters] == [kim.account.email, UNKNOWN]
    assert letters[0].subject == letters[1].subject


def test_a_locked_address_opens_again_with_a_new_password(kim, letters):
    lockout.lock(kim.account.email, minutes=15)
    ask_for_reset(kim.account.email)
    client = Client()
    form = client.get(re.search(r"http://testserver(/\S+)", letters[-1].body)[1])["Location"]

    client.post(form, {"password1": "quite another set", "password2": "quite another set"})

    assert sign_in(Client(), kim.account.email, "quite another set").status_code == 302


def test_mail_of_the_sign_in_names_nobody_and_nothing_clinical(kim, letters):
    ask_for_reset(kim.account.email)
    ask_for_reset(UNKNOWN)

    for letter in letters:
        assert not re.search(r"robin|tate|therap|patient|clinic|program|treat|harbor", letter.body, re.IGNORECASE)
        assert not re.search(r"http://(?!testserver)", letter.body)


def test_by_itself_the_mail_goes_out_once_the_change_is_there(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail.send_after_commit("kim@example.org", "A subject", "A body")
        assert django_mail.outbox == []

    assert [(m.to, m.subject, m.body) for m in django_mail.outbox] == [(["kim@example.org"], "A subject", "A body")]
