"""The calendar file: what two independent readers find in it, and that its zones are right around every change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from hearthside.base.localtime import instants
from hearthside.schedule.ics import Event, calendar, observances

NEW_YORK = "America/New_York"
CHANGED = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
# Zones of people in the program's states, two with half hours, and one that puts clocks back the other way.
ZONES = (
    NEW_YORK, "America/Chicago", "America/Denver", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
    "America/Puerto_Rico", "America/Adak", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Dublin", "UTC",
)  # fmt: skip

Read = set[tuple[str, str, datetime, datetime, int, str]]


def event(starts_at: datetime, minutes: int = 90, **unusual: object) -> Event:
    facts = {"uid": "a@hearthside", "summary": "Appointment", "zone": NEW_YORK, "sequence": 0, "changed_at": CHANGED}
    return Event(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **{**facts, **unusual})


def as_icalendar_reads(octets: bytes) -> Read:
    return {
        (str(e["UID"]), str(e["SUMMARY"]), e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC),
         int(e["SEQUENCE"]), str(e["STATUS"]))
        for e in Calendar.from_ical(octets).walk("VEVENT")
    }  # fmt: skip


def as_ical_reads(octets: bytes) -> Read:
    found = IcsCalendarStream.calendar_from_ics(octets.decode())
    return {
        (e.uid, e.summary, e.dtstart.astimezone(UTC), e.dtend.astimezone(UTC), e.sequence, e.status.value)
        for e in found.events
    }


def expected(events: list[Event]) -> Read:
    return {
        (e.uid, e.summary, e.starts_at, e.ends_at, e.sequence, "CANCELLED" if e.canceled else "CONFIRMED")
        for e in events
    }


def test_two_readers_find_the_same_events():
    begins = datetime(2027, 1, 5, 23, tzinfo=UTC)
    events = [
        event(begins),
        event(begins + timedelta(days=7), uid="b@hearthside", sequence=3),
        event(begins + timedelta(days=90), uid="c@hearthside", canceled=True, zone="America/Phoenix"),
    ]

    octets = calendar(events, title="Appointments")

    assert as_icalendar_reads(octets) == as_ical_reads(octets) == expected(events)


def test_a_calendar_without_events_is_still_one():
    octets = calendar([], title="Appointments")

    assert as_icalendar_reads(octets) == as_ical_reads(octets) == set()
    assert octets.endswith(b"END:VCALENDAR\r\n")
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")


def test_the_local_hour_stays_when_clocks_change():
    before, after = datetime(2027, 3, 9, 23, tzinfo=UTC), datetime(2027, 3, 16, 22, tzinfo=UTC)

    text = calendar([event(before), event(after, uid="b@hearthside")], title="Appointments").decode()

    assert "DTSTART;TZID=America/New_York:20270309T180000\r\n" in text
    assert "DTSTART;TZID=America/New_York:20270316T180000\r\n" in text


def test_a_time_that_comes_twice_is_written_in_utc():
    first, second = instants(NEW_YORK, date(2027, 11, 7), 90)
    events = [event(first, 20), event(second, 20, uid="b@hearthside")]

    octets = calendar(events, title="Appointments")

    assert b"DTSTART:20271107T053000Z" in octets
    assert b"DTSTART:20271107T063000Z" in octets
    assert as_icalendar_reads(octets) == as_ical_reads(octets) == expected(events)


def test_words_of_the_owner_stay_words():
    octets = calendar([event(CHANGED, summary="Yoga; with, all\\of it\nEND:VEVENT")], title="é" * 90)

    [read] = as_icalendar_reads(octets)
    assert read[1] == "Yoga; with, all\\of it\nEND:VEVENT"
    assert max(map(len, octets.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2022, 2027, 2031])
def test_a_reader_with_no_zone_rules_of_its_own_gets_every_instant_right(zone, year):
    """Our own rules of the zone are applied by hand, on every third hour of the year and around each change."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    observed = observances(zone, first, last)
    around = [o.since + timedelta(minutes=m) for o in observed[1:] for m in (-61, -31, -1, 0, 1, 31, 61)]

    for at in [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=3 * n) for n in range(2920)] + around:
        told = [o for o in observed if o.since <= at][-1].after
        assert (at + told).replace(tzinfo=None) == _as_the_zone_says(zone, at)


def _as_the_zone_says(zone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


# Minutes of a year and a half that holds every kind of change.
MINUTES = st.integers(0, 548 * 24 * 60)


@given(st.lists(st.tuples(MINUTES, st.integers(1, 300), st.sampled_from(ZONES)), max_size=12))
def test_whatever_the_zone_both_readers_find_the_instants(drawn):
    events = [
        event(datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=at), minutes, zone=zone, uid=f"{n}@hearthside")
        for n, (at, minutes, zone) in enumerate(drawn)
    ]

    octets = calendar(events, title="Appointments")

    assert as_icalendar_reads(octets) == as_ical_reads(octets) == expected(events)
