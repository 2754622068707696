"""Clinicians come, change and leave; licenses are recorded, confirmed, renewed and ended; supervision is dated."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.authorities import (
    AuthorityHeldAlready,
    HasNoLastDay,
    NotToBeConfirmed,
    OwnAuthority,
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
    NeedsSupervisionToo,
    SupervisesAlready,
    SupervisesThemselves,
    SupervisorOfAnotherProgram,
    end_supervision,
    supervise,
)
from hearthside.people.credentials.facts import Card, Limits, Papers, Right, RoleOutOfScope, WrongFact
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import clinicians_who_can_treat
from tests.builders import clinicians as build

pytestmark = pytest.mark.django_db

DANA = Card("Dana Reyes", ("en",), "America/New_York")
FROM = build.LONG_AGO
TODAY = date(2027, 6, 15)


@pytest.fixture
def house():
    """A program whose director acts; the clock stands still at noon of the day."""
    made = build.house()
    with clock.fixed(datetime(2027, 6, 15, 16, 0, tzinfo=UTC)), scope(made.director):
        yield made


def told(kind: str) -> list[dict]:
    return [line.facts for line in Entry.objects.filter(kind=kind).order_by("at", "position")]


def add(house, card=DANA, type="lcsw", **more):
    return add_clinician(
        program=house.program, card=card, credential_type=type, works_from=FROM, by=house.director, **more
    )


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


# Licenses and the like.


def right(**changed) -> Right:
    return Right(**{"kind": "license", "state": "PA", "valid_from": FROM, "number": "PA-EXAMPLE-1", **changed})


def record(house, clinician, by=None, **changed) -> PracticeAuthority:
    return record_authority(credential=clinician.credentials.first(), right=right(**changed), by=by or house.director)


def offered(house, state="PA", on=TODAY) -> list[Clinician]:
    return clinicians_who_can_treat(program=house.program.id, state=state, on=on, doing="individual")


def test_what_is_recorded_counts_once_it_is_confirmed(house):
    dana = add(house)
    license = record(house, dana)
    before = offered(house)

    confirmed = confirm_authority(authority=license, source=" the board's page ", by=house.director)

    assert (before, offered(house)) == ([], [dana])
    assert (confirmed.source, confirmed.verified_by_id) == ("the board's page", house.director.account)
    assert confirmed.verified_at == clock.now()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"state": "XX"}, "state"),
        ({"state": ""}, "state"),
        ({"status": "fine"}, "status"),
        ({"number": ""}, "number"),
        ({"number": "n" * 61}, "number"),
        ({"valid_from": date(1899, 12, 31)}, "valid_from"),
        ({"valid_to": date(2101, 1, 1)}, "valid_to"),
        ({"valid_to": FROM - timedelta(1)}, "valid_to"),
        ({"kind": "exception"}, "valid_to"),
        ({"kind": "compact_privilege", "home_state": "OH"}, "compact"),
        ({"kind": "compact_privilege", "compact": "psypact"}, "home_state"),
        ({"kind": "compact_privilege", "compact": "psypact", "home_state": "PA"}, "home_state"),
        ({"kind": "telehealth_registration", "home_state": "XX"}, "home_state"),
    ],
    ids=str,
)
def test_a_wrong_license_is_refused_at_its_field(house, changed, field):
    dana = add(house)

    with pytest.raises(WrongFact) as refused:
        record(house, dana, **changed)

    assert refused.value.field == field
    assert not PracticeAuthority.objects.exists()


OVERLAPS = [
    # from, to, status of the second; the first is PA from 2026-01-01 to 2027-06-30
    ("2026-01-01", None, "active", True),
    ("2027-06-30", None, "active", True),
    ("2027-07-01", None, "active", False),
    ("2025-01-01", "2026-01-01", "active", True),
    ("2025-01-01", "2025-12-31", "active", False),
    ("2027-06-30", None, "pending", False),
    ("2027-06-30", None, "suspended", True),
]


@pytest.mark.parametrize(("starts", "ends", "status", "refused"), OVERLAPS)
def test_equal_licenses_never_overlap(house, starts, ends, status, refused):
    dana = add(house)
    record(house, dana, valid_to=date(2027, 6, 30))
    second = {
        "valid_from": date.fromisoformat(starts),
        "valid_to": date.fromisoformat(ends) if ends else None,
        "status": status,
    }

    if refused:
        with pytest.raises(AuthorityHeldAlready) as said:
            record(house, dana, **second)
        assert "Pennsylvania" in str(said.value)
    else:
        record(house, dana, **second)
    # Another state, another kind and another person are not equal.
    record(house, dana, state="OH", **second)
    record(house, dana, kind="telehealth_registration", **second)
    record(house, add(house), **second)


def test_a_change_takes_the_confirmation_away_and_no_change_does_not(house):
    dana = add(house)
    license = build.license_in(house, dana)
    same = Right(**{name: getattr(license, name) for name in vars(right())})

    change_authority(authority=license, right=same, by=house.director)
    still = offered(house)
    changed = change_authority(authority=license, right=right(number="PA-EXAMPLE-2"), by=house.director)

    assert (still, offered(house)) == ([dana], [])
    assert (changed.verified_at, changed.verified_by, changed.source) == (None, None, "")


def test_what_was_applied_for_is_not_confirmed_before_it_is_granted(house):
    dana = add(house)
    applied = record(house, dana, status="pending", number="")

    with pytest.raises(NotToBeConfirmed):
        confirm_authority(authority=applied, source="the board", by=house.director)
    granted = change_authority(authority=applied, right=right(), by=house.director)
    confirm_authority(authority=granted, source="the board", by=house.director)

    assert offered(house) == [dana]


def test_a_privilege_of_a_compact_that_is_not_in_use_is_not_confirmed(house):
    dana = add(house)
    privilege = record(house, dana, kind="compact_privilege", compact="social_work", home_state="OH")

    with pytest.raises(NotToBeConfirmed, match="not in use in Pennsylvania"):
        confirm_authority(authority=privilege, source="the compact's page", by=house.director)


def test_a_confirmation_says_where_it_was_looked_up(house):
    license = record(house, add(house))

    with pytest.raises(WrongFact) as refused:
        confirm_authority(authority=license, source="  ", by=house.director)

    assert refused.value.field == "source"


def test_nobody_confirms_their_own(house):
    account = build.account()
    dana = add(house, account=account)
    herself = build.actor(house.program, "director", "clinician", who=account)
    license = record(house, dana)

    with pytest.raises(OwnAuthority):
        confirm_authority(authority=license, source="the board", by=herself)


def test_a_renewal_begins_the_day_after_and_counts_once_confirmed(house):
    dana = add(house)
    license = build.license_in(house, dana, valid_to=TODAY)

    renewal = renew_authority(authority=license, valid_to=date(2029, 6, 15), by=house.director)
    unconfirmed = offered(house, on=TODAY + timedelta(1))
    confirm_authority(authority=renewal, source="the board", by=house.director)

    assert (renewal.valid_from, renewal.number) == (date(2027, 6, 16), license.number)
    assert (unconfirmed, offered(house, on=TODAY + timedelta(1))) == ([], [dana])
    assert offered(house) == [dana]
    with pytest.raises(AuthorityHeldAlready):
        renew_authority(authority=license, valid_to=None, by=house.director)
    with pytest.raises(WrongFact):
        renew_authority(authority=renewal, valid_to=TODAY, by=house.director)


def test_what_has_no_last_day_is_not_renewed(house):
    with pytest.raises(HasNoLastDay):
        renew_authority(authority=build.license_in(house, add(house)), valid_to=TODAY, by=house.director)


def test_an_end_stays_on_record_and_only_shortens(house):
    dana = add(house)
    license = build.license_in(house, dana, valid_to=date(2027, 12, 31))

    ended = end_authority(authority=license, last_day=TODAY, because="revoked", by=house.director)

    assert (offered(house), offered(house, on=TODAY + timedelta(1))) == ([dana], [])
    assert (ended.valid_to, ended.ended_because) == (TODAY, "revoked")
    for last_day, because in ((TODAY + timedelta(1), "revoked"), (FROM - timedelta(1), "lapsed"), (TODAY, "whim")):
        with pytest.raises(WrongFact):
            end_authority(authority=license, last_day=last_day, because=because, by=house.director)


# Supervision.


def test_supervision_is_dated_and_told_of(house):
    lee, dana = add(house, type="associate"), add(house)

    supervision = supervise(supervisee=lee, supervisor=dana, starts_on=FROM, by=house.director)
    ended = end_supervision(supervision=supervision, last_day=TODAY, by=house.director)
    supervise(supervisee=lee, supervisor=dana, starts_on=TODAY + timedelta(1), by=house.director)

    assert ended.ends_on == TODAY
    assert [len(told(kind)) for kind in ("SupervisionBegun", "SupervisionEnded")] == [2, 1]


def test_supervision_that_cannot_be_is_refused(house):
    lee, other, dana = add(house, type="associate"), add(house, type="associate"), add(house)
    elsewhere = build.clinician(build.house())
    supervise(supervisee=lee, supervisor=dana, starts_on=FROM, by=house.director)

    def refused(supervisor, starts_on=TODAY, ends_on=None):
        with pytest.raises(WrongFact) as said:
            supervise(supervisee=lee, supervisor=supervisor, starts_on=starts_on, ends_on=ends_on, by=house.director)
        return type(said.value)

    assert refused(lee) is SupervisesThemselves
    assert refused(elsewhere) is SupervisorOfAnotherProgram
    assert refused(other) is NeedsSupervisionToo
    assert refused(dana) is SupervisesAlready
    assert refused(dana, ends_on=FROM) is WrongFact


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
