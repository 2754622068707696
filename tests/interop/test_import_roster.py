"""A roster comes in whole, is known again, and changes what may be changed."""

import pytest

from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.interop.rosters import EXAMPLES, bring_in, with_week

pytestmark = pytest.mark.django_db


def test_a_roster_brings_people_clinicians_and_day_plans_and_nobody_can_sign_in():
    at = build.program()

    done = bring_in(at, EXAMPLES / "sample-24")

    assert (done.came["person"], done.came["clinician"]) == (24, 6)
    with at.seen_by("coordinator"):
        assert Patient.objects.filter(program=at.program, account__isnull=True).count() == 24
        assert Clinician.objects.filter(program=at.program, account__isnull=True).count() == 6


def test_the_same_roster_once_more_changes_nothing_and_says_so():
    at = build.program()
    bring_in(at, EXAMPLES / "sample-24")

    again = bring_in(at, EXAMPLES / "sample-24")

    assert not again.did_anything
    assert again.same["person"] == 24
    assert not again.not_taken


@pytest.mark.slow
def test_the_week_of_a_roster_runs_from_its_monday(tmp_path):
    at = build.program()

    done = bring_in(at, with_week(tmp_path, "24"))

    assert done.came["cohort"] == 3
    with at.seen_by("coordinator"):
        assert Session.objects.filter(program=at.program).exists()
