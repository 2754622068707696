"""Policy is tightened, a day plan changes, two are kept apart: what stands stays, and nothing is added to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.base.refusal import Refusal
from hearthside.caseload.actions.day_plans import make_day_plan
from hearthside.caseload.rules.day_plans import Plan
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.schedule.actions.ahead import look_again
from hearthside.schedule.actions.changes import change_series
from hearthside.schedule.actions.cover import override_short
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.refusals import MayNotShare, WrongSession
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group
from tests.builders.people import decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def held(house, session):
    with behind(house.program.pk, house.director):
        return Seat.objects.filter(session=session, state="held").count()


def test_a_stricter_ratio_leaves_everybody_in_and_says_that_the_session_is_short(house, monday):
    made = group(house, caseload.people(house, 6), lead=schedule.able(house, "Kim Osei"), from_on=monday)
    decided(house, "ratio.process", "5")

    with house.seen_by("coordinator") as coordinator:
        short = look_again(program=house.program, by=coordinator)

    assert len(short) == 24
    session = made.session(monday)
    assert (session.status, held(house, session)) == ("short", 6)
    ravi = build.patient(house, "Ravi", "")
    caseload.joins(house, made.cohort, ravi, from_on=monday)
    assert (made.seat(ravi, monday).state, held(house, session)) == ("excused", 6)


def test_above_a_stricter_cap_a_session_opens_only_when_somebody_answers_for_it(house, monday):
    lead, second = schedule.able(house, "Kim Osei"), schedule.able(house, "Lee Moreau")
    made = group(house, caseload.people(house, 9), lead=lead, more_staff=[second], from_on=monday)
    decided(house, "cohort.cap", "8")
    session = made.session(monday)

    with pytest.raises(Refusal):
        caseload.joins(house, made.cohort, build.patient(house, "Ravi", ""), from_on=monday)
    with pytest.raises(IntegrityError, match="answers for it"):
        opens(house, session)

    with house.seen_by("coordinator") as coordinator:
        override_short(session=session, reason="They began before the change.", by=coordinator)
    opens(house, session)
    assert (made.session(monday).status, held(house, session)) == ("open", 9)


def opens(house, session):
    with transaction.atomic(), behind(house.program.pk, house.director), connection.cursor() as cursor:
        cursor.execute("UPDATE schedule_session SET status = 'open' WHERE id = %s", [session.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_new_version_of_the_day_plan_holds_from_the_day_it_is_chosen_for(house, monday):
    made = group(house, lead=schedule.able(house, "Kim Osei"), from_on=monday)
    lead = made.lead
    with house.seen_by("coordinator") as coordinator:
        longer = Plan(3, ("mon", "tue", "wed", "thu", "fri"), 8, (("process", 90), ("break", 15), ("skills", 90)))
        version = make_day_plan(
            program=house.program, key="iop-3", title="Three days a week", plan=longer, by=coordinator
        )
        second_week = made.session(monday + timedelta(days=7))
        with pytest.raises(WrongSession):
            change_series(session=second_week, scope="this", day_plan=version.pk, by=coordinator)
        new = change_series(
            session=second_week, scope="following", day_plan=version.pk, staff=[Staff(lead.pk, 1), Staff(lead.pk, 3)],
            by=coordinator,
        )  # fmt: skip

    with behind(house.program.pk, house.director):
        kinds = {
            s.on_day: [b.kind for b in Block.objects.filter(session=s).order_by("number")]
            for s in Session.objects.filter(series__in=[made.series, new]).exclude(status="canceled")
        }
    assert kinds[monday] == ["process", "break", "psychoeducation"]
    assert kinds[monday + timedelta(days=7)] == ["process", "break", "skills"]


def test_two_who_are_kept_apart_share_no_session(house, monday):
    dana, alex, theo = schedule.able(house), build.patient(house), build.patient(house, "Theo", "Nakamura")
    with house.seen_by("intake") as intake:
        keep_apart(patient=alex, other=theo, source="intake", by=intake)

    with house.seen_by("coordinator") as coordinator, pytest.raises(MayNotShare):
        book(
            program=house.program, kind="wellness", on_day=monday, start_minute=17 * 60, minutes=30,
            staff=[Staff(dana.pk)], people=[Person(patient=p.pk) for p in (alex, theo)], by=coordinator,
        )  # fmt: skip


def test_two_who_are_kept_apart_while_they_share_a_group_are_a_question_to_the_coordinator(house, monday):
    made = group(house, lead=schedule.able(house, "Kim Osei"), from_on=monday)
    one, other = made.people[:2]

    with house.seen_by("intake") as intake:
        keep_apart(patient=one, other=other, source="intake", by=intake)

    with behind(house.program.pk, house.director):
        (question,) = Question.objects.filter(kind="kept_apart")
    assert (question.series_id, question.on_day) == (made.series.pk, monday)
    assert held(house, made.session(monday)) == 4
