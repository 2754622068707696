"""One's own account, the people of a program and their roles, invitations on the page, sessions that end."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from hearthside.access import charts, limits
from hearthside.access.actions.roles import give_role
from hearthside.access.models import Account, Invitation
from hearthside.ledger import clock
from hearthside.ledger.models import Entry, Reading
from tests import build
from tests.builders.access import COMMAND, PASSWORD, roles_in, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def sidney(house):
    return somebody(house, "director", name="Sidney Marsh")


# One's own account.


def test_the_account_page_shows_what_is_set(house):
    kim = somebody(house, "clinician", "on_call", name="Kim Osei")

    page = kim.signed_in().get("/account/").content.decode()

    assert "Kim Osei" in page
    assert kim.account.email in page
    assert "Clinician, On call" in page
    assert "1 signed in" in page


def test_a_name_is_changed(house):
    kim = somebody(house, "clinician")
    client = kim.signed_in()

    assert client.post("/account/name/", {"name": "  Kim   Osei "}).status_code == 302

    assert Account.objects.get(pk=kim.account.pk).name == "Kim Osei"
    assert Entry.objects.get(kind="AccountChanged").facts["what"] == "name"


def test_a_name_that_cannot_stand_comes_back_as_typed(house):
    client = somebody(house, "clinician").signed_in()

    answer = client.post("/account/name/", {"name": "K" * 201})

    assert answer.status_code == 422
    assert "K" * 201 in answer.content.decode()
    assert "1 to 200 characters" in answer.content.decode()


def test_an_address_changes_once_its_code_is_entered(house, letters):
    kim = somebody(house, "clinician")
    client = kim.signed_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    asked = client.post("/accounts/email/", {"email": "new.kim@example.org", "action_add": "yes"})
    code = re.search(r"^\S{6,}$", letters[-1].body, re.MULTILINE)[0]
    before = Account.objects.get(pk=kim.account.pk).email
    wrong = client.post("/accounts/confirm-email/", {"code": "wrong1"})
    client.post("/accounts/confirm-email/", {"code": code})

    assert asked["Location"] == "/accounts/confirm-email/"
    assert wrong.status_code == 422
    assert before == kim.account.email
    assert Account.objects.get(pk=kim.account.pk).email == "new.kim@example.org"
    assert letters[0].to == "new.kim@example.org"
    assert letters[-1].to == kim.account.email
    assert sign_in(Client(), "new.kim@example.org").status_code == 302


def test_an_address_of_somebody_else_is_not_told_and_not_given(house, letters):
    kim, lee = somebody(house, "clinician"), somebody(house, "biller")
    client = kim.signed_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    taken = client.post("/accounts/email/", {"email": lee.account.email, "action_add": "yes"})
    code = re.search(r"^\S{6,}$", letters[-1].body, re.MULTILINE)[0]
    client.post("/accounts/confirm-email/", {"code": code})

    assert taken["Location"] == "/accounts/confirm-email/"
    assert Account.objects.get(pk=kim.account.pk).email == kim.account.email


def test_changing_the_address_asks_for_the_password_first(house):
    client = somebody(house, "clinician").signed_in()

    answer = client.post("/accounts/email/", {"email": "new.kim@example.org", "action_add": "yes"})

    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_changed_password_ends_the_other_sessions(house, letters):
    kim = somebody(house, "clinician")
    here, there = kim.signed_in(), kim.signed_in()
    new = "quite another set of words"

    weak = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    done = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (weak.status_code, done.status_code) == (422, 302)
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert letters[-1].to == kim.account.email


def test_devices_are_signed_out_one_by_one_or_all(house):
    kim = somebody(house, "clinician")
    here, phone, laptop = kim.signed_in(), kim.signed_in(), kim.signed_in()
    page = here.get("/account/devices/").content.decode()
    first, *_ = re.findall(r'name="device" value="(\d+)"', page)

    here.post("/account/devices/", {"device": first})
    assert sorted(c.get("/account/").status_code for c in (here, phone, laptop)) == [200, 200, 302]

    here.post("/account/devices/", {"device": "all"})
    assert sorted(c.get("/account/").status_code for c in (here, phone, laptop)) == [200, 302, 302]
    assert [e.facts["sessions"] for e in Entry.objects.filter(kind="SessionsEnded").order_by("at")] == [1, 1]


def test_nobody_signs_out_a_device_of_somebody_else(house):
    kim, lee = somebody(house, "clinician"), somebody(house, "biller")
    victim = kim.signed_in()
    page = victim.get("/account/devices/")
    from allauth.usersessions.models import UserSession

    key = UserSession.objects.get(user=kim.account).pk

    lee.signed_in().post("/account/devices/", {"device": str(key)})

    assert page.status_code == victim.get("/account/").status_code == 200


def test_ones_own_sign_ins_are_shown_and_nobody_elses(house):
    kim, lee = somebody(house, "clinician"), somebody(house, "biller")
    sign_in(Client(), kim.account.email, "wrong")
    client = kim.signed_in()
    sign_in(Client(), lee.account.email, "wrong")

    page = client.get("/account/sign-ins/").content.decode()

    assert page.count("Wrong password") == 1
    assert "Signed in (password)" in page


def test_somebody_of_two_programs_goes_from_one_to_the_other(house):
    other = build.program()
    kim = somebody(house, "clinician")
    give_role(account=kim.account, program=other.program, role="compliance", by=COMMAND)
    client = kim.signed_in()

    client.post("/account/program/", {"program": str(other.program.id)})
    there = client.get("/people-and-roles/sign-ins/").status_code
    client.post("/account/program/", {"program": str(house.program.id)})
    here = client.get("/people-and-roles/sign-ins/").status_code
    client.post("/account/program/", {"program": str(build.program().program.id)})

    assert (there, here) == (200, 403)
    assert client.get("/people-and-roles/sign-ins/").status_code == 403


# Sessions end by themselves.


def test_a_session_ends_after_minutes_without_a_page(house):
    client = somebody(house, "clinician").signed_in()
    client.get("/account/")
    now = clock.now()

    with clock.fixed(now + timedelta(minutes=14)):
        assert client.get("/account/").status_code == 200
    with clock.fixed(now + timedelta(minutes=28)):
        assert client.get("/account/").status_code == 200
    with clock.fixed(now + timedelta(minutes=28 + 16)):
        answer = client.get("/account/?from=a%20link")

    assert answer["Location"] == "/accounts/login/?next=%2Faccount%2F%3Ffrom%3Da%2520link"
    assert "signed out after 15 minutes" in client.get("/accounts/login/").content.decode()
    assert Entry.objects.get(kind="SessionsEnded").facts["why"] == "idle"


def test_a_session_ends_after_hours_however_busy(house):
    client = somebody(house, "clinician").signed_in()
    client.get("/account/")
    now = clock.now()

    for minutes in range(10, 721, 10):
        with clock.fixed(now + timedelta(minutes=minutes)):
            assert client.get("/account/").status_code == 200
    with clock.fixed(now + timedelta(hours=12, minutes=1)):
        assert client.get("/account/").status_code == 302

    assert Entry.objects.get(kind="SessionsEnded").facts["why"] == "too long"


def test_without_a_policy_no_session_goes_on(house, monkeypatch):
    client = somebody(house, "clinician").signed_in()
    monkeypatch.setattr(limits, "_reader", None)

    assert client.get("/account/")["Location"] == "/accounts/login/"
    assert "No policy is in force" in client.get("/accounts/login/").content.decode()


# Invitations on the page.


def test_a_director_invites_and_the_invited_gets_in(house, sidney, letters):
    client = sidney.signed_in()

    sent = client.post(
        "/people-and-roles/invite/",
        {"name": "Kim Osei", "email": "kim.osei@example.org", "roles": ["clinician", "on_call"]},
    )
    link = re.search(r"http://testserver(/invitation/\S+/)", letters[-1].body)[1]
    guest = Client()
    page = guest.get(link).content.decode()
    answer = guest.post(link, {"name": "Kim Osei", "way": "password", "password": PASSWORD, "again": PASSWORD})

    assert link in sent.content.decode()
    assert letters[-1].to == "kim.osei@example.org"
    assert "Clinician, On call" in page
    assert answer["Location"] == "/home/"
    assert guest.get("/account/").status_code == 200
    assert Entry.objects.filter(kind="SignedIn").latest("at", "id").facts["methods"] == ["invitation"]
    assert "accepted already" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"password": "short", "again": "short"}, "12 characters"),
        ({"password": PASSWORD, "again": "another"}, "The two passwords differ"),
        ({"password": "", "again": ""}, "or choose a passkey"),
        ({"name": ""}, "Fill this in"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"way": "magic"}, "Choose from the list"),
    ],
)
def test_what_cannot_stand_is_said_beside_the_field_and_the_link_still_works(house, letters, sidney, given, sentence):
    sidney.signed_in().post(
        "/people-and-roles/invite/", {"name": "Kim", "email": "kim.osei@example.org", "roles": ["clinician"]}
    )
    link = re.search(r"http://testserver(/invitation/\S+/)", letters[-1].body)[1]
    usual = {"name": "Kim Osei", "way": "password", "password": PASSWORD, "again": PASSWORD}

    answer = Client().post(link, {**usual, **given})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Client().post(link, usual).status_code == 302


def test_somebody_with_an_account_accepts_with_one_press(house, letters, sidney):
    kim = somebody(build.program(), "clinician")
    sidney.signed_in().post(
        "/people-and-roles/invite/", {"name": "Kim", "email": kim.account.email, "roles": ["biller"]}
    )
    link = re.search(r"http://testserver(/invitation/\S+/)", letters[-1].body)[1]
    lee = somebody(house, "biller").signed_in()
    client = kim.signed_in()

    assert "Sign in, and you can accept" in Client().get(link).content.decode()
    assert "signed in with another address" in lee.get(link).content.decode()
    lee.post(link)
    assert roles_in(kim.account.id, house.program.id) == frozenset()
    assert client.post(link)["Location"] == "/home/"
    assert roles_in(kim.account.id, house.program.id) == {"biller"}


def test_a_passkey_instead_of_a_password_leads_to_making_it(house, letters, sidney):
    sidney.signed_in().post(
        "/people-and-roles/invite/", {"name": "Kim", "email": "kim.osei@example.org", "roles": ["clinician"]}
    )
    guest = Client()

    answer = guest.post(
        re.search(r"http://testserver(/invitation/\S+/)", letters[-1].body)[1], {"name": "Kim", "way": "passkey"}
    )

    assert answer["Location"] == "/accounts/2fa/webauthn/add/"
    assert guest.get("/accounts/2fa/webauthn/add/").status_code == 200
    assert not Account.objects.get(email="kim.osei@example.org").has_usable_password()


def test_an_invitation_is_sent_again_and_taken_back(house, letters, sidney):
    client = sidney.signed_in()
    client.post("/people-and-roles/invite/", {"name": "Kim", "email": "kim.osei@example.org", "roles": ["clinician"]})
    invitation = Invitation.objects.get()

    client.post(f"/people-and-roles/invitations/{invitation.id}/send-again/")
    client.post(f"/people-and-roles/invitations/{invitation.id}/take-back/")

    first, second = (re.search(r"(/invitation/\S+/)", letter.body)[1] for letter in letters)
    assert "not an invitation" in Client().get(first).content.decode()
    assert "taken back" in Client().get(second).content.decode()


# People and roles.


def test_roles_are_given_and_ended_on_the_page(house, sidney):
    kim = somebody(house, "clinician", name="Kim Osei")
    client = sidney.signed_in()
    address = f"/people-and-roles/{kim.account.id}/"

    client.post(f"{address}give/", {"role": "on_call"})
    client.post(f"{address}end-role/", {"role": "clinician"})

    assert roles_in(kim.account.id, house.program.id) == {"on_call"}
    assert client.post(f"{address}give/", {"role": "superuser"}).status_code == 422
    assert client.post(f"{address}give/", {"role": "patient"}).status_code == 422
    assert client.post(f"{address}end-role/", {"role": "superuser"}).status_code == 302


def test_compliance_reads_and_ends_access_and_gives_nothing(house):
    kim = somebody(house, "clinician", name="Kim Osei")
    client = somebody(house, "compliance").signed_in()
    address = f"/people-and-roles/{kim.account.id}/"

    assert "Kim Osei" in client.get("/people-and-roles/").content.decode()
    assert client.get(address).status_code == 200
    assert client.get("/people-and-roles/invite/").status_code == 403
    assert client.post(f"{address}give/", {"role": "director"}).status_code == 403
    assert client.get(f"{address}end-access/").status_code == 200
    assert client.post(f"{address}end-access/").status_code == 302
    assert not Account.objects.get(pk=kim.account.pk).is_active


@pytest.mark.parametrize("role", ["clinician", "coordinator", "intake", "biller", "on_call", "patient", "partner"])
def test_nobody_else_opens_people_and_roles(house, role):
    kim = somebody(house, "clinician")
    client = somebody(house, role).signed_in()

    for address in ("", "invite/", "sign-ins/", f"{kim.account.id}/", f"{kim.account.id}/end-access/"):
        assert client.get(f"/people-and-roles/{address}").status_code == 403


def test_people_of_another_program_are_as_if_they_were_not(house, sidney):
    stranger = somebody(build.program(), "clinician")
    client = sidney.signed_in()

    for account in (stranger.account.id, build.program().program.id):
        for end in ("", "end-access/"):
            assert client.get(f"/people-and-roles/{account}/{end}").status_code == 404


def test_patients_are_shown_with_a_line_in_the_reading_log_or_not_at_all(house, sidney, monkeypatch):
    alex = somebody(house, "patient", name="Alex Park")
    client, record = sidney.signed_in(), build.program().program.id
    monkeypatch.setattr(charts, "_finder", None)
    assert "Alex Park" not in client.get("/people-and-roles/?side=patients").content.decode()
    assert client.get(f"/people-and-roles/{alex.account.id}/").status_code == 404

    monkeypatch.setattr(charts, "_finder", lambda program, accounts: {alex.account.id: record})
    assert "Alex Park" in client.get("/people-and-roles/?side=patients").content.decode()
    assert "Alex Park" not in client.get("/people-and-roles/").content.decode()

    assert Reading.objects.get(kind="accounts").patients == [str(record)]


def test_the_list_is_searched_by_name_and_address(house, sidney):
    somebody(house, "clinician", name="José Álvarez")
    client = sidney.signed_in()

    assert "José Álvarez" in client.get("/people-and-roles/?q=jose+alv").content.decode()
    assert "José Álvarez" not in client.get("/people-and-roles/?q=zebra").content.decode()


def test_the_programs_sign_ins_name_staff_and_hide_patients(house):
    kim = somebody(house, "clinician", name="Kim Osei")
    alex = somebody(house, "patient", name="Alex Park")
    for email in (kim.account.email, alex.account.email, "nobody@example.org", somebody(build.program()).account.email):
        sign_in(Client(), email, "wrong")

    page = somebody(house, "compliance").signed_in().get("/people-and-roles/sign-ins/").content.decode()

    assert "Kim Osei" in page
    assert "Alex Park" not in page
    assert str(alex.account.id) in page
    assert "Nobody" in page
    assert "example.org" not in page
    assert page.count("Wrong password") == 3
