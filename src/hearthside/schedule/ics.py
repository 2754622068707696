"""
A person's sessions as calendar events (iCalendar, RFC 5545 and 7986).

A calendar may lie open on a desk, so an event says no more than that there is an appointment, by a word its owner
chose. An event keeps its UID for ever; each change raises its SEQUENCE, and one that is canceled stays a while as
CANCELLED, so that calendars which already show it take it off.

Times are those of the clock on which a session is stated, with the zone's rules beside them: a calendar then keeps
"Tuesday at six" also when the law moves the clocks. A time that the clock shows twice has no such form, and is
written in UTC.

Rule: docs/rules/calendar-feed.md
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from hearthside.base.ical import escaped, folded
from hearthside.base.localtime import instants
from hearthside.base.zones import zone as rules_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PRODUCT = "-//Hearthside//Calendar//EN"
# How often calendars are asked to look again.
LOOK_AGAIN = "PT1H"


@dataclass(frozen=True)
class Event:
    """One session in somebody's calendar. `changed_at` is when it last changed."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    sequence: int
    changed_at: datetime
    canceled: bool = False


@dataclass(frozen=True)
class Observance:
    """From an instant on a zone's clocks keep this distance from UTC."""

    since: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


def calendar(events: Iterable[Event], *, title: str) -> bytes:
    """The file: CRLF line ends, lines folded at 75 octets, zones before the events that name them."""
    return b"".join(map(folded, _lines(sorted(events, key=lambda e: (e.starts_at, e.uid)), title)))


def _lines(events: list[Event], title: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    # The last two are what calendars read that know no RFC 7986.
    yield f"NAME:{escaped(title)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{LOOK_AGAIN}"
    yield f"X-WR-CALNAME:{escaped(title)}"
    yield f"X-PUBLISHED-TTL:{LOOK_AGAIN}"
    by_zone: dict[str, list[Event]] = {}
    for event in events:
        if _is_plain(event):
            by_zone.setdefault(event.zone, []).append(event)
    for zone in sorted(by_zone):
        yield from _zone_lines(zone, by_zone[zone])
    for event in events:
        yield from _event_lines(event)
    yield "END:VCALENDAR"


def _event_lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(event.changed_at)}"
    for name, at in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        yield f"{name};TZID={event.zone}:{_local(event.zone, at)}" if _is_plain(event) else f"{name}:{_utc(at)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.canceled else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if event.canceled else 'OPAQUE'}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _is_plain(event: Event) -> bool:
    """Whether the zone's clocks show both its start and its end once."""
    return all(len(_shown(event.zone, at)) == 1 for at in (event.starts_at, event.ends_at))


def _shown(zone: str, at: datetime) -> tuple[datetime, ...]:
    """The instants at which the zone's clocks show what they show now."""
    there = at.astimezone(rules_of(zone))
    return instants(zone, there.date(), there.hour * 60 + there.minute)


def _zone_lines(zone: str, events: list[Event]) -> Iterator[str]:
    """The zone's rules for as long as these events lie: each change by its own day, without any rule about years."""
    first, last = (each.astimezone(UTC).date() for each in (events[0].starts_at, max(e.ends_at for e in events)))
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone}")
    for observed in observances(zone, first, last):
        kind = "DAYLIGHT" if observed.is_daylight else "STANDARD"
        yield f"BEGIN:{kind}"
        # When it begins is told by the clocks as they stood before.
        yield f"DTSTART:{_plain(observed.since.replace(tzinfo=None) + observed.before)}"
        yield f"TZOFFSETFROM:{_distance(observed.before)}"
        yield f"TZOFFSETTO:{_distance(observed.after)}"
        yield f"TZNAME:{escaped(observed.name)}"
        yield f"END:{kind}"
    yield "END:VTIMEZONE"


def observances(zone: str, first: date, last: date) -> tuple[Observance, ...]:
    """What a zone's clocks do from the day before the first of these days to the day after the last."""
    begins = datetime(first.year, 1, 1, tzinfo=UTC) - DAY
    found = [_observance(zone, begins, begins)]
    for year in range(first.year, (last + DAY).year + 1):
        found += [each for each in _changes(zone, year) if each.since > begins]
    return tuple(found)


@lru_cache(maxsize=1 << 10)
def _changes(zone: str, year: int) -> tuple[Observance, ...]:
    """Every change of a zone's clocks in one UTC year."""
    found, at = [], datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        after = at + DAY
        if _state(zone, at) != _state(zone, after):
            found.append(_observance(zone, at, _first_of(zone, at, after)))
        at = after
    return tuple(found)


def _first_of(zone: str, early: datetime, late: datetime) -> datetime:
    """The first instant of the state that holds at `late`, by whole minutes; another held at `early`."""
    before = _state(zone, early)
    while late - early > MINUTE:
        middle = early + ((late - early) // MINUTE // 2) * MINUTE
        early, late = (middle, late) if _state(zone, middle) == before else (early, middle)
    return late


def _observance(zone: str, before: datetime, since: datetime) -> Observance:
    offset, name, is_daylight = _state(zone, since)
    return Observance(since, _state(zone, before)[0], offset, name, is_daylight)


def _state(zone: str, at: datetime) -> tuple[timedelta, str, bool]:
    there = at.astimezone(rules_of(zone))
    return there.utcoffset() or timedelta(), there.tzname() or zone, bool(there.dst())


def _distance(offset: timedelta) -> str:
    minutes = offset // MINUTE
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _utc(at: datetime) -> str:
    return f"{_plain(at.astimezone(UTC))}Z"


def _local(zone: str, at: datetime) -> str:
    return _plain(at.astimezone(rules_of(zone)))


def _plain(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%S")
