"""What the public reads of this month's groups: counted over everybody, and nothing that could tell of one person."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.project.web import this_month
from hearthside.project.web.this_month import ThisMonth
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.queries.planned_numbers import GroupSizes, PlannedNumbers, planned_numbers
from tests.builders.delivered import noon
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.project.test_public_pages import NOT_OURS, grade
from tests.schedule.planning import words

pytestmark = begins_with(harbor)


@pytest.fixture
def at(kept):
    return kept


@pytest.fixture
def day(at):
    """A day in the first whole month of the program."""
    return (at.monday.replace(day=1) + timedelta(days=32)).replace(day=15)


def read(at, day, address="/groups/"):
    """The page as a visitor reads it on this day."""
    with clock.fixed(noon(at, day)):
        return words(Client().get(address))


def counted_one_by_one(at, day):
    """The people in each program day of the month, and the seconds of people and staff by kind of block."""
    sizes, people, staff = {}, defaultdict(float), defaultdict(float)
    with behind(at.house.program.pk, at.house.director):
        blocks = Block.objects.filter(session__on_day__year=day.year, session__on_day__month=day.month)
        for block in blocks.exclude(session__status="canceled").select_related("session"):
            seats = Seat.objects.filter(session=block.session, state="held").count()
            seconds = (block.ends_at - block.starts_at).total_seconds()
            people[block.kind] += seats * seconds
            staff[block.kind] += Staffing.objects.filter(block=block, released_at=None).count() * seconds
            if block.session.kind == "program_day":
                sizes[block.session_id] = seats
    return list(sizes.values()), {kind: people[kind] / staff[kind] for kind in ("process", "psychoeducation")}


def test_the_month_is_what_counting_every_session_gives(at, day):
    at.falls_ill("Kim", at.evening.session(first_evening(at, day)))
    sizes, ratios = counted_one_by_one(at, day)

    with behind(at.house.program.pk, at.house.director):
        numbers = planned_numbers(at.house.program.pk, day)

    assert numbers.sizes == GroupSizes(2, pytest.approx(sum(sizes) / len(sizes)), 7)
    assert numbers.ratios == pytest.approx(ratios)
    assert numbers.ratios_withheld == frozenset()
    assert not numbers.withheld


def first_evening(at, day):
    first = day.replace(day=1)
    return first + timedelta(days=-first.weekday() % 7)


def test_the_page_says_what_is_planned_beside_the_rule_and_how_it_is_counted(at, day):
    page = read(at, day)

    assert f"In {day:%B %Y}, 2 groups are planned" in page
    assert "The largest has 7." in page
    assert "This month, on average" in page
    assert "1 therapist for at most" in page
    assert "What really happened stands on a page of its own" in page
    assert f"In {day:%B %Y}, 2 groups are planned" in read(at, day, "/")


@pytest.mark.parametrize("address", ["/groups/", "/"])
def test_a_tired_twelve_year_old_understands_what_is_told_of_this_month(at, day, address):
    page = read(at, day, address)

    assert NOT_OURS.findall(page) == []
    assert grade(page) <= 7


def test_nobody_and_no_group_is_named(at, day):
    page = read(at, day)

    names = [each.chosen_name for each in at.patients.values()] + [each.name for each in at.clinicians.values()]
    assert [name for name in [*names, "Evening recovery", "Morning steady"] if name in page] == []


def test_numbers_of_fewer_than_eleven_people_are_told_to_nobody(at, day):
    with behind(at.house.program.pk, at.house.director):
        Seat.objects.filter(patient=at.patients["Theo"]).update(state="canceled", because="staff")

    page = read(at, day)

    assert "Few people or few sessions are planned" in page
    assert "too few to say" in page
    assert "This month, on average" not in page
    assert "2 groups" not in page


def test_numbers_of_fewer_than_three_sessions_are_told_to_nobody(at, day):
    with behind(at.house.program.pk, at.house.director):
        month = Session.objects.filter(on_day__year=day.year, on_day__month=day.month, kind="program_day")
        kept = [month.filter(cohort=group.cohort).first().pk for group in (at.evening, at.morning)]
        month.exclude(pk__in=kept).update(status="canceled", canceled_because="staff")

        numbers = planned_numbers(at.house.program.pk, day)

    assert numbers.withheld
    assert numbers.sizes is None
    assert numbers.ratios == {}
    assert numbers.ratios_withheld == {"process", "psychoeducation"}


def test_a_month_without_groups_says_so_and_keeps_the_rules(at):
    page = read(at, at.monday - timedelta(days=60))

    assert "No group is planned in" in page
    assert "people at most" in page


def test_it_is_counted_once_an_hour_and_in_one_question_beside_the_policys(at, day):
    with behind(at.house.program.pk, at.house.director), CaptureQueriesContext(connection) as questions:
        planned_numbers(at.house.program.pk, day)
    read(at, day)
    with CaptureQueriesContext(connection) as later:
        read(at, day)
    this_month.forget()
    with CaptureQueriesContext(connection) as anew:
        read(at, day)

    assert len(questions) == 2
    assert sum("schedule_session" in each["sql"] for each in later) == 0
    assert sum("schedule_session" in each["sql"] for each in anew) == 1


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        ({}, None),
        ({"process": 5.0}, "5 in process groups."),
        ({"process": 5.04, "skills": 6.25}, "6.2 in skills groups"),
    ],
)
def test_the_sentence_above_the_ratios_says_what_is_drawn(at, ratios, said):
    chart = ThisMonth(PlannedNumbers(at.monday, 11, 3, ratios=ratios)).ratios()

    assert (chart is None) == (said is None)
    if chart is not None:
        assert said in chart.sentence
        assert [bar.end for bar in chart.bars] == list(ratios.values())
