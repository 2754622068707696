"""All series of a week begin at once: each finds those before it in its way, and more of them ask no more questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.weeks import start_week
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.refusals import AlreadyBooked
from hearthside.schedule.week import Week, WeekSession
from tests import build
from tests.builders import caseload, schedule

pytestmark = pytest.mark.django_db
HOUR = 60


def own_session(number, clinician, patient, *, at):
    return WeekSession(f"s{number}", "individual", "tue", at, 50, (clinician.pk,), (patient.pk,))


def test_a_week_of_many_sessions_asks_as_many_questions_as_one_of_few():
    house = build.program()
    dana, people, monday = schedule.able(house), caseload.people(house, 9), schedule.next_monday(house)
    every = [own_session(n, dana, who, at=(8 + n) * HOUR) for n, who in enumerate(people)]
    asked = []

    for sessions in (every[:2], every[2:]):
        with house.seen_by("coordinator") as coordinator, CaptureQueriesContext(connection) as queries:
            week = Week(monday, "America/New_York", (), tuple(sessions))
            start_week(program=house.program, week=week, by=coordinator)
        asked.append(len(queries))

    with behind(house.program.pk, house.director):
        assert Session.objects.filter(status="planned").count() == 9 * 12
    assert asked[1] <= asked[0]


def test_two_sessions_of_a_week_that_need_one_clinician_at_once_are_refused_with_the_week():
    house = build.program()
    dana, (alex, sam), monday = schedule.able(house), caseload.people(house, 2), schedule.next_monday(house)
    sessions = own_session(1, dana, alex, at=17 * HOUR), own_session(2, dana, sam, at=17 * HOUR + 30)

    with house.seen_by("coordinator") as coordinator, pytest.raises(AlreadyBooked) as refused:
        start_week(program=house.program, week=Week(monday, "America/New_York", (), sessions), by=coordinator)

    assert refused.value.who == dana.pk
    with behind(house.program.pk, house.director):
        assert not Series.objects.exists()
