"""Roles are given and ended within one program, by those who may."""

import pytest

from hearthside.access.actions.programs import BadSlug, OnlyHere, SlugTaken, UnknownZone, create_program
from hearthside.access.actions.roles import AccountEnded, AlreadyHeld, NotHeld, end_role, give_role
from hearthside.access.refusals import BadName, LastDirector, NotInProgram, UnknownRole
from hearthside.access.require import NotAllowed
from hearthside.ledger.models import Entry
from tests import build
from tests.builders.access import COMMAND, roles_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


def test_a_role_given_holds_and_a_role_ended_does_not(house):
    kim = somebody(house, "clinician")

    give_role(account=kim.account, program=house.program, role="on_call", by=house.director)
    end_role(account=kim.account, program=house.program, role="clinician", by=house.director)

    assert roles_in(kim.account.id, house.program.id) == {"on_call"}
    told = [(entry.kind, entry.facts["role"]) for entry in Entry.objects.filter(actor=str(house.director.account))]
    assert told == [("RoleGiven", "on_call"), ("RoleEnded", "clinician")]


def test_a_role_is_held_once(house):
    kim = somebody(house, "clinician")

    with pytest.raises(AlreadyHeld):
        give_role(account=kim.account, program=house.program, role="clinician", by=house.director)


def test_a_role_that_is_not_held_cannot_end(house):
    kim = somebody(house, "clinician")

    with pytest.raises(NotHeld):
        end_role(account=kim.account, program=house.program, role="no such role", by=house.director)


def test_a_stranger_is_invited_and_not_given_a_role(house):
    stranger = somebody(build.program(), "clinician")

    with pytest.raises(NotInProgram):
        give_role(account=stranger.account, program=house.program, role="clinician", by=house.director)


def test_an_unknown_role_is_refused(house):
    with pytest.raises(UnknownRole):
        give_role(account=build.account(), program=house.program, role="superuser", by=house.director)


def test_an_ended_account_gets_no_role(house):
    kim = somebody(house, "clinician")
    kim.account.is_active = False

    with pytest.raises(AccountEnded):
        give_role(account=kim.account, program=house.program, role="biller", by=house.director)


@pytest.mark.parametrize("role", ["clinician", "compliance", "coordinator", "intake", "biller", "on_call", "patient"])
def test_nobody_but_a_director_gives_roles(house, role):
    kim = somebody(house, "clinician")

    with pytest.raises(NotAllowed):
        give_role(account=kim.account, program=house.program, role="biller", by=house.actor(role))


def test_the_only_director_stays(house):
    sidney = somebody(house, "director")
    end_role(account=sidney.account, program=house.program, role="director", by=house.director)

    with pytest.raises(LastDirector):
        end_role(
            account=type(sidney.account).objects.get(pk=house.director.account),
            program=house.program,
            role="director",
            by=house.director,
        )


def test_a_program_is_made_by_a_command_alone(house):
    given = {"name": "River House", "slug": "river-house", "zone": "America/Chicago"}

    with pytest.raises(OnlyHere):
        create_program(**given, by=house.director)
    assert create_program(**given, by=COMMAND).zone == "America/Chicago"
    with pytest.raises(SlugTaken):
        create_program(**given, by=COMMAND)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"slug": "River House"}, BadSlug),
        ({"slug": "river--house"}, BadSlug),
        ({"slug": "r" * 61}, BadSlug),
        ({"slug": "ríver"}, BadSlug),
        ({"zone": "Mars/Olympus"}, UnknownZone),
        ({"zone": "../etc/passwd"}, UnknownZone),
        ({"name": " "}, BadName),
    ],
)
def test_a_program_that_cannot_stand_is_refused(given, refusal):
    usual = {"name": "River House", "slug": "river-house", "zone": "America/Chicago"}

    with pytest.raises(refusal):
        create_program(**{**usual, **given}, by=COMMAND)
