"""What repeats changes from one session on; later days break nothing; a checked week begins whole or not at all."""

from datetime import timedelta

import pytest

from hearthside.base.refusal import Refusal
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.people.actions.authorities import end_authority
from hearthside.people.actions.grants import behind
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.schedule.actions.ahead import going_on, look_again, make_ahead
from hearthside.schedule.actions.changes import change_series, end_series
from hearthside.schedule.actions.series import preview_series
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.actions.weeks import start_week
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Pattern, Staff
from hearthside.schedule.week import Week, WeekCohort, WeekSession
from tests import build
from tests.builders import caseload, schedule
from tests.builders.groups import group

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def monday(house):
    return schedule.next_monday(house)


def sessions(house, series, **which):
    with behind(house.program.pk, house.director):
        found = Session.objects.filter(series=series, **which).select_related("series__program", "program")
        return list(found.order_by("starts_at"))


def test_this_and_all_that_follow_move_and_the_past_stays_as_it_was(house, monday):
    series = schedule.weekly(house, "individual", schedule.able(house), build.patient(house), on=monday)
    third = sessions(house, series)[2]

    with house.seen_by("coordinator") as coordinator:
        new = change_series(session=third, scope="following", start_minute=18 * 60, by=coordinator)

    assert new.follows_id == series.pk
    assert [s.status for s in sessions(house, series)] == ["planned"] * 2 + ["canceled"] * 10
    assert {s.start_minute for s in sessions(house, new)} == {18 * 60}
    assert [s.on_day for s in sessions(house, new)][:2] == [monday + 2 * WEEK, monday + 3 * WEEK]


def test_one_session_alone_moves_and_keeps_its_own_staff_when_the_staff_changes(house, monday):
    dana, kim, lee = schedule.able(house), schedule.able(house, "Kim Osei"), schedule.able(house, "Lee Moreau")
    series = schedule.weekly(house, "individual", dana, build.patient(house), on=monday)
    first, second = sessions(house, series)[:2]

    with house.seen_by("coordinator") as coordinator:
        assert change_series(session=second, scope="this", staff=[Staff(lee.pk)], by=coordinator) == series
        change_series(session=first, scope="all", staff=[Staff(kim.pk)], by=coordinator)

    with behind(house.program.pk, house.director):
        rows = Staffing.objects.filter(block__session__series=series, released_at__isnull=True)
        by_session = dict(rows.values_list("block__session", "clinician"))
    assert by_session[second.pk] == lee.pk
    assert {who for pk, who in by_session.items() if pk != second.pk} == {kim.pk}


def test_a_series_that_ends_cancels_what_was_made_for_later(house, monday):
    series = schedule.weekly(house, "individual", schedule.able(house), build.patient(house), on=monday)

    with house.seen_by("coordinator") as coordinator:
        end_series(series=series, until_on=monday + WEEK, by=coordinator)

    assert [s.status for s in sessions(house, series)] == ["planned"] * 2 + ["canceled"] * 10


def test_rows_are_made_on_as_time_goes_and_twice_makes_nothing(house, monday):
    series = schedule.weekly(house, "individual", schedule.able(house), build.patient(house), on=monday)
    later = clock.now() + 5 * WEEK

    with clock.fixed(later), house.seen_by("coordinator") as coordinator, behind(house.program.pk, house.director):
        assert [s.pk for s in going_on(house.program)] == [series.pk]
        made = make_ahead(series=series, by=coordinator)
        assert len(made.occurrences) == 5
        assert going_on(house.program) == []
        assert make_ahead(series=series, by=coordinator).occurrences == []

    assert len(sessions(house, series)) == 17


def test_what_later_days_break_is_listed_first_and_stops_nothing(house, monday):
    kim, alex = schedule.able(house, "Kim Osei"), build.patient(house)
    with house.seen_by("coordinator") as coordinator:
        drop_out(
            clinician=kim, because="away", by=coordinator,
            from_at=clock.now() + 2 * WEEK, until_at=clock.now() + 3 * WEEK,
        )  # fmt: skip
        pattern = Pattern("individual", ("mon",), 17 * 60, monday, minutes=60)
        look = preview_series(
            program=house.program, pattern=pattern, staff=[Staff(kim.pk)],
            people=[schedule.Person(patient=alex.pk)], by=coordinator,
        )  # fmt: skip
    assert [(f.kind, f.becomes) for f in look.findings] == [("away", "short"), ("too_few_staff", "short")]

    series = schedule.weekly(house, "individual", kim, alex, on=monday)

    short = sessions(house, series, status="short")
    assert [s.on_day for s in short] == [look.findings[0].day]


def test_a_license_that_ends_releases_its_holder_from_later_sessions_alone(house, monday):
    kim = schedule.able(house, "Kim Osei")
    made = group(house, lead=kim, from_on=monday)
    with house.seen_by("coordinator") as coordinator:
        authority = PracticeAuthority.objects.get(credential__clinician=kim)
        end_authority(authority=authority, last_day=monday + timedelta(days=2), because="lapsed", by=coordinator)

    with house.seen_by("coordinator") as coordinator:
        short = look_again(program=house.program, by=coordinator)
        assert look_again(program=house.program, by=coordinator) == []

    assert made.session(monday).status == made.session(monday + timedelta(days=2)).status == "planned"
    assert made.session(monday + timedelta(days=4)).status == "short"
    # The people's own eight weeks; after them nobody is there whom it could be short for.
    assert len(short) == 8 * 3 - 2


def week(house, monday, kim, dana, members, **changed):
    day_plan = caseload.day_plan(house)
    cohort = WeekCohort(
        key="g1", day_plan=day_plan.pk, track="mh", language="en", weekdays=("mon", "wed", "fri"),
        start_minute=18 * 60, staff=(Staff(kim.pk, 1), Staff(kim.pk, 3)), members=tuple(m.pk for m in members),
    )  # fmt: skip
    own = WeekSession("s1", "individual", "tue", 17 * 60, 50, (dana.pk,), (members[0].pk,))
    return Week(monday, "America/New_York", (cohort,), (own,), **changed)


def test_a_checked_week_becomes_cohorts_treatments_series_and_sessions_once(house, monday):
    kim, dana, members = schedule.able(house, "Kim Osei"), schedule.able(house), caseload.people(house, 4)

    with house.seen_by("coordinator") as coordinator:
        started = start_week(program=house.program, week=week(house, monday, kim, dana, members), by=coordinator)
        again = start_week(program=house.program, week=week(house, monday, kim, dana, members), by=coordinator)

    assert {k: s.pk for k, s in started.series.items()} == {k: s.pk for k, s in again.series.items()}
    with behind(house.program.pk, house.director):
        assert Cohort.objects.count() == 1
        assert Series.objects.count() == 2
        assert [(t.patient_id, t.clinician_id, t.modality) for t in Treatment.objects.all()] == [
            (members[0].pk, dana.pk, "individual")
        ]
        assert Session.objects.filter(status="planned").count() == 35 + 12


def test_a_week_that_breaks_somewhere_leaves_nothing_behind(house, monday):
    kim, members = schedule.able(house, "Kim Osei"), caseload.people(house, 4)
    lee = schedule.able(house, "Lee Moreau", states=["OH"])

    with house.seen_by("coordinator") as coordinator, pytest.raises(Refusal):
        start_week(program=house.program, week=week(house, monday, kim, lee, members), by=coordinator)

    with behind(house.program.pk, house.director):
        assert (Cohort.objects.count(), Series.objects.count(), Session.objects.count()) == (0, 0, 0)
