"""The calendar: what two independent readers find in it, line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from hearthside.placement.report.ics import escaped, folded, week_ics
from hearthside.placement.solver.week import Week
from tests.placement import build
from tests.placement.report import made_up

Event = tuple[str, str, datetime, datetime, datetime]


def as_icalendar_reads(octets: bytes) -> set[Event]:
    return {
        (str(e["UID"]), str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt, e["DTSTAMP"].dt)
        for e in Calendar.from_ical(octets).walk("VEVENT")
    }


def as_ical_reads(octets: bytes) -> set[Event]:
    calendar = IcsCalendarStream.calendar_from_ics(octets.decode())
    return {(e.uid, e.summary, e.dtstart, e.dtend, e.dtstamp) for e in calendar.events}


def expected(problem, week: Week) -> set[Event]:
    """The same events, worked out from offsets of the zone rather than by the writer's functions."""
    monday = datetime(problem.week.year, problem.week.month, problem.week.day, tzinfo=UTC)
    names = "mon tue wed thu fri sat sun".split()

    def event(which: str, summary: str, day: int, start: int, minutes: int) -> Event:
        begins = monday + timedelta(days=day, minutes=start, hours=5)  # Eastern in January
        uid = f"{which}-{names[day]}-{problem.week}@hearthside"
        return uid, summary, begins, begins + timedelta(minutes=minutes), monday

    lengths = {p.id: p.day_minutes for p in problem.programs}
    cohorts = {event(c.id, f"Cohort {c.id}", d, c.start, lengths[c.program_id]) for c in week.cohorts for d in c.days}
    return cohorts | {event(s.id, s.kind, s.day, s.start, s.minutes) for s in week.sessions}


def test_two_readers_find_the_same_events():
    problem, week = made_up.week_of(240)

    octets = week_ics(problem, week)

    wanted = expected(problem, week)
    assert len(wanted) == sum(len(c.days) for c in week.cohorts) + len(week.sessions)
    assert as_icalendar_reads(octets) == wanted
    assert as_ical_reads(octets) == wanted


def test_a_week_without_events_is_still_a_calendar():
    problem, _ = made_up.week_of(24)

    octets = week_ics(problem, Week())

    assert as_icalendar_reads(octets) == as_ical_reads(octets) == set()


def test_long_ids_are_folded_and_come_back_whole():
    long = "g-" + "x" * 62
    problem, week = made_up.week_of(24)
    week = replace(week, cohorts=(replace(week.cohorts[0], id=long),), sessions=())

    octets = week_ics(problem, week)

    assert max(map(len, octets.split(b"\r\n"))) == 75
    assert {uid.split("-tue")[0].split("-wed")[0].split("-thu")[0] for uid, *_ in as_icalendar_reads(octets)} == {long}
    assert as_icalendar_reads(octets) == as_ical_reads(octets)


def test_every_line_ends_in_carriage_return_and_line_feed():
    problem, week = made_up.week_of(24)

    octets = week_ics(problem, week)

    assert octets.endswith(b"END:VCALENDAR\r\n")
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")


def test_folding_never_cuts_a_character():
    line = "SUMMARY:" + "é" * 70

    lines = folded(line).split(b"\r\n ")

    assert b"".join(lines).decode() == line + "\r\n"
    assert all(len(part.rstrip(b"\r\n")) <= 74 for part in lines[1:])
    assert [part.decode() for part in lines]


def test_text_is_escaped():
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


def test_after_the_clocks_change_the_instant_moves_and_the_local_hour_stays():
    people = [build.person(f"p{n}") for n in range(1, 5)]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]), on="fri;sat;sun", at="17:00")
    problem = build.problem(people, [build.clinician("c1")], [build.day_plan(allowed="mon-sun")], week=build.MARCH)

    starts = {uid: start for uid, _, start, _, _ in as_icalendar_reads(week_ics(problem, Week(cohorts=(cohort,))))}

    assert starts["g1-sat-2027-03-08@hearthside"] == datetime(2027, 3, 13, 22, tzinfo=UTC)
    assert starts["g1-sun-2027-03-08@hearthside"] == datetime(2027, 3, 14, 21, tzinfo=UTC)
    assert problem.week == date(2027, 3, 8)
