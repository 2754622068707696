"""Series begin and are made ahead; what a later day breaks is listed and becomes something, and never stops one."""

from datetime import timedelta

import pytest

from hearthside.people.actions.grants import behind
from hearthside.schedule.models.occupancy import Occupancy
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.refusals import AlreadyBooked
from tests import build
from tests.builders import schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


def test_a_weekly_session_is_made_twelve_weeks_ahead(house):
    dana, alex = schedule.able(house), build.patient(house)
    monday = schedule.next_monday(house)

    series = schedule.weekly(house, "individual", dana, alex, on=monday)

    with behind(house.program.pk, house.director):
        sessions = list(Session.objects.filter(series=series).order_by("starts_at"))
        assert len(sessions) == 12
        assert {s.on_day for s in sessions} == {monday + timedelta(weeks=n) for n in range(12)}
        assert {s.status for s in sessions} == {"planned"}
        assert Occupancy.objects.filter(who=dana.pk).count() == 12
        assert Occupancy.objects.filter(who=alex.pk).count() == 12


def test_nobody_is_in_two_places(house):
    dana, kim = schedule.able(house), schedule.able(house, "Kim Osei")
    alex, sam = build.patient(house), build.patient(house, "Sam")
    monday = schedule.next_monday(house)
    schedule.weekly(house, "individual", dana, alex, on=monday)

    with pytest.raises(AlreadyBooked) as refused:
        schedule.weekly(house, "counseling", kim, alex, on=monday, start=17 * 60 + 30)
    assert refused.value.who == alex.pk
    with pytest.raises(AlreadyBooked) as refused:
        schedule.weekly(house, "individual", dana, sam, on=monday, start=18 * 60 + 5)
    assert refused.value.who == dana.pk

    schedule.weekly(house, "individual", dana, sam, on=monday, start=18 * 60 + 10)
