"""Revocation bites: what was open before is refused with the next request."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from hearthside.access.actions.ending import NotYourOwn, end_access_everywhere
from hearthside.access.actions.roles import end_role
from hearthside.access.models import Account, Invitation
from hearthside.access.refusals import LastDirector, NotInProgram
from hearthside.access.require import NotAllowed
from hearthside.ledger.models import Entry
from tests import build
from tests.builders.access import roles_in, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


def end(house, who, by=None):
    end_access_everywhere(account=who.account, program=house.program, by=by or house.director)


def test_a_session_opened_before_is_refused_at_once(house):
    kim = somebody(house, "clinician", "on_call")
    phone, laptop = kim.signed_in(), kim.signed_in()
    assert phone.get("/account/").status_code == laptop.get("/account/").status_code == 200

    end(house, kim)

    assert [c.get("/account/").status_code for c in (phone, laptop)] == [302, 302]
    assert phone.get("/account/")["Location"].startswith("/accounts/login/")
    assert phone.post("/account/name/", {"name": "Still here"}).status_code == 302
    assert Account.objects.get(pk=kim.account.pk).name != "Still here"


def test_nothing_of_it_is_left(house):
    kim = somebody(house, "clinician", "on_call")
    kim.signed_in()

    end(house, kim)

    assert roles_in(kim.account.id, house.program.id) == frozenset()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    entry = Entry.objects.get(kind="AccessEnded")
    assert entry.facts == {
        "account": str(kim.account.id), "roles": ["clinician", "on_call"], "sessions": 1, "everywhere": True,
    }  # fmt: skip


def test_the_password_opens_nothing_any_more(house):
    kim = somebody(house, "clinician")
    end(house, kim)

    client = Client()
    answer = sign_in(client, kim.account.email)

    assert "_auth_user_id" not in client.session
    assert answer["Location"] == "/accounts/inactive/"


def test_a_session_that_the_list_does_not_know_is_refused_too(house):
    kim = somebody(house, "clinician")
    client = kim.signed_in()
    UserSession.objects.all().delete()

    end(house, kim)

    assert client.get("/account/").status_code == 302


def test_an_open_invitation_is_taken_back(house):
    from hearthside.access.actions.invitations import invite

    kim = somebody(house, "clinician")
    invite(program=house.program, email=kim.account.email, name="Kim", roles=["biller"], days=7, by=house.director)

    end(house, kim)

    assert Invitation.objects.filter(revoked_at__isnull=False).count() == 1


def test_a_role_ended_bites_with_the_next_request(house):
    avery = somebody(house, "compliance", "biller")
    client = avery.signed_in()
    assert client.get("/people-and-roles/sign-ins/").status_code == 200

    end_role(account=avery.account, program=house.program, role="compliance", by=house.director)

    assert client.get("/people-and-roles/sign-ins/").status_code == 403
    assert client.get("/account/").status_code == 200


def test_a_role_in_another_program_stays_and_the_sessions_end(house):
    other = build.program()
    kim = somebody(house, "clinician")
    from hearthside.access.actions.roles import give_role
    from tests.builders.access import COMMAND

    give_role(account=kim.account, program=other.program, role="clinician", by=COMMAND)
    client = kim.signed_in()

    end(house, kim)

    assert client.get("/account/").status_code == 302
    assert roles_in(kim.account.id, other.program.id) == {"clinician"}
    again = kim.signed_in()
    assert again.get("/account/").status_code == 200


def test_who_may_end_access(house):
    kim = somebody(house, "clinician")
    for role in ("clinician", "coordinator", "intake", "biller", "on_call", "patient", "partner"):
        with pytest.raises(NotAllowed):
            end(house, kim, by=house.actor(role))

    end(house, kim, by=house.actor("compliance"))

    assert not Account.objects.get(pk=kim.account.pk).is_active


def test_nobody_ends_their_own(house):
    sidney = somebody(house, "director")

    with pytest.raises(NotYourOwn):
        end(house, sidney, by=sidney.actor)


def test_the_only_director_is_not_ended_by_compliance(house):
    sidney = somebody(house, "director")
    end(house, sidney)
    only = type("Only", (), {"account": Account.objects.get(pk=house.director.account)})

    with pytest.raises(LastDirector):
        end(house, only, by=house.actor("compliance"))


def test_a_stranger_and_an_unknown_account_get_one_answer(house):
    stranger = somebody(build.program(), "clinician")

    with pytest.raises(NotInProgram):
        end(house, stranger)
