"""What the weeks ahead of a cohort hold: clocks that change against each other, days away, licenses that end."""

from datetime import date

import pytest

from hearthside.base.words import WARNING_KINDS
from hearthside.placement.solver.problem import Authority, Clinician, Person, Problem
from hearthside.placement.solver.warnings_ahead import warnings_ahead
from hearthside.placement.solver.week import Cohort, Session
from tests.placement import build

FEBRUARY = date(2027, 2, 15)  # winter time everywhere
LATE_MARCH = date(2027, 3, 22)  # summer time in most of the country
OCTOBER = date(2027, 10, 18)  # the last weeks of summer time

TEAM = build.staff("c1", [1, 3])


def roster(
    week: date,
    *people: Person,
    clinicians: list[Clinician] | None = None,
    weeks: int = 8,
    at: str = "17:00",
    on: str = "mon;wed;fri",
) -> tuple[Problem, tuple[Cohort, ...]]:
    """One cohort of these people and enough others who are always free, seen from this week."""
    others = [build.person(f"x{n}") for n in range(1, 4)]
    plan = build.day_plan("iop-3", allowed="mon-sun", weeks=weeks)
    staff = clinicians or [build.clinician("c1", states="PA;AZ;HI;IN")]
    problem = build.problem([*people, *others], staff, [plan], week=week)
    return problem, (build.cohort("g1", [p.id for p in (*people, *others)], TEAM, at=at, on=on),)


def lines(
    problem: Problem, cohorts: tuple[Cohort, ...], sessions: tuple[Session, ...] = ()
) -> list[tuple[str, str, str, str]]:
    return [(w.kind, w.cohort_id, w.who, w.from_week) for w in warnings_ahead(problem, cohorts, sessions)]


# 17:00 to 20:10 in New York: who is free exactly then, on their own clock, in winter and in summer.
EXACTLY = [
    # zone, state, winter, summer, shifts against the reference zone
    ("America/Phoenix", "AZ", "15:00-18:10", "14:00-17:10", True),
    ("Pacific/Honolulu", "HI", "12:00-15:10", "11:00-14:10", True),
    ("America/Indiana/Indianapolis", "IN", "17:00-20:10", "17:00-20:10", False),
    ("America/New_York", "PA", "17:00-20:10", "17:00-20:10", False),
]


@pytest.mark.parametrize(("zone", "state", "winter", "summer", "shifts"), EXACTLY)
def test_in_march_whoever_keeps_winter_time_no_longer_fits(
    zone: str, state: str, winter: str, summer: str, shifts: bool
) -> None:
    person = build.person("p1", zone=zone, state=state, free=f"mon-fri {winter}")

    found = lines(*roster(FEBRUARY, person))

    # Clocks jump on Sunday 14 March: the first week that differs on the cohort's days begins on the 15th.
    assert found == ([("clock_change", "g1", "p1", "2027-03-15")] if shifts else [])


@pytest.mark.parametrize(("zone", "state", "winter", "summer", "shifts"), EXACTLY)
def test_in_november_whoever_keeps_winter_time_no_longer_fits(
    zone: str, state: str, winter: str, summer: str, shifts: bool
) -> None:
    person = build.person("p1", zone=zone, state=state, free=f"mon-fri {summer}")

    found = lines(*roster(OCTOBER, person))

    assert found == ([("clock_change", "g1", "p1", "2027-11-08")] if shifts else [])


def test_a_cohort_on_sundays_notices_in_the_week_of_the_change_itself() -> None:
    person = build.person("p1", zone="America/Phoenix", state="AZ", free="fri-sun 08:00-11:10")

    found = lines(*roster(FEBRUARY, person, at="10:00", on="fri;sat;sun"))

    assert found == [("clock_change", "g1", "p1", "2027-03-08")]


def test_between_two_clock_changes_there_is_one_line_for_the_weeks_that_differ() -> None:
    # London changes on 28 March, two weeks after New York.
    person = build.person("p1", zone="Europe/London", free="mon-fri 22:00-24:00; tue-sat 00:00-01:10")

    (found,) = warnings_ahead(*roster(FEBRUARY, person), ())

    assert (found.who, found.from_week) == ("p1", "2027-03-15")
    assert "mon, wed, fri" in found.sentence


def test_a_change_after_the_last_week_of_the_cohort_is_no_concern() -> None:
    person = build.person("p1", zone="America/Phoenix", state="AZ", free="mon-fri 15:00-18:10")

    short, long = (lines(*roster(FEBRUARY, person, weeks=n)) for n in (4, 5))

    assert (short, len(long)) == ([], 1)


def test_seen_from_summer_the_same_windows_are_fine_until_november() -> None:
    person = build.person("p1", zone="America/Phoenix", state="AZ", free="mon-fri 14:00-17:10")

    found = lines(*roster(LATE_MARCH, person, weeks=40))

    assert found == [("clock_change", "g1", "p1", "2027-11-08")]


def test_wide_windows_hold_on_both_sides_of_a_change() -> None:
    person = build.person("p1", zone="Pacific/Honolulu", state="HI", free="mon-fri 11:00-15:10")

    found = lines(*roster(FEBRUARY, person))

    assert found == []


def test_what_an_extra_hour_made_possible_this_week_is_not_blamed_on_the_clocks() -> None:
    extra = "; ".join(f"2027-02-{day} 15:00-18:10 extra" for day in (15, 17, 19))
    person = build.person("p1", zone="America/Phoenix", state="AZ", free="sun 09:00-10:00", away=extra, week=FEBRUARY)

    found = lines(*roster(FEBRUARY, person))

    assert found == []


def test_staff_and_the_clinicians_of_members_sessions_are_looked_at_too() -> None:
    person = build.person("p1")
    staff = [
        build.clinician("c1", zone="America/Phoenix", free="mon-fri 15:00-18:10"),
        build.clinician("t1", zone="America/Phoenix", roles="individual", free="tue 07:00-07:50"),
    ]
    problem, cohorts = roster(FEBRUARY, person, clinicians=staff)
    sessions = (build.session("s1", "individual", "tue", "09:00", "t1", "p1"),)

    found = lines(problem, cohorts, sessions)

    assert found == [("clock_change", "g1", "c1", "2027-03-15"), ("clock_change", "g1", "t1", "2027-03-15")]


def test_a_start_that_the_clocks_skip_is_the_cohorts_own_warning() -> None:
    person = build.person("p1")

    found = lines(*roster(FEBRUARY, person, at="02:30", on="fri;sat;sun"))

    assert found == [("clock_change", "g1", "", "2027-03-08")]


def test_each_later_day_away_of_a_member_or_of_staff_has_its_line() -> None:
    away = "2027-01-06 away; 2027-01-13 away; 2027-02-24 10:00-12:00 away; 2027-03-01 away; 2027-01-12 extra"
    person = build.person("p1", away=away)
    staff = [build.clinician("c1", away="2027-01-17 away"), build.clinician("t1", away="2027-01-14 away")]
    problem, cohorts = roster(build.WEEK, person, clinicians=staff)

    found = lines(problem, cohorts)

    # This week's own day counts in the plan itself; 1 March is after the eighth week; t1 staffs nothing here.
    assert found == [
        ("exception", "g1", "c1", "2027-01-11"),
        ("exception", "g1", "p1", "2027-01-11"),
        ("exception", "g1", "p1", "2027-02-22"),
    ]


@pytest.mark.parametrize(
    ("last_day", "from_week"),
    [
        (date(2027, 1, 17), "2027-01-18"),  # a Sunday: that week is whole
        (date(2027, 1, 20), "2027-01-18"),  # a Wednesday: that week is not
        (date(2027, 2, 27), "2027-02-22"),
        (date(2027, 2, 28), None),  # the last day of the eighth week
        (None, None),
    ],
)
def test_a_license_that_ends_within_the_cohorts_weeks_is_said(last_day: date | None, from_week: str | None) -> None:
    held = (Authority("PA", "license", date(2020, 1, 1), last_day), Authority("OH", "license", None, date(2027, 1, 12)))
    problem, cohorts = roster(build.WEEK, build.person("p1"), clinicians=[build.clinician("c1", authorities=held)])

    found = lines(problem, cohorts)

    # Nobody here is in Ohio: that license may end.
    assert found == ([("license_end", "g1", "c1", from_week)] if from_week else [])


def test_a_second_authority_takes_over_without_a_word() -> None:
    held = (
        Authority("PA", "license", None, date(2027, 1, 20)),
        Authority("PA", "compact_privilege", date(2027, 1, 11)),
    )
    problem, cohorts = roster(build.WEEK, build.person("p1"), clinicians=[build.clinician("c1", authorities=held)])

    found = lines(problem, cohorts)

    assert found == []


def test_a_session_clinicians_license_is_looked_at_for_the_people_of_the_session() -> None:
    ends = (Authority("PA", "license", None, date(2027, 1, 31)), Authority("OH", "license", None, date(2027, 1, 31)))
    staff = [build.clinician("c1", states="PA;OH"), build.clinician("t1", roles="individual", authorities=ends)]
    problem, cohorts = roster(build.WEEK, build.person("p1", state="OH"), clinicians=staff)
    sessions = (build.session("s1", "individual", "sat", "09:00", "t1", "p1"),)

    found = warnings_ahead(problem, cohorts, sessions)

    assert [(w.kind, w.who, w.from_week) for w in found] == [("license_end", "t1", "2027-02-01")]
    assert "OH" in found[0].sentence


def test_lines_are_in_order_and_sentences_never_begin_with_anybody() -> None:
    person = build.person("p1", zone="America/Phoenix", state="AZ", free="mon-fri 15:00-18:10", away="2027-03-03 away")
    ends = tuple(Authority(state, "license", None, date(2027, 3, 3)) for state in ("AZ", "PA"))
    problem, cohorts = roster(FEBRUARY, person, clinicians=[build.clinician("c1", authorities=ends)])

    found = warnings_ahead(problem, cohorts, ())

    assert [w.kind for w in found] == ["clock_change", "exception", "license_end", "license_end"]
    assert {w.kind for w in found} <= set(WARNING_KINDS)
    assert list(found) == sorted(found, key=lambda w: (w.kind, w.cohort_id, w.who, w.from_week, w.sentence))
    assert not any(w.sentence.startswith(("p1", "c1", "Person", "Clinician")) for w in found)
