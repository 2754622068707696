"""Numbers, times and changes as people say them."""

import pytest

from hearthside.base import words as lists
from hearthside.placement.report import change_words, times, words
from hearthside.placement.report.hire_view import hire_views
from hearthside.placement.solver.week import Gap, Unplaced, Week
from tests.placement import build

RATIOS = [(6, 1, "1 to 6"), (9, 2, "1 to 4.5"), (7, 3, "1 to 2.4"), (10, 3, "1 to 3.4"), (4, 0, "nobody")]


@pytest.mark.parametrize(("people", "staff", "said"), RATIOS)
def test_a_ratio_is_never_shown_better_than_it_is(people, staff, said):
    assert words.ratio(people, staff) == said


RANGES = [
    (17 * 60, 20 * 60 + 10, "5:00 to 8:10 pm"),
    (9 * 60, 12 * 60 + 10, "9:00 am to 12:10 pm"),
    (9 * 60, 12 * 60, "9:00 am to noon"),
    (12 * 60, 15 * 60, "noon to 3:00 pm"),
    (22 * 60, 25 * 60 + 10, "10:00 pm to 1:10 am"),
    (21 * 60, 24 * 60, "9:00 pm to midnight"),
    (0, 24 * 60, "midnight to midnight"),
    (30, 90, "12:30 to 1:30 am"),
]


@pytest.mark.parametrize(("start", "end", "said"), RANGES)
def test_times_of_day_are_said_as_people_say_them(start, end, said):
    assert times.clock_range(start, end) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 h"), (50, "50 min"), (60, "1 h"), (370, "6 h 10"), (545, "9 h 05")]
)
def test_hours_are_said_short(minutes, said):
    assert words.hours(minutes) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.026, "2.6%"), (0.4, "40%"), (0.0004, "0.04%"), (1, "100%"), (0.85, "85%")]
)
def test_shares_are_said_in_percent(share, said):
    assert words.percent(share) == said


ZONES = [
    ("America/New_York", "Eastern"),
    ("America/Indiana/Indianapolis", "Eastern"),
    ("America/Indiana/Knox", "Central"),
    ("America/Phoenix", "Arizona"),
    ("Pacific/Honolulu", "Hawaii"),
    ("Europe/Berlin", "Berlin"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires"),
]


@pytest.mark.parametrize(("zone", "said"), ZONES)
def test_zones_have_the_names_people_use(zone, said):
    assert times.zone_name(zone) == said


def test_every_word_of_the_closed_lists_has_its_plain_words():
    assert set(words.TRACKS) == set(lists.TRACKS)
    assert set(words.FOCUSES) == set(lists.FOCUSES)
    assert set(words.BLOCKS) == set(lists.BLOCK_KINDS)
    assert set(words.SESSIONS) == set(lists.SESSION_KINDS)
    assert set(words.ROLES) == set(lists.ROLES)
    assert set(words.REASONS) == {*lists.UNPLACED_REASONS, *lists.GAP_REASONS}
    assert set(words.WARNINGS) == set(lists.WARNING_KINDS)
    assert set(words.STATES) == set(lists.STATES)


def test_ids_stand_in_the_order_people_read_them():
    ids = ["g10", "g2", "g1", "a", "g2b", "10", "9"]

    assert sorted(ids, key=words.in_order) == ["9", "10", "a", "g1", "g2", "g2b", "g10"]


PROBLEM = build.problem(
    [build.person("p17", name="Jo Diaz", zone="America/Chicago"), build.person("p18", name="Max Lee")],
    [build.clinician("c4", name="Kim Osei")],
)
OHIO = (
    "add_clinician roles=facilitator;individual states=OH;PA tracks=sud languages=en;es days=tue;thu "
    "from=17:00 to=20:30 minutes=600"
)
CHANGES = [
    ("none", ""),
    ("add_authority clinician=c4 state=OH", "Kim Osei (c4) was licensed in Ohio"),
    (
        "add_availability who=p17 day=tue;thu from=17:00 to=20:30",
        "Jo Diaz (p17) was also free Tuesday and Thursday, 5:00 to 8:30 pm, Central",
    ),
    (
        "add_availability who=p17;p18 day=thu from=09:00 to=12:30",
        "Jo Diaz (p17) and Max Lee (p18) were also free Thursday, 9:00 am to 12:30 pm, on their own clocks",
    ),
    (
        OHIO,
        "you hired a group leader and individual therapist licensed in Ohio and Pennsylvania, for substance use, "
        "speaking English and Spanish, free Tuesday and Thursday, 5:00 to 8:30 pm, Eastern, 10 hours a week",
    ),
    ("add_group_minutes clinician=c4 minutes=180", "Kim Osei (c4) gave 3 hours a week more to groups"),
    ("add_individual_minutes clinician=c4 minutes=50", "Kim Osei (c4) gave 50 minutes a week more to sessions"),
    ("add_people 2 like=p17", "two more people like Jo Diaz (p17) joined the waiting list"),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_every_change_has_plain_words(change, said):
    assert change_words.clause(PROBLEM, change) == said


def wants(who: str, change: str) -> Unplaced:
    return Unplaced(who, "license", "Nobody is licensed there.", change)


def hiring(states: str, minutes: int = 600, days: str = "tue;thu") -> str:
    return (
        f"add_clinician roles=facilitator states={states} tracks=mh languages=en days={days} from=17:00 to=20:30 "
        f"minutes={minutes}"
    )


def test_one_hire_helps_everybody_who_asks_for_no_more_than_they_can_do():
    people = [build.person(f"p{n}") for n in range(1, 6)]
    problem = build.problem(people, [build.clinician("c1")])
    week = Week(
        unplaced=(
            wants("p1", hiring("OH")),
            wants("p2", hiring("OH;PA")),
            wants("p3", hiring("PA", 540, "tue")),
            wants("p4", hiring("TX")),
            wants("p5", "none"),
        ),
        gaps=(Gap("p5", "individual", "license", "Nobody.", hiring("PA", 50)),),
    )

    first, second = hire_views(problem, week)

    assert [who for who, _ in first.places] == ["p1", "p2", "p3"]
    assert [who for who, _ in first.roles] == ["p5"]
    assert first.change == hiring("OH;PA")
    assert [who for who, _ in second.places] == ["p4"]


def test_without_a_hire_that_helps_there_is_nothing_to_show():
    problem = build.problem([build.person("p1")], [build.clinician("c1")])

    assert hire_views(problem, Week(unplaced=(wants("p1", "none"),))) == ()
