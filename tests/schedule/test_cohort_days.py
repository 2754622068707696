"""A cohort's program days: who has a seat, who staffs which block, and what follows when people join and leave."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.credentials.values import day_in
from hearthside.people.models.grants import Grant
from hearthside.schedule.actions.ending import end_care, transfer
from hearthside.schedule.models.occupancy import Occupancy
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.refusals import AlreadyBooked, TooFewStaff
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


@pytest.fixture
def kim(house):
    return schedule.able(house, "Kim Osei")


def held(house, who, **which):
    with behind(house.program.pk, house.director):
        found = Seat.objects.filter(patient=who, state="held", **which).select_related("session")
        return list(found.order_by("session__starts_at"))


def test_members_have_seats_in_every_program_day_and_the_lead_is_taken_with_the_break_and_the_buffer(
    house, monday, kim
):
    made = group(house, lead=kim, from_on=monday)

    session = made.session(monday)
    with behind(house.program.pk, house.director):
        assert Session.objects.filter(series=made.series).count() == 12 * 3 - 1
        assert {len(held(house, who)) for who in made.people} == {24}
        span = Occupancy.objects.get(session=session, who=kim.pk).span
        assert [b.kind for b in session.blocks.order_by("number")] == ["process", "break", "psychoeducation"]
        assert Staffing.objects.filter(block__session=session).count() == 2
    assert (span.lower, span.upper) == (session.starts_at, session.ends_at + timedelta(minutes=10))


def test_whoever_joins_has_a_seat_from_their_first_day_and_gives_it_up_with_their_last(house, monday, kim):
    made = group(house, lead=kim, from_on=monday)
    ravi = build.patient(house, "Ravi", "")

    (membership,) = caseload.joins(house, made.cohort, ravi, from_on=monday + timedelta(days=7))

    assert held(house, ravi)[0].session.on_day == monday + timedelta(days=7)
    with house.seen_by("coordinator") as coordinator:
        leave_cohort(memberships=[membership], until_on=monday + timedelta(days=9), because="left", by=coordinator)
    assert [s.session.on_day for s in held(house, ravi)] == [monday + timedelta(days=7), monday + timedelta(days=9)]
    with behind(house.program.pk, house.director):
        given_up = set(Seat.objects.filter(patient=ravi, state="canceled").values_list("because", flat=True))
    assert given_up == {"left"}


def test_a_seventh_person_needs_a_second_clinician(house, monday, kim):
    made = group(house, caseload.people(house, 6), lead=kim, from_on=monday)
    grace = build.patient(house, "Grace", "Oyelaran")

    with pytest.raises(TooFewStaff):
        caseload.joins(house, made.cohort, grace, from_on=monday)

    assert held(house, grace) == []


def test_nobody_joins_who_is_elsewhere_then(house, monday, kim):
    made = group(house, lead=kim, from_on=monday)
    ravi = build.patient(house, "Ravi", "")
    schedule.weekly(house, "individual", schedule.able(house), ravi, on=monday, start=19 * 60)

    with pytest.raises(AlreadyBooked) as refused:
        caseload.joins(house, made.cohort, ravi, from_on=monday)

    assert refused.value.who == ravi.pk


def test_who_leads_somebodys_group_is_their_own_clinician(house, monday):
    account = build.account("Kim Osei")
    kim = schedule.able(house, "Kim Osei", who=account)

    made = group(house, lead=kim, from_on=monday)

    with behind(house.program.pk, house.director):
        grants = Grant.objects.live().filter(holder=account, patient=made.people[0], part="schedule")
        assert [(g.relation, g.why) for g in grants] == [("own clinician", "facilitator")]


def test_ending_care_frees_every_seat_and_ends_what_was_for_them_alone(house, monday, kim):
    made = group(house, caseload.people(house, 5), lead=kim, from_on=monday)
    leaving = made.people[0]
    with house.seen_by("intake") as intake:
        change_status(patient=leaving, status="admitted", since_on=_today(house), by=intake)
    series = schedule.weekly(house, "individual", schedule.able(house), leaving, on=monday, start=9 * 60)

    with house.seen_by("intake") as intake:
        end_care(patient=leaving, last_on=_today(house), reason="completed", by=intake)

    assert held(house, leaving) == []
    with behind(house.program.pk, house.director):
        assert Series.objects.get(pk=series.pk).ended_because == "care_ended"
        assert set(Session.objects.filter(series=series).values_list("status", flat=True)) == {"canceled"}
        assert set(Session.objects.filter(series=made.series).values_list("status", flat=True)) == {"planned"}


def test_leave_excuses_and_coming_back_takes_the_seats_again(house, monday, kim):
    made = group(house, lead=kim, from_on=monday)
    away, today = made.people[0], _today(house)
    with house.seen_by("intake") as intake:
        change_status(patient=away, status="admitted", since_on=today, by=intake)
        change_status(
            patient=away, status="on_leave", since_on=today, expected_on=monday + timedelta(days=7), by=intake
        )
    assert held(house, away)[0].session.on_day == monday + timedelta(days=7)

    with house.seen_by("intake") as intake:
        change_status(patient=away, status="admitted", since_on=today, by=intake)

    assert held(house, away)[0].session.on_day == monday


def test_a_transfer_moves_the_seats_in_one_step(house, monday, kim):
    first = group(house, caseload.people(house, 5), lead=kim, from_on=monday)
    second = group(house, name="Dana Reyes", from_on=monday, start=9 * 60)
    moving = first.people[0]
    with behind(house.program.pk, house.director):
        memberships = list(moving.memberships.select_related("patient"))

    with house.seen_by("coordinator") as coordinator:
        transfer(memberships=memberships, to=second.cohort, from_on=monday + timedelta(days=7), by=coordinator)

    seats = held(house, moving)
    assert [s.session.on_day for s in seats if s.session.cohort_id == first.cohort.pk] == [
        monday, monday + timedelta(days=2), monday + timedelta(days=4),
    ]  # fmt: skip
    assert len([s for s in seats if s.session.cohort_id == second.cohort.pk]) == 21


def _today(house):
    return day_in(house.program.zone, clock.now())
