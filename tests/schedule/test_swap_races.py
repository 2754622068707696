"""Two who ask for the last place at the same moment: one gets it, and nobody is above cap or ratio. REL-P2."""

from datetime import timedelta

import pytest
from django.db import connection

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.excusing import NoLongerFree, come_after_all, excuse
from hearthside.schedule.actions.granting import NotOpenToYou, WaitsNoMore, decide_swap
from hearthside.schedule.actions.swaps import ask_swap, join_swap
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.swaps import Swap
from tests import build
from tests.apart import race
from tests.builders import caseload, groups, schedule

pytestmark = pytest.mark.slow

RACERS = 4


def test_of_those_who_swap_themselves_into_the_last_place_one_gets_in(apart):
    """Five people and one clinician, who may have six in process work."""
    house = build.program()
    build.decided(house, "swap.self", "yes")
    monday = schedule.next_monday(house, 2)
    own = groups.group(house, from_on=monday)
    other = groups.group(
        house, caseload.people(house, 5), from_on=monday, weekdays=("tue", "thu", "fri"), name="Lee Moreau"
    )  # fmt: skip
    tuesday, now = monday + timedelta(days=1), clock.now()
    session = other.session(tuesday)
    askers = [(who, build.signs_in(house, who), own.seat(who, monday)) for who in own.people[:RACERS]]

    def asks(number: int) -> object:
        who, by, seat = askers[number]
        return groups.asks(house, who, by, session, now, instead_of=seat, blocks=[1])

    answers = race(RACERS, asks)

    won = [answer for answer in answers if isinstance(answer, Swap) and answer.state == "granted"]
    lost = [answer for answer in answers if isinstance(answer, NotOpenToYou)]
    assert (len(won), len(lost)) == (1, RACERS - 1), answers
    with behind(house.program.pk, house.director):
        assert Seat.objects.filter(session=session, guest=True, state="held").count() == 1
        # Whoever got nothing gave nothing up.
        assert Seat.objects.filter(session=own.session(monday), state="held").count() == len(own.people) - 1
    _nobody_is_above_the_ratio(house, session)


def test_a_guest_and_whoever_comes_after_all_do_not_both_get_the_place(apart):
    house = build.program()
    build.decided(house, "swap.self", "yes")
    monday = schedule.next_monday(house, 2)
    own = groups.group(house, from_on=monday)
    other = groups.group(
        house, caseload.people(house, 6), from_on=monday, weekdays=("tue", "thu", "fri"), name="Lee Moreau"
    )  # fmt: skip
    tuesday, now = monday + timedelta(days=1), clock.now()
    session, alex, sam = other.session(tuesday), own.people[0], other.people[0]
    alexs, sams = build.signs_in(house, alex), build.signs_in(house, sam)
    with scope(sams):
        [seat] = excuse(person=sam, sessions=[session.pk], by=sams)

    def comes(number: int) -> object:
        if number == 0:
            return groups.asks(house, alex, alexs, session, now, blocks=[1])
        with scope(sams):
            return come_after_all(seat=seat, by=sams)

    answers = race(2, comes)

    refused = [answer for answer in answers if isinstance(answer, NotOpenToYou | NoLongerFree)]
    assert len(refused) == 1, answers
    _nobody_is_above_the_ratio(house, session)


def _nobody_is_above_the_ratio(house, session):
    with behind(house.program.pk, house.director), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM schedule_fill(%s) f WHERE f.needed > f.staff", [[session.pk]])
        assert cursor.fetchone() == (0,)


def test_an_invitation_that_is_declined_while_somebody_accepts_it_has_one_answer(apart):
    """Whoever is faster decides; the other is told that it was answered, and nothing breaks."""
    house = build.program()
    monday = schedule.next_monday(house, 2)
    own = groups.group(house, from_on=monday)
    other = groups.group(
        house, caseload.people(house, 4), from_on=monday, weekdays=("tue", "thu", "fri"), name="Lee Moreau"
    )  # fmt: skip
    now, coordinator = clock.now(), house.actor("coordinator")
    invited = []
    for who, day in zip(own.people[:3], (1, 1, 3), strict=True):
        session = other.session(monday + timedelta(days=day))
        with scope(coordinator):
            swap = ask_swap(patient=who, session=session, blocks=[1], by=coordinator)
        invited.append((swap, who, build.signs_in(house, who)))

    for swap, who, by in invited:

        def answers(number: int, swap: Swap = swap, who: Patient = who, by: Actor = by) -> object:
            if number == 0:
                with scope(by):
                    return join_swap(swap=swap, by=by, **groups.agreed(house, who, now))
            with scope(coordinator):
                return decide_swap(swap=swap, grant=False, by=coordinator)

        got = race(2, answers)

        assert [isinstance(each, WaitsNoMore) for each in got].count(True) == 1, got
        assert not [each for each in got if isinstance(each, Exception) and not isinstance(each, WaitsNoMore)], got
