"""Local starts around every change of clocks: kept as they were agreed, never guessed where the clock is no help."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from hearthside.base import localtime, zones
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule import times
from hearthside.schedule.actions.ahead import follow_zone_data
from hearthside.schedule.actions.questions import AnsweredAlready, answer_question, close_past, hold_all_the_same
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person, Staff
from tests import build
from tests.builders import schedule

CHANGING = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Anchorage", "America/Adak", "Australia/Lord_Howe",
)  # fmt: skip
NEVER = ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico", "Asia/Kathmandu")
# Five changes back and five ahead, half a year apart.
FIRST, LAST = date(2024, 5, 1), date(2029, 5, 1)
MINUTE = timedelta(minutes=1)
WINTER = datetime(2027, 1, 25, 17, tzinfo=UTC)


@cache
def changes(zone):
    """(the instant of each change, how far the clocks jump)."""
    rules = zones.zone(zone)
    at, found = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC), []
    while at.date() < LAST:
        later = at + timedelta(hours=1)
        jump = later.astimezone(rules).utcoffset() - at.astimezone(rules).utcoffset()
        if jump:
            while (at + MINUTE).astimezone(rules).utcoffset() == at.astimezone(rules).utcoffset():
                at += MINUTE
            found.append((at + MINUTE, jump))
        at = later
    return found


def wall(at, zone):
    there = at.astimezone(zones.zone(zone))
    return there.date(), there.hour * 60 + there.minute


@pytest.mark.parametrize("zone", CHANGING)
def test_a_start_that_is_skipped_or_doubled_is_refused_with_both_choices(zone):
    seen = changes(zone)
    assert len(seen) == 10

    for at, jump in seen:
        day, minute = wall(at - MINUTE, zone)
        if jump > timedelta(0):
            skipped = day, minute + 1 + jump // MINUTE // 2
            with pytest.raises(times.MissingTime) as refused:
                times.start(*skipped, zone)
            before, after = (times.start(*choice, zone).at for choice in refused.value.choices)
            assert (before, after) == (at - MINUTE, at)
            assert times.again(*skipped, zone, False) is None
        else:
            with pytest.raises(times.DoubledTime) as refused:
                times.start(day, minute, zone)
            first, second = refused.value.choices
            assert (first, second) == (at - MINUTE, at - MINUTE - jump)
            assert times.start(day, minute, zone, which="first").at == first
            assert times.start(day, minute, zone, which="second").at == second
            assert times.again(day, minute, zone, True) == second


def test_refusals_say_days_and_times_as_pages_do():
    with pytest.raises(times.DoubledTime) as doubled:
        times.start(date(2027, 11, 7), 90, "America/New_York")
    with pytest.raises(times.MissingTime) as missing:
        times.start(date(2027, 3, 14), 150, "America/New_York")

    assert str(doubled.value) == (
        "On Sunday, November 7, 2027 the clocks go back, and 1:30 AM comes twice. Choose the first or the second: "
        "1:30 AM EDT or 1:30 AM EST."
    )
    assert str(missing.value) == (
        "On Sunday, March 14, 2027 the clocks go forward, and 2:30 AM does not exist. Choose 1:59 AM or before, or "
        "3:00 AM or after."
    )


@pytest.mark.parametrize("zone", NEVER)
def test_where_clocks_never_change_every_start_is_one_instant(zone):
    assert changes(zone) == []


@pytest.mark.parametrize("zone", CHANGING)
def test_a_weekly_start_keeps_its_time_on_the_wall_across_every_change(zone):
    for at, _ in changes(zone):
        day, _ = wall(at, zone)
        for near in (day - timedelta(days=7), day, day + timedelta(days=7)):
            start = times.start(near, 17 * 60 + 30, zone)
            assert wall(start.at, zone) == (near, 17 * 60 + 30)


@pytest.fixture
def house():
    return build.program()


@pytest.mark.django_db
def test_a_series_crosses_the_change_at_the_same_local_time_and_lasts_as_long(house):
    dana, alex = schedule.able(house), build.patient(house)
    with clock.fixed(WINTER):
        series = schedule.weekly(house, "individual", dana, alex, on=date(2027, 3, 7), minutes=50)

    with behind(house.program.pk, house.director):
        rows = {s.on_day: s for s in Session.objects.filter(series=series)}
    before, after = rows[date(2027, 3, 7)], rows[date(2027, 3, 14)]
    assert (before.starts_at.hour, after.starts_at.hour) == (22, 21)
    assert after.starts_at - before.starts_at == timedelta(days=7) - timedelta(hours=1)
    assert {s.ends_at - s.starts_at for s in rows.values()} == {timedelta(minutes=50)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "first", "minute", "change", "kind"),
    [
        (WINTER, date(2027, 2, 28), 150, date(2027, 3, 14), "missing_time"),
        (datetime(2027, 9, 20, 16, tzinfo=UTC), date(2027, 10, 24), 90, date(2027, 11, 7), "doubled_time"),
    ],
)
def test_an_occurrence_at_a_start_the_clock_skips_or_doubles_is_asked_about_and_not_made(
    house, now, first, minute, change, kind
):
    dana, alex = schedule.able(house), build.patient(house)
    with clock.fixed(now):
        series = schedule.weekly(house, "individual", dana, alex, on=first, start=minute, minutes=50)

    with behind(house.program.pk, house.director):
        days = set(Session.objects.filter(series=series).values_list("on_day", flat=True))
        (question,) = Question.objects.filter(series=series, answered_at__isnull=True)
    assert change not in days
    assert {change - timedelta(days=7), change + timedelta(days=7)} <= days
    assert (question.kind, question.on_day) == (kind, change)


@pytest.mark.django_db
def test_whoever_books_in_the_doubled_hour_says_which_is_meant(house):
    dana, alex = schedule.able(house), build.patient(house)
    asked = {
        "program": house.program, "kind": "individual", "on_day": date(2027, 11, 7), "start_minute": 90, "minutes": 50,
        "staff": [Staff(dana.pk)], "people": [Person(patient=alex.pk)],
    }  # fmt: skip
    with clock.fixed(datetime(2027, 10, 4, 16, tzinfo=UTC)), house.seen_by("coordinator") as coordinator:
        with pytest.raises(times.DoubledTime):
            book(**asked, by=coordinator)
        first = book(**asked, which="first", by=coordinator)
        second = book(**{**asked, "start_minute": 100}, which="second", by=coordinator)

    assert second.starts_at - first.starts_at == timedelta(minutes=70)
    assert (first.second_of_two, second.second_of_two) == (False, True)


@pytest.mark.django_db
def test_when_the_rules_of_a_zone_change_the_time_on_the_wall_stays(house, monkeypatch):
    dana, alex = schedule.able(house), build.patient(house)
    series = schedule.weekly(house, "individual", dana, alex, on=schedule.next_monday(house))
    with behind(house.program.pk, house.director):
        before = dict(Session.objects.filter(series=series).values_list("pk", "starts_at"))

    # From now on New York keeps the time of Chicago.
    chicago = ZoneInfo("America/Chicago")
    monkeypatch.setattr(localtime, "rules_of", lambda name: chicago)
    localtime.instants.cache_clear()
    try:
        with house.seen_by("coordinator") as coordinator:
            moved = follow_zone_data(program=house.program, by=coordinator)
            assert follow_zone_data(program=house.program, by=coordinator) == []
    finally:
        monkeypatch.undo()
        localtime.instants.cache_clear()

    with behind(house.program.pk, house.director):
        after = {s.pk: s for s in Session.objects.filter(series=series)}
    assert set(moved) == set(before)
    assert {after[pk].starts_at - before[pk] for pk in before} == {timedelta(hours=1)}
    assert {s.start_minute for s in after.values()} == {17 * 60}


@pytest.mark.django_db
def test_an_occurrence_that_was_asked_about_is_held_when_somebody_says_when(house):
    dana, alex = schedule.able(house), build.patient(house)
    with clock.fixed(WINTER), house.seen_by("coordinator") as coordinator:
        series = schedule.weekly(house, "individual", dana, alex, on=date(2027, 2, 28), start=150, minutes=50)
        (question,) = Question.objects.filter(series=series).select_related("series__program")

        session = hold_all_the_same(question=question, start_minute=180, by=coordinator)

        assert (session.occurrence_on, session.start_minute) == (date(2027, 3, 14), 180)
        assert Question.objects.get(pk=question.pk).answer == "Held at 3:00 AM."
        with pytest.raises(AnsweredAlready):
            answer_question(question=question, answer="Called off.", by=coordinator)


@pytest.mark.django_db
def test_questions_about_days_that_are_over_answer_themselves(house):
    dana, alex = schedule.able(house), build.patient(house)
    with clock.fixed(WINTER):
        schedule.weekly(house, "individual", dana, alex, on=date(2027, 2, 28), start=150, minutes=50)
    with house.seen_by("coordinator") as coordinator:
        with clock.fixed(WINTER + timedelta(days=10)):
            assert close_past(program=house.program, by=coordinator) == 0
        with clock.fixed(WINTER + timedelta(days=60)):
            assert close_past(program=house.program, by=coordinator) == 1
            assert close_past(program=house.program, by=coordinator) == 0
