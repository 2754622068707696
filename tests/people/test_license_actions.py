"""Licenses and the like are recorded, confirmed, renewed and ended; supervision begins and ends."""

from datetime import date, timedelta

import pytest

from hearthside.ledger import clock
from hearthside.people.actions.authorities import (
    AuthorityHeldAlready,
    HasNoLastDay,
    NotToBeConfirmed,
    OwnAuthority,
    change_authority,
    confirm_authority,
    end_authority,
    renew_authority,
)
from hearthside.people.actions.supervision import (
    NeedsSupervisionToo,
    SupervisesAlready,
    SupervisesThemselves,
    SupervisorOfAnotherProgram,
    end_supervision,
    supervise,
)
from hearthside.people.credentials.facts import Right, WrongFact
from hearthside.people.models.authorities import PracticeAuthority
from tests.builders import clinicians as build
from tests.people.clinic import FROM, TODAY, add, at_noon, offered, record, right, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    with at_noon() as made:
        yield made


# Licenses and the like.


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
