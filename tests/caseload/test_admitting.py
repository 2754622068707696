"""A place in a cohort ends the waiting: from its first day on, and not before."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.day_turns import follow_the_day
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.patients import StatusChange
from hearthside.people.queries.patients import status_of
from hearthside.people.rules import ADMITTED, ON_LEAVE, WAITING, Standing
from hearthside.policy.queries import today
from tests import build

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house():
    return build.program()


def standing(house, patient) -> Standing:
    with behind(house.program.pk, house.director):
        return status_of(patient)


def day_turns(house) -> None:
    nightly = system_actor("nightly", program=house.program.pk)
    with scope(nightly):
        follow_the_day(program=house.program, on=today(house.program), by=nightly)


def test_whoever_joins_today_is_in_treatment_at_once(house):
    alex, day = build.patient(house, "Alex", waiting_since=today(house.program) - 30 * DAY), today(house.program)

    build.cohort(house, [alex, *build.people(house, 3)], from_on=day)

    assert standing(house, alex) == Standing(ADMITTED, day)


def test_a_place_that_began_before_counts_from_its_first_day(house):
    alex, day = build.patient(house, "Alex", waiting_since=today(house.program) - 30 * DAY), today(house.program)

    build.cohort(house, [alex, *build.people(house, 3)], from_on=day - 7 * DAY)

    assert standing(house, alex) == Standing(ADMITTED, day - 7 * DAY)


def test_it_never_begins_before_the_waiting_did(house):
    alex, day = build.patient(house, "Alex", waiting_since=today(house.program) - 2 * DAY), today(house.program)

    build.cohort(house, [alex, *build.people(house, 3)], from_on=day - 7 * DAY)

    assert standing(house, alex) == Standing(ADMITTED, day - 2 * DAY)


def test_a_place_still_to_come_ends_the_waiting_on_its_first_day(house):
    alex, first = build.patient(house, "Alex"), today(house.program) + 3 * DAY
    build.cohort(house, [alex, *build.people(house, 3)], from_on=first)

    with clock.fixed(clock.now() + 2 * DAY):
        day_turns(house)
        before = standing(house, alex)
    with clock.fixed(clock.now() + 3 * DAY):
        day_turns(house)
        day_turns(house)
        there = standing(house, alex)

    assert before.status == WAITING
    assert there == Standing(ADMITTED, first)
    with behind(house.program.pk, house.director):
        assert StatusChange.objects.filter(patient=alex).count() == 2


def test_whoever_is_on_leave_stays_on_leave_when_they_join(house):
    alex, day = build.patient(house, "Alex"), today(house.program)
    with house.seen_by("intake") as intake:
        change_status(patient=alex, status=ADMITTED, since_on=day, by=intake)
        change_status(patient=alex, status=ON_LEAVE, since_on=day, expected_on=day + 9 * DAY, by=intake)

    build.cohort(house, [alex, *build.people(house, 3)], from_on=day)

    assert standing(house, alex).status == ON_LEAVE
