"""A cohort's last day, a series' and a person's: each ends when it was to, and nothing is left behind it."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.cohorts import change_cohort, close_cohort
from hearthside.caseload.actions.memberships import extend_membership, leave_cohort
from hearthside.caseload.actions.opening import About
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.refusals import NotHere
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.credentials.values import day_in
from hearthside.schedule.actions.ending import end_care, transfer
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Pattern, Staff
from hearthside.schedule.words import PROGRAM_DAY
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def places_of(house, *people):
    with behind(house.program.pk, house.director):
        rows = Membership.objects.filter(patient__in=people).select_related("cohort")
        return list(rows.order_by("from_on", "patient_id"))


def last_seat(house, who):
    with behind(house.program.pk, house.director):
        seats = Seat.objects.filter(patient=who, state="held").order_by("-session__on_day")
        return seats.values_list("session__on_day", flat=True).first()


def test_a_cohort_that_is_closed_before_it_begins_holds_no_session(house, monday):
    made = group(house, lead=schedule.able(house, "Kim Osei"), from_on=monday)

    with house.seen_by("coordinator") as coordinator:
        close_cohort(cohort=made.cohort, until_on=monday - DAY, because="mistake", by=coordinator)

    with behind(house.program.pk, house.director):
        assert set(Session.objects.filter(cohort=made.cohort).values_list("status", flat=True)) == {"canceled"}


@pytest.fixture
def two_halves(house, monday):
    """A closed cohort that meets in the morning for two weeks, and in the evening after them: (first, second)."""
    kim = schedule.able(house, "Kim Osei")
    cohort = caseload.cohort(house, from_on=monday, open=False)

    def series(start, first, last=None):
        pattern = Pattern(PROGRAM_DAY, ("mon", "wed", "fri"), start, first, last, cohort=cohort.pk)
        with scope(house.director), house.seen_by("coordinator") as coordinator:
            return start_series(
                program=house.program, pattern=pattern, staff=[Staff(kim.pk, 1), Staff(kim.pk, 3)], by=coordinator
            )

    change = monday + 2 * WEEK
    return cohort, series(9 * 60, monday, change - DAY), series(18 * 60, change)


@pytest.mark.parametrize("longer", [False, True], ids=["another name", "another last day"])
def test_a_series_that_was_to_end_before_its_cohort_still_does_when_the_cohort_changes(
    house, monday, two_halves, longer
):
    cohort, first, second = two_halves
    until_on = cohort.until_on + WEEK if longer else None

    with house.seen_by("coordinator") as coordinator:
        change_cohort(cohort=cohort, about=About("Another name"), until_on=until_on, by=coordinator)

    with behind(house.program.pk, house.director):
        ends = dict(Series.objects.values_list("pk", "until_on"))
    assert ends == {first.pk: monday + 2 * WEEK - DAY, second.pk: until_on or cohort.until_on}


def test_a_place_of_somebody_who_was_discharged_is_not_extended(house, monday):
    made = group(house, caseload.people(house, 5), lead=schedule.able(house, "Kim Osei"), from_on=monday)
    gone = made.people[0]
    with clock.fixed(made.session(monday).ends_at), house.seen_by("intake") as intake:
        change_status(patient=gone, status="admitted", since_on=day_in(house.program.zone, clock.now()), by=intake)
        end_care(patient=gone, last_on=monday, reason="completed", by=intake)
        (place,) = places_of(house, gone)

        with pytest.raises(NotHere), house.seen_by("coordinator") as coordinator:
            extend_membership(memberships=[place], until_on=monday + 3 * WEEK, by=coordinator)

    assert [p.until_on for p in places_of(house, gone)] == [monday]
    assert last_seat(house, gone) in (None, monday)


def test_each_of_those_who_move_together_stays_as_long_as_they_would_have(house, monday):
    made = group(house, caseload.people(house, 6), lead=schedule.able(house, "Kim Osei"), from_on=monday)
    to = group(house, name="Dana Reyes", from_on=monday, start=9 * 60)
    one, other = places_of(house, *made.people[:2])
    with house.seen_by("coordinator") as coordinator:
        (one,) = extend_membership(memberships=[one], until_on=one.until_on + WEEK, by=coordinator)

        transfer(memberships=[one, other], to=to.cohort, from_on=monday + 3 * WEEK, by=coordinator)

    there = {p.patient_id: p.until_on for p in places_of(house, *made.people[:2]) if p.cohort_id == to.cohort.pk}
    assert there == {one.patient_id: one.until_on, other.patient_id: other.until_on}


def test_who_was_to_finish_before_their_partner_still_does_where_both_move_to(house, monday):
    alex, sam = caseload.people(house, 2)
    build.couple(house, alex, sam)
    members = [alex, sam, *caseload.people(house, 4)]
    made = group(house, members, lead=schedule.able(house, "Kim Osei"), from_on=monday)
    to = group(house, name="Dana Reyes", from_on=monday, start=9 * 60)
    of = {place.patient_id: place for place in places_of(house, alex, sam)}
    sooner = monday + 5 * WEEK - DAY
    with house.seen_by("coordinator") as coordinator:
        leave_cohort(memberships=[of[alex.pk]], until_on=sooner, because="finished", by=coordinator)
        moving = [p for p in places_of(house, alex, sam) if p.cohort_id == made.cohort.pk]

        transfer(memberships=moving, to=to.cohort, from_on=monday + 3 * WEEK, by=coordinator)

    there = {p.patient_id: p for p in places_of(house, alex, sam) if p.cohort_id == to.cohort.pk}
    assert there[sam.pk].until_on == of[sam.pk].until_on
    assert (there[alex.pk].until_on, there[alex.pk].ended_because) == (sooner, "finished")
    assert last_seat(house, alex) <= sooner


def test_a_session_that_is_moved_to_another_day_is_for_whoever_is_a_member_on_that_day(house, monday):
    made = group(house, caseload.people(house, 5), lead=schedule.able(house, "Kim Osei"), from_on=monday)
    new = build.patient(house, "Nia", "Ferreira")
    caseload.joins(house, made.cohort, new, from_on=monday + WEEK)
    gone, friday = made.people[0], monday + 4 * DAY
    with house.seen_by("coordinator") as coordinator:
        leave_cohort(memberships=places_of(house, gone), until_on=friday, because="left", by=coordinator)
        # Where somebody is by then who left is no reason against the day.
        schedule.weekly(house, "individual", schedule.able(house), gone, on=monday + WEEK + DAY, start=9 * 60)

        moved = reschedule(
            session=made.session(friday), on_day=monday + WEEK + DAY, start_minute=9 * 60, by=coordinator
        )

    with behind(house.program.pk, house.director):
        there = set(Seat.objects.filter(session=moved, state="held").values_list("patient", flat=True))
    assert there == {p.pk for p in (*made.people[1:], new)}
