"""Saying when somebody is free: who may, who sees it, and what replaces what. Rule: docs/rules/availability.md."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hearthside.access.require import NotAllowed
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.queries.standing import NotYours
from hearthside.schedule.actions.availability import (
    TakenBackAlready,
    record_availability,
    record_exception,
    take_back_exception,
)
from hearthside.schedule.models.availability import AvailabilityException, AvailabilityWindow
from hearthside.schedule.models.closures import Closure
from hearthside.schedule.queries.availability import away_in, exceptions_of, free_between, week_of
from hearthside.schedule.windows import AWAY, EXTRA, DatedException, WrongWindow
from tests import build
from tests.builders import availability as hours
from tests.builders import groups, schedule

pytestmark = pytest.mark.django_db

# A Tuesday, and the Tuesday after it. In the past, because the database's own clock decides what may be seen.
AT = datetime(2026, 2, 3, 17, tzinfo=UTC)
TODAY, LATER = AT.date(), AT.date() + timedelta(days=7)


@pytest.fixture(autouse=True)
def _now():
    with clock.fixed(AT):
        yield


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def alex(house):
    return build.patient(house, "Alex", "Park")


@pytest.fixture
def dana(house):
    return build.clinician(house, "Dana Reyes")


def known(house, whose, on):
    with house.seen_by("coordinator"):
        return [str(window) for window in week_of(whose, on)]


def test_a_new_week_replaces_the_old_one_from_its_day_on(house, alex):
    hours.free(house, alex, mon="9:00-12:00")
    hours.free(house, alex, from_on=LATER, tue="13:00-24:00")

    assert known(house, alex, LATER - timedelta(days=1)) == ["Monday 9:00 AM to 12:00 PM"]
    assert known(house, alex, LATER) == ["Tuesday 1:00 PM to midnight"]


def test_a_week_that_was_replaced_before_it_began_never_stood(house, alex):
    hours.free(house, alex, from_on=LATER, mon="9:00-12:00")
    hours.free(house, alex, wed="9:00-12:00")

    for day in (TODAY, LATER, LATER + timedelta(days=100)):
        assert known(house, alex, day) == ["Wednesday 9:00 AM to 12:00 PM"]
    with behind(house.program.id, house.director):
        assert AvailabilityWindow.objects.count() == 2


def test_what_overlaps_is_kept_as_one(house, alex):
    hours.free(house, alex, mon="9:00-12:00 11:00-13:00 13:00-14:00")

    assert known(house, alex, TODAY) == ["Monday 9:00 AM to 2:00 PM"]


def test_nothing_is_kept_of_a_week_with_a_wrong_line(house, alex):
    hours.free(house, alex, mon="9:00-12:00")

    with pytest.raises(WrongWindow, match="over midnight"):
        hours.free(house, alex, tue="9:00-12:00", wed="22:00-2:00")

    assert known(house, alex, TODAY) == ["Monday 9:00 AM to 12:00 PM"]


@pytest.mark.parametrize("days", [-1, 800])
def test_a_week_begins_neither_in_the_past_nor_far_ahead(house, alex, days):
    with pytest.raises(WrongWindow) as refused:
        hours.free(house, alex, from_on=TODAY + timedelta(days=days), mon="9:00-12:00")

    assert refused.value.field == "from_on"


def test_people_say_their_own_hours_and_nobody_elses(house, alex, dana):
    sam = build.patient(house, "Sam", "Park")
    own, danas = build.signs_in(house, alex), hours.in_person(house, dana)

    with scope(own):
        record_availability(whose=alex, windows=hours.week(mon="9:00-10:00"), by=own)
        with pytest.raises(NotYours):
            record_availability(whose=sam, windows=[], by=own)
        with pytest.raises(NotAllowed):
            record_availability(whose=dana, windows=[], by=own)
    with scope(danas):
        record_availability(whose=dana, windows=hours.week(mon="9:00-17:00"), by=danas)
        with pytest.raises(NotYours):
            record_exception(whose=alex, exception=DatedException(AWAY, TODAY, TODAY), by=danas)


@pytest.mark.parametrize(
    ("roles", "may"),
    [(("coordinator",), True), (("intake",), False), (("clinician",), False), (("director",), False),
     (("compliance",), False), (("biller",), False)],
)  # fmt: skip
def test_of_the_staff_the_coordinator_says_when_others_are_free(house, alex, dana, roles, may):
    with house.seen_by(*roles) as by:
        for whose, refusal in ((alex, NotYours), (dana, NotAllowed)):
            if may:
                assert record_availability(whose=whose, windows=hours.week(mon="9:00-10:00"), by=by)
            else:
                with pytest.raises(refusal):
                    record_availability(whose=whose, windows=[], by=by)


def test_the_database_shows_hours_to_nobody_else(house, alex, dana):
    sam = build.patient(house, "Sam", "Park")
    build.couple(house, alex, sam)
    alexs, sams, danas = build.signs_in(house, alex), build.signs_in(house, sam), hours.in_person(house, dana)
    for whose in (alex, dana):
        hours.free(house, whose, mon="9:00-12:00")
        hours.away(house, whose, LATER)

    def seen(who):
        with scope(who):
            return [sorted(str(row.who) for row in model.objects.all()) for model in
                    (AvailabilityWindow, AvailabilityException)]  # fmt: skip

    both, of_alex, of_dana = sorted((str(alex.id), str(dana.id))), [str(alex.id)], [str(dana.id)]
    assert seen(alexs) == [of_alex, of_alex]
    assert seen(sams) == [[], []]
    assert seen(danas) == [of_dana, of_dana]
    for role in ("coordinator", "intake", "compliance", "director"):
        assert seen(house.actor(role)) == [both, both]
    for role in ("biller", "on_call", "clinician"):
        assert seen(house.actor(role)) == [[], []]
    assert seen(build.program().actor("coordinator")) == [[], []]


def test_nobody_writes_hours_but_by_an_action(house, alex):
    by = house.actor("coordinator")

    with scope(by), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        AvailabilityWindow.objects.create(
            program=house.program, patient=alex, weekday=0, from_minute=0, to_minute=60, from_on=TODAY
        )
    with (
        behind(house.program.id, by),
        pytest.raises(IntegrityError, match="window_of_one_person"),
        transaction.atomic(),
    ):
        AvailabilityWindow.objects.create(program=house.program, weekday=0, from_minute=0, to_minute=60, from_on=TODAY)


def test_free_time_is_windows_with_exceptions_and_closures(house, alex, dana):
    hours.free(house, alex, tue="9:00-12:00", wed="9:00-12:00", thu="9:00-12:00")
    hours.away(house, alex, TODAY + timedelta(days=1), times="9:00-10:00")
    hours.away(house, alex, TODAY + timedelta(days=3), times="9:00-10:00", kind=EXTRA)
    with behind(house.program.id, house.director):
        Closure.objects.create(
            program=house.program, from_on=TODAY + timedelta(days=2), until_on=TODAY + timedelta(days=2), title="Snow"
        )

    with house.seen_by("coordinator"):
        found = free_between(house.program, [alex.id, dana.id], TODAY, TODAY + timedelta(days=5))

    at = datetime(2026, 2, 3, 14, tzinfo=UTC)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert found[alex.id].instants == [(at, at + 3 * hour), (at + day + hour, at + day + 3 * hour),
                                       (at + 3 * day, at + 3 * day + hour)]  # fmt: skip
    assert found[alex.id].holds(at, at + hour)
    assert not found[alex.id].holds(at - hour, at + hour)
    assert not found[dana.id].is_known
    assert found[dana.id].holds(at, at + hour)


def test_many_people_cost_no_more_questions_than_one(house, django_assert_num_queries):
    people = [build.patient(house, name) for name in ("Alex", "Sam", "Theo", "Jo")]
    for who in people:
        hours.free(house, who, mon="9:00-12:00")

    for asked in (people[:1], people):
        with house.seen_by("coordinator"), django_assert_num_queries(5):
            assert len(free_between(house.program, [p.id for p in asked], TODAY, LATER)) == len(asked)


def test_who_is_away_is_known_by_their_own_clock(house, alex):
    """Alex lives in Honolulu: their Tuesday ends when it is Wednesday in New York."""
    far = build.patient(house, "Theo", "Nakamura", state="HI", zone="Pacific/Honolulu")
    hours.away(house, far, TODAY)
    hours.away(house, alex, TODAY, times="9:00-10:00")
    late = datetime(2026, 2, 4, 9, 59, tzinfo=UTC)

    with house.seen_by("coordinator"):
        assert away_in(house.program, [far.id, alex.id], late, late + timedelta(hours=1)) == {far.id}
        assert (
            away_in(house.program, [far.id, alex.id], late + timedelta(minutes=1), late + timedelta(hours=1)) == set()
        )


def test_days_taken_back_count_no_more(house, alex):
    exception = hours.away(house, alex, LATER)

    with house.seen_by("coordinator") as by:
        take_back_exception(exception=exception, by=by)
        with pytest.raises(TakenBackAlready):
            take_back_exception(exception=exception, by=by)

        assert exceptions_of(alex, TODAY) == []
    assert day_in(house.program.zone, AT) == TODAY


def test_the_ledger_tells_it_by_ids(house, alex, dana):
    hours.free(house, alex, mon="9:00-12:00")
    hours.away(house, dana, LATER)

    kinds = dict(Entry.objects.filter(kind__startswith="Availability").values_list("kind", "patients"))
    assert kinds == {"AvailabilityRecorded": [str(alex.id)], "AvailabilityExceptionRecorded": []}


def test_a_clinician_who_is_away_staffs_nothing_meanwhile_and_cover_is_sought(house):
    with clock.fixed(datetime.now(UTC)):
        monday = schedule.next_monday(house, 2)
        evening = groups.group(house, from_on=monday)
        wednesday = monday + timedelta(days=2)

        hours.away(house, evening.lead, monday, wednesday, times="12:00-19:00")

        friday = monday + timedelta(days=4)
        assert [evening.session(day).status for day in (monday, wednesday, friday)] == ["short", "short", "planned"]
