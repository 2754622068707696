"""Clinicians come, change and leave; licenses are recorded, confirmed, renewed and ended; supervision is dated."""

from datetime import timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.ledger.models import Entry
from hearthside.people.actions.authorities import (
    change_authority,
    confirm_authority,
    end_authority,
    record_authority,
    renew_authority,
)
from hearthside.people.actions.clinicians import (
    AccountTaken,
    NpiTaken,
    add_clinician,
    change_clinician,
    change_limits,
    end_work,
    link_account,
)
from hearthside.people.actions.credentials import CredentialHeldAlready, add_credential, change_credential
from hearthside.people.actions.supervision import (
    end_supervision,
    supervise,
)
from hearthside.people.credentials.facts import Card, Limits, Papers, RoleOutOfScope, WrongFact
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import clinicians_who_can_treat
from tests.builders import clinicians as build
from tests.people.clinic import DANA, FROM, TODAY, add, at_noon, record, right, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    with at_noon() as made:
        yield made


def card(**changed) -> Card:
    return Card(**{**vars(DANA), **changed})


# Coming, changing, leaving.


def test_somebody_new_is_on_record_with_a_credential_and_told_of_without_a_name(house):
    dana = add(house, card(name="  Dana\u00a0 Reye\u0301s ", roles=("individual",)), limits=Limits(600, 300, 180))

    assert (dana.name, dana.search_name, dana.titles) == ("Dana Reyés", "dana reyes", "LCSW")
    assert dana.file.group_minutes == 600
    (event,) = told("ClinicianAdded")
    assert event == {
        "clinician": str(dana.id), "account": None, "works_from": "2026-01-01", "roles": ["individual"], "tracks": [],
    }  # fmt: skip
    assert "Dana" not in str(told("ClinicianAdded") + told("CredentialAdded"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Dana\u202e Reyes"}, "name"),
        ({"languages": ()}, "languages"),
        ({"languages": ("English",)}, "languages"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"gender": "none"}, "gender"),
        ({"roles": ("king",)}, "roles"),
        ({"tracks": ("fast",)}, "tracks"),
        ({"pronouns": "p" * 41}, "pronouns"),
    ],
    ids=str,
)
def test_a_wrong_card_is_refused_at_its_field_and_nothing_is_kept(house, changed, field):
    with pytest.raises(WrongFact) as refused:
        add(house, card(**changed))

    assert refused.value.field == field
    assert not Clinician.objects.exists()
    assert not Entry.objects.filter(kind="ClinicianAdded").exists()


@pytest.mark.parametrize(
    ("papers", "limits", "field"),
    [
        (Papers(npi="1234567890"), Limits(), "npi"),
        (Papers(npi="１２３４５６７８９３"), Limits(), "npi"),
        (Papers(taxonomy="therapist"), Limits(), "taxonomy"),
        (Papers(), Limits(group_minutes=10081), "group_minutes"),
        (Papers(), Limits(individual_minutes=-1), "individual_minutes"),
        (Papers(), Limits(day_minutes=1441), "day_minutes"),
    ],
    ids=str,
)
def test_wrong_papers_and_limits_are_refused_at_their_field(house, papers, limits, field):
    with pytest.raises(WrongFact) as refused:
        add(house, papers=papers, limits=limits)

    assert refused.value.field == field


def test_a_taxonomy_code_may_be_typed_in_small_letters(house):
    assert add(house, papers=Papers(taxonomy="106h00000x")).file.taxonomy == "106H00000X"


@pytest.mark.parametrize(
    ("type", "role", "fits"),
    [
        ("peer", "facilitator", True),
        ("peer", "individual", False),
        ("sud_counselor", "couples", False),
        ("sud_counselor", "counselor", True),
        ("lmft", "prescriber", False),
        ("pa", "prescriber", True),
        ("case_manager", "facilitator", False),
    ],
)
def test_a_role_needs_a_credential_that_allows_it(house, type, role, fits):
    if fits:
        assert add(house, card(roles=(role,)), type=type).roles == [role]
    else:
        with pytest.raises(RoleOutOfScope):
            add(house, card(roles=(role,)), type=type)


def test_two_clinicians_share_neither_account_nor_identifier(house):
    account = build.account()
    first = add(house, account=account, papers=Papers(npi="1234567893"))
    second = add(house)

    with pytest.raises(AccountTaken):
        add(house, account=account)
    with pytest.raises(NpiTaken):
        add(house, papers=Papers(npi="1234567893"))
    with pytest.raises(NpiTaken):
        change_clinician(clinician=second, card=DANA, papers=Papers(npi="1234567893"), by=house.director)
    with pytest.raises(AccountTaken):
        link_account(clinician=second, account=account, by=house.director)
    assert set(Clinician.objects.all()) == {first, second}


def test_a_change_names_the_fields_and_a_change_of_nothing_is_none(house):
    dana = add(house)

    change_clinician(clinician=dana, card=DANA, papers=Papers(), by=house.director)
    changed = card(pronouns="she/her", languages=("en", "es"))
    change_clinician(clinician=dana, card=changed, papers=Papers("Dana R. Reyes"), by=house.director)
    change_limits(clinician=dana, limits=Limits(), by=house.director)
    change_limits(clinician=dana, limits=Limits(60, 0, 60), by=house.director)

    assert [e["fields"] for e in told("ClinicianChanged")] == [["languages", "pronouns", "legal_name"]]
    assert [e["group_minutes"] for e in told("ClinicianLimitsChanged")] == [60]


def test_whoever_leaves_stays_on_record_and_is_offered_no_more(house):
    dana = add(house)
    build.license_in(house, dana)

    end_work(clinician=dana, last_day=TODAY, by=house.director)

    offered = [
        clinicians_who_can_treat(program=house.program.id, state="PA", on=day, doing="individual")
        for day in (TODAY, TODAY + timedelta(1))
    ]
    assert offered == [[dana], []]
    assert told("ClinicianLeft") == [{"clinician": str(dana.id), "works_until": "2027-06-15"}]
    with pytest.raises(WrongFact):
        end_work(clinician=dana, last_day=FROM - timedelta(1), by=house.director)


# Credentials.


def test_the_letters_behind_a_name_follow_the_credentials(house):
    dana = add(house, type="sud_counselor")
    other = add_credential(clinician=dana, type="lmft", by=house.director)
    both = Clinician.objects.get(pk=dana.pk).titles

    change_credential(credential=other, status="suspended", number="", issued_on=None, expires_on=None,
                      by=house.director)  # fmt: skip

    assert (both, Clinician.objects.get(pk=dana.pk).titles) == ("LMFT, LADC", "LADC")


def test_a_credential_is_held_once(house):
    dana = add(house)

    with pytest.raises(CredentialHeldAlready):
        add_credential(clinician=dana, type="lcsw", by=house.director)
    with pytest.raises(WrongFact):
        add_credential(clinician=dana, type="wizard", by=house.director)
    with pytest.raises(WrongFact) as refused:
        add_credential(clinician=dana, type="lmft", issued_on=TODAY, expires_on=FROM, by=house.director)
    assert refused.value.field == "expires_on"


# Who may do it.


@pytest.mark.parametrize("role", ["patient", "partner", "clinician", "intake", "biller", "on_call", "compliance"])
def test_only_keepers_change_clinicians(house, role):
    dana, lee = add(house), add(house, type="associate")
    license = record(house, dana, valid_to=TODAY)
    supervision = supervise(supervisee=lee, supervisor=dana, starts_on=FROM, by=house.director)
    credential = dana.credentials.get()
    who = house.actor(role)
    tries = [
        lambda: add_clinician(program=house.program, card=DANA, credential_type="lcsw", works_from=FROM, by=who),
        lambda: change_clinician(clinician=dana, card=card(name="Kim Osei"), papers=Papers(), by=who),
        lambda: change_limits(clinician=dana, limits=Limits(1, 1, 1), by=who),
        lambda: link_account(clinician=dana, account=build.account(), by=who),
        lambda: end_work(clinician=dana, last_day=TODAY, by=who),
        lambda: add_credential(clinician=dana, type="lmft", by=who),
        lambda: change_credential(
            credential=credential, status="suspended", number="", issued_on=None, expires_on=None, by=who
        ),
        lambda: record_authority(credential=credential, right=right(state="OH"), by=who),
        lambda: change_authority(authority=license, right=right(state="OH"), by=who),
        lambda: confirm_authority(authority=license, source="the board", by=who),
        lambda: renew_authority(authority=license, valid_to=None, by=who),
        lambda: end_authority(authority=license, last_day=TODAY, because="lapsed", by=who),
        lambda: supervise(supervisee=dana, supervisor=lee, starts_on=FROM, by=who),
        lambda: end_supervision(supervision=supervision, last_day=TODAY, by=who),
    ]
    before = Entry.objects.count()

    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()

    assert Entry.objects.count() == before


def test_a_keeper_of_another_program_changes_nothing_here(house):
    dana = add(house)

    with pytest.raises(NotAllowed):
        change_limits(clinician=dana, limits=Limits(1, 1, 1), by=build.house().director)


def test_a_clinician_records_renews_and_ends_their_own(house):
    account = build.account()
    dana = add(house, account=account)
    herself = build.actor(house.program, "clinician", who=account)
    license = record(house, dana, by=herself, valid_to=TODAY)

    renew_authority(authority=license, valid_to=None, by=herself)
    end_authority(authority=license, last_day=TODAY, because="given_up", by=herself)

    assert len(told("AuthorityRecorded") + told("AuthorityRenewed") + told("AuthorityEnded")) == 3
    with pytest.raises(NotAllowed):
        record(house, add(house), by=herself)
