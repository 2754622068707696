"""What ends is seen 90 days ahead, told at its marks, and stops the day it has passed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people import jobs
from hearthside.people.actions.authorities import confirm_authority, end_authority, renew_authority
from hearthside.people.actions.credentials import change_credential
from hearthside.people.actions.expiries import note_expiries
from hearthside.people.actions.supervision import supervise
from hearthside.people.queries.clinicians import clinicians_who_can_treat
from hearthside.people.queries.expiries import FOLLOWED, NOTHING, UNCONFIRMED, expiries, notice_days
from hearthside.policy.actions import approve_policy_value, set_policy_value
from hearthside.policy.queries import today
from tests.builders import clinicians as build

pytestmark = pytest.mark.django_db

TODAY = date(2027, 6, 15)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def ending(house: build.House, count: int, state: str = "PA", **unusual):
    """A clinician whose license ends in so many days."""
    one = build.clinician(house)
    return one, build.license_in(house, one, state, valid_to=days(count), **unusual)


def told(house: build.House, on: date = TODAY) -> list[tuple[str, int | None]]:
    """What a night tells: (event, days left)."""
    nightly = system_actor("nightly", program=house.program.id)
    before = set(Entry.objects.values_list("id", flat=True))
    with scope(nightly):
        note_expiries(program=house.program, on=on, by=nightly)
    new = Entry.objects.exclude(id__in=before).order_by("at", "position")
    return [(line.kind, line.facts.get("days_left")) for line in new]


@pytest.mark.parametrize(
    ("count", "seen"), [(-91, False), (-90, True), (-1, True), (0, True), (7, True), (90, True), (91, False)]
)
def test_the_next_ninety_days_are_seen_and_the_last(count, seen):
    house = build.house()
    _, authority = ending(house, count)

    with house.seen_by("coordinator"):
        found = expiries(program=house.program.id, on=TODAY, within=90)

    assert [e.subject for e in found] == ([authority.id] if seen else [])


def test_a_renewal_shows_whether_it_counts_yet():
    house = build.house()
    _, authority = ending(house, 30)

    with scope(house.director):
        (before,) = expiries(program=house.program.id, on=TODAY, within=90)
        renewal = renew_authority(authority=authority, valid_to=days(400), by=house.director)
        (recorded,) = expiries(program=house.program.id, on=TODAY, within=90)
        confirm_authority(authority=renewal, source="the board's own page", by=house.director)
        (confirmed,) = expiries(program=house.program.id, on=TODAY, within=90)

    assert [before.followed, recorded.followed, confirmed.followed] == [NOTHING, UNCONFIRMED, FOLLOWED]


def test_a_home_license_says_what_ends_with_it():
    house = build.house()
    one = build.clinician(house, type="psychologist")
    build.license_in(house, one, "OH", valid_to=days(20))
    build.license_in(house, one, "PA", kind="compact_privilege", compact="psypact", home_state="OH")

    with house.seen_by("coordinator"):
        (expiry,) = expiries(program=house.program.id, on=TODAY, within=90)

    assert (expiry.state, expiry.also) == ("OH", ("PA",))


def test_credentials_and_supervision_end_too():
    house = build.house()
    one, supervisor = build.clinician(house, type="associate"), build.clinician(house, "Kim Osei")
    with scope(house.director):
        change_credential(
            credential=one.credentials.get(), status="active", number="", issued_on=None, expires_on=days(5),
            by=house.director,
        )  # fmt: skip
        supervise(supervisee=one, supervisor=supervisor, starts_on=build.LONG_AGO, ends_on=days(10), by=house.director)

    with house.seen_by("coordinator"):
        found = expiries(program=house.program.id, on=TODAY, within=90)

    assert [(e.what, e.days_left) for e in found] == [("credential", 5), ("supervision", 10)]


def test_each_mark_is_told_once():
    house = build.house()
    ending(house, 90)

    nights = {count: told(house, days(count)) for count in (-1, 0, 1, 30, 31, 60, 83, 90, 91, 92)}

    assert nights == {
        -1: [],
        0: [("LicenseExpiring", 90)],
        1: [],
        30: [("LicenseExpiring", 60)],
        31: [],
        60: [("LicenseExpiring", 30)],
        83: [("LicenseExpiring", 7)],
        90: [],
        91: [("LicenseLapsed", None)],
        92: [],
    }


def test_a_program_may_have_it_told_earlier_and_the_page_looks_as_far_ahead():
    house = build.house()
    by = build.actor(house.program, "compliance")
    with scope(house.director):
        asked = set_policy_value(
            program=house.program, key="license.notice.first", value="120", from_day=today(house.program),
            source="Decided by the program's board", by=house.director,
        )  # fmt: skip
        approve_policy_value(decision=asked, by=by)
    day = today(house.program)
    build.license_in(house, build.clinician(house), "PA", valid_to=day + timedelta(120))

    with scope(house.director):
        seen = notice_days(house.program.id)

    assert seen == [7, 30, 60, 120]
    assert told(house, day - timedelta(1)) == []
    assert told(house, day) == [("LicenseExpiring", 120)]


def test_a_missed_night_is_made_up_for_by_one_word():
    house = build.house()
    ending(house, 90)

    assert told(house, days(65)) == [("LicenseExpiring", 25)]


def test_what_goes_on_confirmed_is_not_told_of():
    house = build.house()
    _, authority = ending(house, 30)
    with scope(house.director):
        renewal = renew_authority(authority=authority, valid_to=None, by=house.director)
        confirm_authority(authority=renewal, source="the board's own page", by=house.director)

    assert told(house) == []
    assert told(house, days(31)) == []


def test_what_somebody_gave_up_is_not_told_of_as_lapsed():
    house = build.house()
    _, authority = ending(house, 200)
    with scope(house.director):
        end_authority(authority=authority, last_day=days(-3), because="given_up", by=house.director)

    assert told(house) == []


def test_the_day_after_the_last_nobody_is_offered():
    house = build.house()
    one, _ = ending(house, 0)

    with house.seen_by("coordinator"):
        on_the_day, after = [
            clinicians_who_can_treat(program=house.program.id, state="PA", on=day, doing="individual")
            for day in (TODAY, days(1))
        ]

    assert (on_the_day, after) == ([one], [])


def test_the_hourly_job_asks_every_program_on_its_own_day():
    east, hawaii = build.house(), build.house()
    hawaii.program.zone = "Pacific/Honolulu"
    hawaii.program.save()
    for house in (east, hawaii):
        ending(house, 7)

    # Six in the morning in New York on the 15th is still the evening of the 14th in Honolulu.
    with clock.fixed(datetime(2027, 6, 15, 10, 0, tzinfo=UTC) - timedelta(hours=2)):
        jobs.license_expiries(timestamp=0)
        jobs.license_expiries(timestamp=3600)

    lines = Entry.objects.filter(kind="LicenseExpiring")
    assert {line.program_id: line.facts["days_left"] for line in lines} == {east.program.id: 7, hawaii.program.id: 8}
    assert {line.actor for line in lines} == {"system:nightly"}


def test_only_the_night_or_a_keeper_tells():
    house = build.house()

    with house.seen_by("intake") as intake, pytest.raises(NotAllowed):
        note_expiries(program=house.program, on=TODAY, by=intake)


def test_thirty_licenses_cost_as_many_questions_as_one(django_assert_num_queries):
    house = build.house()
    for _ in range(30):
        ending(house, 10)

    with house.seen_by("coordinator"), django_assert_num_queries(3):
        assert len(expiries(program=house.program.id, on=TODAY, within=90)) == 30
