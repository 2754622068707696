"""Somebody's planned minutes, from the seats they hold. Rule: docs/rules/hours.md."""

from datetime import timedelta

import pytest

from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.queries.standing import NotYours
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.minimums import set_own_minimum
from hearthside.schedule.actions.swaps import sessions_open_to
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.hours import lines_between, week_for, weeks_of
from tests import build
from tests.builders import caseload, groups, schedule

pytestmark = pytest.mark.django_db

NEW_YORK = "America/New_York"


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house, 2)


@pytest.fixture
def evening(house, monday):
    return groups.group(house, caseload.people(house, 5), from_on=monday)


def week(house, who, day, by=None):
    with scope(by or house.actor("coordinator")):
        return weeks_of(house.program, [who.pk], day)[who.pk]


def test_groups_and_single_sessions_count_by_their_kinds(house, evening, monday):
    alex = evening.people[0]
    dana = schedule.able(house)
    schedule.weekly(house, "individual", dana, alex, on=monday + timedelta(days=1), minutes=50)
    schedule.weekly(house, "medication", dana, alex, on=monday + timedelta(days=3), minutes=30)

    found = week(house, alex, monday)

    shown = [("Therapy", 320), ("Education", 270), ("Breaks", 30), ("Medication", 30)]
    assert found.hours.sums.shown == shown
    assert (found.hours.sums.countable, found.hours.is_enough) == (590, True)
    assert found.days[monday].shown == [("Therapy", 90), ("Education", 90), ("Breaks", 10)]
    assert len(found.lines) == 3 * 3 + 2


def test_what_is_missing_is_said_with_the_block_that_makes_it_up(house, evening, monday):
    alex = evening.people[0]
    alexs = build.signs_in(house, alex)
    lead = {"weekdays": ("tue", "thu", "fri"), "start": 9 * 60, "name": "Lee Moreau"}
    groups.group(house, from_on=monday, **lead)
    begins, ends = evening.session(monday).starts_at, evening.session(monday).starts_at + timedelta(days=6)
    with scope(alexs):
        excuse(person=alex, sessions=[evening.session(monday).pk], by=alexs)
        offers = [b for o in sessions_open_to(alex, begins, ends, by=alexs) for b in o.open_blocks]

    found = week(house, alex, monday, alexs).sentence(offers, zone=NEW_YORK)

    tuesday = f"Tuesday, {monday + timedelta(days=1):%B} {(monday + timedelta(days=1)).day}"
    assert found == (
        "Treatment planned this week: 6 hours, 3 hours short of 9 hours. "
        f"Process group on {tuesday} at 9:00 AM and education on {tuesday} at 10:40 AM would make it up."
    )


def test_a_canceled_session_drops_out(house, evening, monday):
    alex = evening.people[0]
    with behind(house.program.pk, house.director):
        Session.objects.filter(pk=evening.session(monday).pk).update(status="canceled", canceled_because="staff")

    assert week(house, alex, monday).hours.sums.countable == 360


def test_weeks_begin_where_policy_says(house, evening, monday):
    build.decided(house, "week.start", "wednesday")
    wednesday = monday + timedelta(days=2)

    with house.seen_by("coordinator"):
        assert week_for(house.program, monday) == (wednesday - timedelta(days=7), wednesday - timedelta(days=1))
    # Only Monday of the first week lies in the week that ends on the Tuesday.
    assert week(house, evening.people[0], monday).hours.sums.countable == 180
    assert week(house, evening.people[0], wednesday).hours.sums.countable == 540


def test_a_persons_own_minimum_is_held_against_where_it_is_higher(house, evening, monday):
    alex, sam = evening.people[:2]
    with house.seen_by("coordinator") as by:
        set_own_minimum(patient=alex, minutes=600, from_on=monday, by=by)
        with pytest.raises(WrongFact):
            set_own_minimum(patient=alex, minutes=500, from_on=monday, by=by)
        set_own_minimum(patient=alex, minutes=None, from_on=monday + timedelta(days=14), by=by)
    with house.seen_by("biller") as biller, pytest.raises(NotYours):
        set_own_minimum(patient=alex, minutes=600, from_on=monday, by=biller)

    weeks = [week(house, alex, monday + timedelta(days=7 * n)) for n in range(3)]
    assert [(w.hours.minimum, w.hours.missing) for w in weeks] == [(600, 60), (600, 60), (540, 0)]
    assert week(house, sam, monday).hours.missing == 0


def test_a_persons_hours_are_theirs(house, evening, monday):
    alex, sam = evening.people[:2]
    build.couple(house, alex, sam)
    sams = build.signs_in(house, sam)

    assert week(house, alex, monday, sams).lines == ()
    assert week(house, sam, monday, sams).hours.sums.countable == 540


def test_everybodys_weeks_are_one_question(house, evening, monday, django_assert_num_queries):
    ids = [who.pk for who in evening.people]

    for asked in (ids[:1], ids):
        with house.seen_by("coordinator"), django_assert_num_queries(1):
            assert {line.person for line in lines_between(asked, monday, monday + timedelta(days=6))} == set(asked)
        # The fifth asks what time it is: of what is over, what was held counts.
        with house.seen_by("coordinator"), django_assert_num_queries(5):
            assert len(weeks_of(house.program, asked, monday)) == len(asked)
