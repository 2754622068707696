"""On the nights when clocks change: planned minutes, days, reminders and the calendar stay right."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.calendars import make_calendar_address
from hearthside.schedule.actions.excusing import excuse_days
from hearthside.schedule.actions.reminders import remind
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.calendars import events_of
from hearthside.schedule.queries.hours import lines_between
from tests import build
from tests.builders import schedule

pytestmark = pytest.mark.django_db

# The Sundays of two changes in New York, in the past because the database's own clock decides what may be seen.
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
BEFORE = {SPRING: datetime(2026, 2, 23, 17, tzinfo=UTC), AUTUMN: datetime(2026, 10, 12, 17, tzinfo=UTC)}
# New York's distance from UTC on the evening of the change.
HOURS = {SPRING: 4, AUTUMN: 5}


@pytest.fixture(params=[SPRING, AUTUMN], ids=["spring", "autumn"])
def sunday(request):
    """Everything happens on the clock of two weeks before."""
    with clock.fixed(BEFORE[request.param]):
        yield request.param


@pytest.fixture
def house(sunday):
    return build.program()


@pytest.fixture
def alex(house):
    return build.patient(house, "Alex", "Park")


def every_sunday(house, alex, sunday, start=18 * 60, minutes=60):
    """A weekly session that begins the Sunday before the change."""
    return schedule.weekly(
        house, "individual", schedule.able(house), alex, on=sunday - timedelta(days=7), start=start, minutes=minutes
    )


def on(house, series, day):
    with behind(house.program.pk, house.director):
        return Session.objects.get(series=series, on_day=day)


def test_the_hour_on_the_wall_stays_and_a_day_is_as_long_as_it_is(house, alex, sunday):
    series = every_sunday(house, alex, sunday)

    week_before, changed, week_after = (on(house, series, sunday + timedelta(days=n)) for n in (-7, 0, 7))

    longer = timedelta(hours=1 if sunday == AUTUMN else -1)
    assert changed.starts_at - week_before.starts_at == timedelta(days=7) + longer
    assert week_after.starts_at - changed.starts_at == timedelta(days=7)
    assert changed.starts_at == datetime(sunday.year, sunday.month, sunday.day, 18 + HOURS[sunday], tzinfo=UTC)


def test_minutes_over_the_change_are_real_minutes(house, alex, sunday):
    """From half past midnight for three hours: until 4:30 in spring, until 2:30 in autumn."""
    every_sunday(house, alex, sunday, start=30, minutes=180)

    with house.seen_by("coordinator"):
        [line] = lines_between([alex.pk], sunday, sunday)

    assert (line.seconds, line.on_day) == (3 * 3600, sunday)


def test_a_day_of_23_or_25_hours_holds_all_of_its_sessions_and_no_others(house, alex, sunday):
    series = every_sunday(house, alex, sunday, start=22 * 60 + 30)
    alexs = build.signs_in(house, alex)

    with scope(alexs):
        seats = excuse_days(person=alex, first_on=sunday, last_on=sunday, by=alexs)
        with pytest.raises(Exception, match="no session to come"):
            excuse_days(person=alex, first_on=sunday + timedelta(days=1), last_on=sunday + timedelta(days=6), by=alexs)

    assert [seat.session_id for seat in seats] == [on(house, series, sunday).pk]


def test_reminders_come_by_hours_that_really_pass(house, alex, sunday):
    """A session on the evening after the night of the change: 24 hours before is another hour on the wall."""
    session = on(house, every_sunday(house, alex, sunday), sunday)
    counted = []
    for lead in (timedelta(hours=24, minutes=1), timedelta(hours=24), timedelta(hours=1)):
        with clock.fixed(session.starts_at - lead), house.seen_by("coordinator") as by:
            counted.append(remind(program=house.program, by=by))

    assert counted == [0, 1, 1]


def test_the_calendar_shows_the_instants(house, alex, sunday):
    series = every_sunday(house, alex, sunday)
    alexs = build.signs_in(house, alex)
    with scope(alexs):
        feed = make_calendar_address(by=alexs).feed

    with behind(house.program.pk, house.director):
        found = {event.starts_at for event in events_of(feed)}
        assert found == set(Session.objects.filter(series=series).values_list("starts_at", flat=True))
