"""Two at the same moment: each contested thing gets exactly one owner, in time."""

import pytest
from django.test import Client

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.actions.invitations import InvitationClosed, accept_invitation, invite
from hearthside.access.models import Account, RoleHeld
from hearthside.access.refusals import LastDirector
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from tests import build
from tests.apart import race
from tests.builders.access import PASSWORD, sign_in, somebody

pytestmark = pytest.mark.slow

DOOR = system_actor("sign_in", request_id="r-1")
RACERS = 8


def test_of_eight_who_open_the_link_at_the_same_moment_one_gets_in(apart):
    house = build.program()
    sent = invite(
        program=house.program, email="kim.osei@example.org", name="Kim", roles=["clinician"], days=7, by=house.director
    )

    answers = race(
        RACERS,
        lambda number: accept_invitation(token=sent.token, name=f"Kim {number}", password=PASSWORD, by=DOOR),
    )

    closed = [answer for answer in answers if isinstance(answer, InvitationClosed)]
    assert [answer.why for answer in closed] == ["accepted"] * (RACERS - 1)
    (winner,) = [answer for answer in answers if isinstance(answer, Account)]
    assert Account.objects.get(email="kim.osei@example.org").name == winner.name


def test_two_directors_who_end_each_others_access_leave_one(apart):
    house = build.program()
    pair = [somebody(house, "director"), somebody(house, "director")]
    RoleHeld.objects.filter(account=house.director.account).update(until_at=clock.now())

    answers = race(
        2,
        lambda n: end_access_everywhere(account=pair[1 - n].account, program=house.program, by=pair[n].actor),
    )

    assert sorted(str(type(answer).__name__) for answer in answers) == ["LastDirector", "NoneType"]
    assert any(isinstance(answer, LastDirector) for answer in answers)
    assert RoleHeld.objects.filter(program=house.program, role="director", until_at__isnull=True).count() == 1


def test_wrong_passwords_sent_all_at_once_are_no_more_tries(apart):
    house = build.program()
    kim = somebody(house, "clinician")

    answers = race(RACERS, lambda number: sign_in(Client(), kim.account.email, f"wrong {number}").status_code)

    assert answers == [422] * RACERS
    looked_at = Entry.objects.filter(kind="SignInRefused", facts__why="password").count()
    assert looked_at == 5
    assert Entry.objects.filter(kind="AccountLocked").count() == 1
