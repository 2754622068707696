"""A place by hand in a cohort whose last day is set already: it is given, and lasts until that day."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.cohorts import close_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.giving import give_place, mark_of
from hearthside.placement.queries.place_one import next_monday, place_one
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from tests import build
from tests.builders import availability
from tests.builders.harbor import harbor
from tests.kept import begins_with

pytestmark = begins_with(harbor)


@pytest.mark.parametrize("days", [10, 40])
def test_a_place_in_a_cohort_that_is_to_close_is_given_until_its_last_day(kept, days):
    availability.free(kept.house, kept.clinicians["Ines"], mon="8:00-12:00")
    ravi = build.patient(kept.house, "Ravi", "Menon")
    availability.free(kept.house, ravi, mon="8:00-20:00", tue="8:00-20:00", thu="8:00-20:00", fri="8:00-20:00")
    by, cohort = kept.house.actor("coordinator"), kept.morning.cohort
    with scope(by):
        last = next_monday(kept.house.program) + timedelta(days=days - 1)
        close_cohort(cohort=cohort, until_on=last, because="merged", by=by)
        choice = place_one(kept.house.program, ravi.pk, by=by)[0].choices[0]
        give_place(program=kept.house.program, patient=ravi.pk, cohort=cohort.pk, seen=mark_of(choice.option), by=by)

    with behind(kept.house.program.pk, kept.house.director):
        assert Membership.objects.get(patient=ravi, cohort=cohort).until_on == last
        assert Series.objects.filter(cohort=cohort).count() == 1
        seats = Seat.objects.filter(patient=ravi, session__series__cohort=cohort, state="held")
        assert max(seats.values_list("session__on_day", flat=True)) <= last
        assert seats.count() >= days // 7
