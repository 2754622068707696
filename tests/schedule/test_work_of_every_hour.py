"""Work of every hour: in every program what is planned is looked at again and made on; the next is asked for cover."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.schedule import jobs
from hearthside.schedule.actions.staffing import drop_out
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import schedule

pytestmark = pytest.mark.django_db


def test_every_program_goes_on_and_a_second_hour_makes_nothing_more():
    houses = [build.program(), build.program()]
    series = [
        schedule.weekly(h, "individual", schedule.able(h), build.patient(h), on=schedule.next_monday(h)) for h in houses
    ]

    with clock.fixed(clock.now() + timedelta(weeks=3)):
        jobs.sessions_ahead(0)
        jobs.sessions_ahead(3600)

    for house, one in zip(houses, series, strict=True):
        with behind(house.program.pk, house.director):
            assert Session.objects.filter(series=one).count() == 15


def test_silence_passes_an_offer_on():
    house = build.program()
    kim, monday = schedule.able(house, "Kim Osei"), schedule.next_monday(house)
    for name in ("Dana Reyes", "Lee Moreau"):
        schedule.able(house, name)
    series = schedule.weekly(house, "individual", kim, build.patient(house), on=monday, until=monday)
    with behind(house.program.pk, house.director):
        session = Session.objects.get(series=series)
    with house.seen_by("coordinator") as coordinator:
        drop_out(clinician=kim, because="ill", sessions=[session.pk], by=coordinator)

    jobs.cover(0)
    with behind(house.program.pk, house.director):
        asked = CoverOffer.objects.filter(shortage__session=session, offered_at__isnull=False)
        assert asked.count() == 1
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        jobs.cover(300)
    with behind(house.program.pk, house.director):
        assert asked.count() == 2
