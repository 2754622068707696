"""
A day that departed from its pattern keeps its departure, whatever the pattern becomes: who said that they cannot come,
who stands in for them, what was canceled, and what has begun.
"""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.people.actions.authorities import end_authority
from hearthside.people.actions.grants import behind
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.schedule.actions.changes import change_series, end_series
from hearthside.schedule.actions.cover import answer_cover
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import cancel_session
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.weeks import start_week
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Staff
from hearthside.schedule.queries.plans import plan_of
from hearthside.schedule.refusals import Unfit
from hearthside.schedule.week import Week, WeekCohort
from tests import build
from tests.builders import schedule
from tests.builders.groups import group

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


@pytest.fixture
def kim(house):
    return schedule.able(house, "Kim Osei")


@pytest.fixture
def made(house, monday, kim):
    return group(house, lead=kim, from_on=monday, start=9 * 60)


def all_day(lead, *helping):
    """One leads both blocks of the day; the others help in both."""
    return [Staff(who.pk, block, "lead" if who is lead else "co") for who in (lead, *helping) for block in (1, 3)]


def changes(house, session, scope="following", **what):
    with house.seen_by("coordinator") as coordinator:
        return change_series(session=session, scope=scope, by=coordinator, **what)


def cannot_come(house, who, session, because="ill", *, days=False):
    hour = timedelta(hours=1)
    when = (
        {"from_at": session.starts_at - hour, "until_at": session.ends_at + hour}
        if days
        else {"sessions": [session.pk]}
    )
    with house.seen_by("coordinator") as coordinator:
        drop_out(clinician=who, because=because, by=coordinator, **when)


def covered_by(house, session):
    """Whoever was asked first says yes."""
    with house.seen_by("coordinator") as coordinator, behind(house.program.pk, house.director):
        offer = CoverOffer.objects.select_related("clinician").get(
            shortage__session=session, offered_at__isnull=False, answer="open"
        )
        answer_cover(offer=offer, yes=True, by=coordinator)
    return offer.clinician


def staff_of(house, session):
    with behind(house.program.pk, house.director):
        rows = Staffing.objects.filter(block__session=session, released_at__isnull=True)
        return dict(rows.values_list("clinician__name", "part"))


def that_day(house, cohort, day):
    """What takes place, or was to, of a cohort on one day: (its start, its status), as it was made."""
    with behind(house.program.pk, house.director):
        return list(
            Session.objects.filter(cohort=cohort, on_day=day).order_by("pk").values_list("start_minute", "status")
        )


@pytest.mark.parametrize("days", [True, False], ids=["for days", "for one session"])
def test_who_cannot_come_stays_away_and_their_stand_in_stays_when_the_pattern_gets_more_staff(
    house, monday, made, kim, days
):
    dana, lee = schedule.able(house), schedule.able(house, "Lee Moreau")
    ill = made.session(monday + WEEK)
    cannot_come(house, kim, ill, days=days)
    stand_in = covered_by(house, ill)
    helper = lee if stand_in == dana else dana

    changes(house, made.session(monday), staff=all_day(kim, helper))

    assert staff_of(house, ill) == {stand_in.name: "lead", helper.name: "co"}
    assert staff_of(house, made.session(monday + 2 * WEEK)) == {"Kim Osei": "lead", helper.name: "co"}
    assert that_day(house, made.cohort, monday + WEEK) == [(9 * 60, "planned")]


def test_a_stand_in_is_free_once_somebody_else_leads_the_pattern(house, monday, made, kim):
    schedule.able(house)
    ill = made.session(monday + WEEK)
    cannot_come(house, kim, ill)
    assert covered_by(house, ill).name == "Dana Reyes"

    changes(house, made.session(monday), staff=all_day(schedule.able(house, "Lee Moreau")))

    assert staff_of(house, ill) == {"Lee Moreau": "lead"}


def test_who_comes_new_and_is_away_on_a_later_day_leaves_that_day_short_and_stops_nothing(house, monday, made):
    lee = schedule.able(house, "Lee Moreau")
    away = made.session(monday + 2 * WEEK)
    cannot_come(house, lee, away, "away", days=True)

    changes(house, made.session(monday), staff=all_day(lee))

    assert staff_of(house, away) == {}
    with behind(house.program.pk, house.director):
        shortage = Shortage.objects.get(session=away, ended_at__isnull=True)
    assert (shortage.because, shortage.clinician_id) == ("away", lee.pk)
    assert staff_of(house, made.session(monday)) == {"Lee Moreau": "lead"}
    assert that_day(house, made.cohort, monday + 2 * WEEK) == [(9 * 60, "short")]


def test_who_comes_new_and_is_not_licensed_on_a_later_day_is_refused_only_if_it_is_the_first(house, monday, made):
    lee = schedule.able(house, "Lee Moreau")
    with house.seen_by("coordinator") as coordinator:
        authority = PracticeAuthority.objects.get(credential__clinician=lee)
        end_authority(authority=authority, last_day=monday + 2 * WEEK - DAY, because="lapsed", by=coordinator)

    with pytest.raises(Unfit):
        changes(house, made.session(monday + 2 * WEEK), staff=all_day(lee))
    changes(house, made.session(monday), staff=all_day(lee))

    assert that_day(house, made.cohort, monday + WEEK) == [(9 * 60, "planned")]
    assert that_day(house, made.cohort, monday + 2 * WEEK) == [(9 * 60, "short")]


def test_a_change_of_staff_from_a_sooner_day_takes_the_place_of_a_later_one(house, monday, made, kim):
    dana, lee = schedule.able(house), schedule.able(house, "Lee Moreau")
    changes(house, made.session(monday + 3 * WEEK), staff=all_day(lee))

    changes(house, made.session(monday + WEEK), staff=all_day(kim, dana))

    with behind(house.program.pk, house.director):
        plan = plan_of(made.series, monday)
    names = {kim.pk: "Kim Osei", dana.pk: "Dana Reyes", lee.pk: "Lee Moreau"}
    for n in range(5):
        planned = [(s.block, names[s.clinician]) for s in plan.staff_on(monday + n * WEEK)]
        there = {"Kim Osei"} if n == 0 else {"Kim Osei", "Dana Reyes"}
        assert sorted(planned) == sorted((block, name) for block in (1, 3) for name in there)
        assert staff_of(house, made.session(monday + n * WEEK)).keys() == there


def test_another_start_keeps_a_change_of_staff_that_was_to_come(house, monday, made):
    lee = schedule.able(house, "Lee Moreau")
    changes(house, made.session(monday + 3 * WEEK), staff=all_day(lee))

    new = changes(house, made.session(monday + WEEK), start_minute=10 * 60)

    with behind(house.program.pk, house.director):
        of_day = {s.on_day: staff_of(house, s) for s in Session.objects.filter(series=new)}
    assert of_day[monday + 2 * WEEK] == {"Kim Osei": "lead"}
    assert of_day[monday + 3 * WEEK] == {"Lee Moreau": "lead"}


def test_a_day_that_was_canceled_stays_canceled_however_often_the_pattern_changes(house, monday, made):
    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=made.session(monday + WEEK), by=coordinator)

    new = changes(house, made.session(monday), start_minute=10 * 60)
    with behind(house.program.pk, house.director):
        first = Session.objects.select_related("series__program").get(series=new, on_day=monday)
    changes(house, first, start_minute=11 * 60)

    assert {status for _, status in that_day(house, made.cohort, monday + WEEK)} == {"canceled"}
    assert that_day(house, made.cohort, monday + 2 * WEEK)[-1] == (11 * 60, "planned")


def test_a_canceled_day_stays_so_where_another_was_moved_to_it_and_its_therapist_is_ill(house, monday, made, kim):
    day = monday + WEEK
    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=made.session(day), by=coordinator)
        moved = reschedule(
            session=made.session(day + 2 * DAY), on_day=day, start_minute=14 * 60, outside_hours_because="So agreed.",
            by=coordinator,
        )  # fmt: skip
    cannot_come(house, kim, moved)

    changes(house, made.session(monday), start_minute=10 * 60)

    assert (10 * 60, "canceled") in that_day(house, made.cohort, day)
    assert that_day(house, made.cohort, day + WEEK)[-1] == (10 * 60, "planned")


def test_who_cannot_come_to_a_day_is_not_there_at_another_hour_of_it(house, monday, made, kim):
    cannot_come(house, kim, made.session(monday + WEEK))

    changes(house, made.session(monday), start_minute=10 * 60)

    assert that_day(house, made.cohort, monday + WEEK) == [(9 * 60, "canceled"), (10 * 60, "short")]
    assert that_day(house, made.cohort, monday + 2 * WEEK)[-1] == (10 * 60, "planned")


@pytest.mark.parametrize("scope", ["following", "all"])
def test_a_day_that_has_begun_keeps_its_session_and_gets_no_second_one(house, monday, made, scope):
    today = made.session(monday)

    with clock.fixed(today.starts_at + timedelta(minutes=5)):
        changes(house, today, scope, start_minute=18 * 60)

        assert that_day(house, made.cohort, monday) == [(9 * 60, "planned")]
        assert that_day(house, made.cohort, monday + 2 * DAY) == [(9 * 60, "canceled"), (18 * 60, "planned")]


def test_todays_session_stays_where_its_new_start_is_over(house, monday, made):
    today = made.session(monday)

    with clock.fixed(today.starts_at - timedelta(minutes=30)):
        changes(house, today, start_minute=8 * 60)

        assert that_day(house, made.cohort, monday) == [(9 * 60, "planned")]
        assert that_day(house, made.cohort, monday + 2 * DAY)[-1] == (8 * 60, "planned")


def test_what_ends_sooner_takes_a_later_change_of_staff_with_it(house, monday, made):
    changes(house, made.session(monday + 3 * WEEK), staff=all_day(schedule.able(house, "Lee Moreau")))

    with house.seen_by("coordinator") as coordinator:
        end_series(series=made.series, until_on=monday + WEEK, by=coordinator)

    with behind(house.program.pk, house.director):
        assert all(row.until_on == monday + WEEK for row in made.series.staff.all())


def test_a_week_in_which_a_group_meets_at_other_times_keeps_what_was_decided_of_its_days(house, monday, kim):
    made = group(house, lead=kim, from_on=monday, start=9 * 60, key="g1")
    jo, next_monday = made.people[0], monday + WEEK
    cannot_come(house, kim, made.session(next_monday))
    with house.seen_by("coordinator") as coordinator:
        cancel_session(session=made.session(next_monday + 2 * DAY), by=coordinator)
        excuse(person=jo, sessions=[made.session(next_monday + 4 * DAY).pk], by=coordinator)

        cohort = WeekCohort(
            key="g1", day_plan=made.cohort.day_plan_id, track="mh", language="en", weekdays=("mon", "wed", "fri"),
            start_minute=18 * 60, staff=tuple(all_day(kim)), members=tuple(p.pk for p in made.people),
            at_other_times=True,
        )  # fmt: skip
        week = Week(next_monday, "America/New_York", (cohort,))
        new = start_week(program=house.program, week=week, by=coordinator).series["g1"]

    with behind(house.program.pk, house.director):
        of_day = dict(Session.objects.filter(series=new).values_list("on_day", "status"))
        states = dict(Seat.objects.filter(session__series=new, patient=jo).values_list("session__on_day", "state"))
    days = [next_monday + n * DAY for n in (0, 2, 4)]
    assert [of_day[day] for day in days] == ["short", "canceled", "planned"]
    assert states[days[2]] == "excused"
    assert (of_day[days[0] + WEEK], states[days[2] + WEEK]) == ("planned", "held")
