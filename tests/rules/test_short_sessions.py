"""
A session that lacks staff says so, through whatever door it came to lack it; one that lacks nobody does not.

Rule: docs/rules/cap-and-ratio.md
"""

import pytest
from django.db import transaction

from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.cover import answer_cover, offer_cover
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.staffing import change_staff, drop_out
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Staff
from hearthside.schedule.refusals import GroupFull
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group
from tests.rules.cap_and_ratio_cases import CASES

pytestmark = pytest.mark.django_db

# The blocks of the group's day that are staffed; between them is a break.
TREATED = (1, 3)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


@pytest.fixture
def both(house):
    return [schedule.able(house, "Dana Reyes"), schedule.able(house, "Kim Osei")]


def by_change(house, session, staff):
    """The coordinator says who staffs it."""
    with house.seen_by("coordinator") as coordinator:
        change_staff(session=session, staff=[Staff(c.pk, b) for c in staff for b in TREATED], by=coordinator)


def by_drop_out(house, session, staff):
    """Whoever else staffed it falls ill."""
    with behind(house.program.pk, house.director):
        there = Clinician.objects.filter(staffing__block__session=session, staffing__released_at=None).distinct()
        ill = list(there.exclude(pk__in=[c.pk for c in staff]))
    with house.seen_by("coordinator") as coordinator:
        for clinician in ill:
            drop_out(clinician=clinician, because="ill", sessions=[session.pk], by=coordinator)


def by_cover(house, session, staff):
    """Everybody falls ill, and as many others say yes, one after the other."""
    by_drop_out(house, session, [])
    with house.seen_by("coordinator") as coordinator:
        for _ in staff:
            helper = schedule.able(house, "Ines Varga")
            shortage = Shortage.objects.get(session=session, ended_at=None)
            offer = offer_cover(shortage=shortage, clinician=helper, by=coordinator)
            answer_cover(offer=offer, yes=True, by=coordinator)


def by_moving(house, session, staff):
    """It is held two hours later, with whoever is left."""
    by_drop_out(house, session, staff)
    with house.seen_by("coordinator") as coordinator:
        moved = Session.objects.select_related("program", "cohort").get(pk=session.pk)
        reschedule(session=moved, on_day=moved.on_day, start_minute=moved.start_minute + 120, by=coordinator)


STAFF_DOORS = [by_change, by_drop_out, by_cover, by_moving]


@pytest.mark.parametrize("door", STAFF_DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize(("people", "clinicians", "whole"), CASES)
def test_a_session_that_comes_to_this_staff_says_whether_it_is_short(
    house, monday, both, people, clinicians, whole, door
):
    made = group(house, caseload.people(house, people), lead=both[0], more_staff=both[1:], from_on=monday)

    door(house, made.session(monday), both[:clinicians])

    with behind(house.program.pk, house.director):
        session = made.session(monday)
        shortages = Shortage.objects.filter(session=session, ended_at=None).count()
        staffed = Clinician.objects.filter(staffing__block__session=session, staffing__released_at=None)
        assert staffed.distinct().count() == clinicians
        assert (session.status, shortages) == (("planned", 0) if whole else ("short", 1))
        assert Seat.objects.filter(session=session, state="held").count() == people


@pytest.mark.parametrize("door", STAFF_DOORS, ids=lambda door: door.__name__)
def test_whoever_joins_a_session_that_is_short_waits_there_whatever_made_it_short(house, monday, both, door):
    made = group(house, caseload.people(house, 7), lead=both[0], more_staff=both[1:], from_on=monday)
    door(house, made.session(monday), both[:1])
    grace = build.patient(house, "Grace", "")

    caseload.joins(house, made.cohort, grace, from_on=monday)

    seat = made.seat(grace, monday)
    assert (seat.state, seat.because) == ("excused", "short")


@pytest.mark.parametrize(("people", "clinicians"), [case[:2] for case in CASES])
def test_a_session_that_is_moved_says_what_the_policy_in_force_asks(house, monday, both, people, clinicians):
    made = group(house, caseload.people(house, people), lead=both[0], more_staff=both[1:], from_on=monday)
    by_drop_out(house, made.session(monday), both[:clinicians])
    # One less for each clinician: six are too many for one, and ten still few enough for two.
    build.decided(house, "ratio.process", "5")

    with house.seen_by("coordinator") as coordinator:
        reschedule(session=made.session(monday), on_day=monday, start_minute=20 * 60, by=coordinator)

    assert made.session(monday).status == ("planned" if -(-people // 5) <= clinicians else "short")


def test_a_session_is_moved_nowhere_where_policy_takes_fewer_people(house, monday, both):
    made = group(house, caseload.people(house, 8), lead=both[0], more_staff=both[1:], from_on=monday)
    build.decided(house, "cohort.cap", "7")

    with house.seen_by("coordinator") as coordinator, pytest.raises(GroupFull), transaction.atomic():
        reschedule(session=made.session(monday), on_day=monday, start_minute=20 * 60, by=coordinator)

    assert made.session(monday).start_minute == 18 * 60
