"""Size and ratio over many weeks: what the page of director and compliance says of each, in few questions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.cover import override_short
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.over_time import over_time, planned_weeks
from hearthside.schedule.web.staff_week_lines import HEAD, HEIGHT, WeekColumn, week_lines
from tests import build
from tests.builders import caseload, harbor
from tests.builders.people import decided
from tests.kept import begins_with
from tests.schedule.planning import made, words

__all__ = ["made"]

pytestmark = begins_with(harbor.harbor)

ADDRESS = "/sizes-and-ratios/over-time/"


def week_of(made, monday):
    with behind(made.house.program.pk, made.house.director):
        (week,) = planned_weeks(made.house.program.pk, monday, 1)
    return week


def test_a_week_without_exceptions_is_counted_as_it_is_planned(made):
    week = week_of(made, made.monday)

    assert (week.groups, week.largest, week.mean) == (6, 7, 5.5)
    assert (week.in_best, week.share) == (0, 0)
    assert (week.short_answered, week.short_unanswered, week.above, week.exceptions) == (0, 0, 0, 0)


def test_how_many_groups_have_as_many_people_as_do_best_is_counted(made):
    caseload.joins(made.house, made.evening.cohort, build.patient(made.house, "Casey"), from_on=made.monday)

    week = week_of(made, made.monday)

    assert (week.in_best, week.groups, week.share, week.largest) == (3, 6, 50, 8)


def test_short_sessions_are_told_apart_by_whether_somebody_answers_for_them(made):
    for days in (0, 2):
        made.falls_ill("Kim", made.evening.session(made.monday + timedelta(days=days)))
    with made.house.seen_by("coordinator") as robin:
        override_short(session=made.evening.session(made.monday), reason="Lee joins; we spoke.", by=robin)

    week = week_of(made, made.monday)

    assert (week.short_answered, week.short_unanswered, week.exceptions) == (1, 1, 2)


def test_of_people_alone_with_a_clinician_only_those_who_lack_one_count(made):
    before = week_of(made, made.monday)
    with behind(made.house.program.pk, made.house.director):
        alone = Session.objects.filter(kind="individual", on_day__gte=made.monday).earliest("starts_at")
    made.falls_ill("Lee", alone)

    after = week_of(made, made.monday)

    assert (before.exceptions, after.exceptions, after.short_unanswered) == (0, 1, 1)
    assert (after.groups, after.mean) == (before.groups, before.mean)


def test_a_group_above_a_stricter_cap_is_an_exception_from_that_day_on(made):
    decided(made.house, "cohort.cap", "5")

    week = week_of(made, made.monday)

    assert (week.cap, week.above, week.is_over) == (5, 3, True)
    assert week.exceptions == 3


def test_the_page_says_in_a_sentence_what_is_against_a_rule_and_shows_each_week(made):
    made.falls_ill("Kim", made.evening.session(made.monday))

    page = words(made.client("director").get(ADDRESS))

    assert "1 session is against a rule. Nobody answers for 1 of the sessions short of staff." in page
    assert "the largest group has 7 people" in page
    assert page.count(" 2026") + page.count(" 2027") >= 17
    assert "How many came, and the ratio as it really was, is counted from who was in the room" in page


def test_weeks_that_are_over_are_counted_once_an_hour_and_the_page_says_when(made):
    director, at = made.client("director"), datetime(2030, 1, 9, 15, 5, tzinfo=UTC)
    over = made.monday - timedelta(weeks=1)
    counted = []

    for minutes in (0, 50, 60):
        with clock.fixed(at + timedelta(minutes=minutes)):
            with CaptureQueriesContext(connection) as asked, behind(made.house.program.pk, made.house.director):
                found = over_time(made.house.program.pk, over, before=2, after=1)
            counted.append((found.counted_at, sum("schedule_fill" in each["sql"] for each in asked), len(found.weeks)))
    page = words(director.get(ADDRESS))

    assert counted == [(at, 2, 4), (at, 1, 4), (at + timedelta(minutes=60), 2, 4)]
    assert "Weeks that are over stand here as they were counted at" in page


def test_where_nothing_is_planned_the_page_says_what_will_stand_there(made):
    with clock.fixed(clock.now() + timedelta(days=900)):
        page = words(made.client("compliance").get(ADDRESS))

    assert "Nothing is planned from twelve weeks ago to four weeks from now." in page
    assert "Week by week" not in page


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("compliance", 200), ("clinician", 403), ("biller", 403)]
)
def test_it_is_for_whoever_watches_over_size_and_ratio(made, role, status):
    assert made.client(role).get(ADDRESS).status_code == status


def test_it_takes_few_questions_and_the_weeks_take_one(made):
    director = made.client("director")
    director.get(ADDRESS)

    with CaptureQueriesContext(connection) as asked:
        director.get(ADDRESS)

    assert sum("schedule_fill" in each["sql"] for each in asked) == 1
    assert len(asked) <= 16


def test_what_is_stacked_reaches_as_high_as_it_counts():
    drawn = week_lines(
        "Said.",
        "sessions",
        [WeekColumn("Nov 30", [(1, ""), (3, "over")]), WeekColumn("Dec 7", [(0, "")], 2, ahead=True)],
    )

    low, high = drawn.pieces
    assert (low.height, high.height) == (HEIGHT // 4, 3 * HEIGHT // 4)
    assert (high.y, low.y + low.height) == (HEAD, drawn.base)
    assert [y for _, _, y in drawn.marks] == [HEAD + HEIGHT // 2]
    assert drawn.now_x == "50.00%"
