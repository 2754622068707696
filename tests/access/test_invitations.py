"""Invitations: the only way to an account, for a while, once."""

from datetime import timedelta

import pytest

from hearthside.access import welcoming
from hearthside.access.actions.invitations import (
    AlreadyInvited,
    HasAccount,
    HoldsThemAlready,
    InvitationClosed,
    OtherAccount,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from hearthside.access.models import Account, Invitation
from hearthside.access.refusals import BadEmail, BadName, UnknownRole
from hearthside.access.require import NotAllowed
from hearthside.base.text import UnreadableText
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from tests import build
from tests.builders.access import PASSWORD, roles_in, somebody

pytestmark = pytest.mark.django_db

DOOR = system_actor("sign_in", request_id="r-1")


@pytest.fixture
def house():
    return build.program()


def invited(house, email="kim.osei@example.org", *, roles=("clinician",), days=7, name="Kim Osei", by=None, about=None):
    return invite(
        program=house.program, email=email, name=name, roles=roles, days=days, about=about, by=by or house.director
    )


def accept(token, **given):
    return accept_invitation(token=token, **{"name": "Kim Osei", "password": PASSWORD, "by": DOOR, **given})


def test_whoever_accepts_gets_an_account_and_the_roles(house):
    sent = invited(house, "Kim.Osei@Example.org", roles=("clinician", "on_call"))

    account = accept(sent.token)

    assert (account.email, account.name, account.check_password(PASSWORD)) == ("kim.osei@example.org", "Kim Osei", True)
    assert roles_in(account.id, house.program.id) == {"clinician", "on_call"}


def test_nothing_in_the_database_opens_an_invitation(house):
    sent = invited(house)

    kept = [str(value) for row in Invitation.objects.values_list() for value in row]
    lines = list(Entry.objects.values_list("canonical", flat=True))

    assert not any(sent.token in text for text in (*kept, *lines))
    assert not any("kim" in line.lower() for line in lines)


def test_an_invitation_works_once(house):
    sent = invited(house)
    accept(sent.token)

    with pytest.raises(InvitationClosed) as refused:
        accept(sent.token)

    assert refused.value.why == "accepted"


def test_an_invitation_runs_out(house):
    sent = invited(house, days=7)

    with clock.fixed(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(InvitationClosed) as refused:
        accept(sent.token)

    assert refused.value.why == "expired"
    assert not Account.objects.filter(email="kim.osei@example.org").exists()


def test_an_invitation_that_ran_out_is_sent_again_with_a_new_link(house):
    sent = invited(house, days=1)

    with clock.fixed(clock.now() + timedelta(days=3)):
        again = resend_invitation(invitation=sent.invitation, days=7, by=house.director)
        with pytest.raises(InvitationClosed) as refused:
            accept(sent.token)
        account = accept(again.token)

    assert refused.value.why == "unknown"
    assert account.email == "kim.osei@example.org"


def test_an_invitation_taken_back_opens_nothing(house):
    sent = invited(house)

    revoke_invitation(invitation=sent.invitation, by=house.director)

    with pytest.raises(InvitationClosed) as refused:
        accept(sent.token)
    assert refused.value.why == "revoked"
    with pytest.raises(InvitationClosed):
        resend_invitation(invitation=sent.invitation, days=7, by=house.director)


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "🔑"])
def test_an_unknown_link_opens_nothing(token):
    with pytest.raises(InvitationClosed) as refused:
        accept(token)

    assert refused.value.why == "unknown"


def test_a_second_open_invitation_to_one_address_is_refused(house):
    invited(house)

    with pytest.raises(AlreadyInvited):
        invited(house, "KIM.osei@example.org")


def test_nobody_is_invited_to_what_they_hold(house):
    kim = somebody(house, "clinician")

    with pytest.raises(HoldsThemAlready):
        invited(house, kim.account.email)


def test_somebody_with_an_account_signs_in_first_and_keeps_their_password(house):
    kim = somebody(build.program(), "clinician")
    sent = invited(house, kim.account.email)

    with pytest.raises(HasAccount):
        accept(sent.token, password="another password of mine")
    accept(sent.token, account=kim.account)

    kim.account.refresh_from_db()
    assert kim.account.check_password(PASSWORD)
    assert roles_in(kim.account.id, house.program.id) == {"clinician"}


def test_an_invitation_is_for_its_address_alone(house):
    lee = somebody(house, "biller")
    sent = invited(house)

    with pytest.raises(OtherAccount):
        accept(sent.token, account=lee.account)


@pytest.mark.parametrize(
    ("role", "to", "allowed"),
    [
        ("director", "clinician", True),
        ("director", "patient", True),
        ("intake", "patient", True),
        ("intake", "partner", True),
        ("intake", "clinician", False),
        ("compliance", "clinician", False),
        ("patient", "partner", False),
    ],
)
def test_who_may_invite_whom(house, role, to, allowed):
    by = house.actor(role)

    if allowed:
        assert invited(house, roles=(to,), by=by).invitation.roles == [to]
    else:
        with pytest.raises(NotAllowed):
            invited(house, roles=(to,), by=by)


def test_a_director_invites_into_their_own_program_alone(house):
    with pytest.raises(NotAllowed):
        invited(house, by=build.program().director)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"email": "no address"}, BadEmail),
        ({"email": ""}, BadEmail),
        ({"email": "a" * 250 + "@example.org"}, BadEmail),
        ({"email": "kim@exämple.org"}, BadEmail),
        ({"email": "kim\x00@example.org"}, UnreadableText),
        ({"name": ""}, BadName),
        ({"name": "K" * 201}, BadName),
        ({"name": "Kim\u202e"}, UnreadableText),
        ({"roles": ()}, UnknownRole),
        ({"roles": ("superuser",)}, UnknownRole),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(house, given, refusal):
    with pytest.raises(refusal):
        invited(house, **given)

    assert not Invitation.objects.exists()


def test_what_an_invitation_was_about_is_handed_back(house, monkeypatch):
    heard = []
    monkeypatch.setattr(welcoming, "_welcomes", [lambda invitation, account, by: heard.append(invitation.about)])
    sent = invited(house, roles=("patient",), about=house.program.id)

    accept(sent.token)

    assert heard == [house.program.id]
