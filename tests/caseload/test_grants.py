"""Grants follow treatments and memberships by themselves: who sees whom, from when until when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import compare_grants
from hearthside.people.actions.patients import link_account
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.policy.queries import today
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.program()


def clinician(house, name="Dana Reyes"):
    """A therapist who signs in."""
    account = build.account(name)
    return build.therapist(house, name, who=account), build.actor(house.program, "clinician", who=account)


def names(actor: Actor) -> set[str]:
    with scope(actor):
        return set(Patient.objects.visible_to(actor, "display-name").values_list("chosen_name", flat=True))


def test_a_clinician_sees_the_record_of_whom_they_treat_and_no_more_when_it_ends(house):
    dana, danas = clinician(house)
    alex = build.patient(house, "Alex")
    build.patient(house, "Jo")

    (treatment,) = build.treats(house, dana, alex, from_at=clock.now() - timedelta(days=1))
    with scope(danas):
        seen = list(PatientDetails.objects.values_list("first_name", flat=True))
        own = Treatment.objects.count()
    with house.seen_by("coordinator") as by:
        end_treatment(treatment=treatment, until_at=clock.now(), because="finished", by=by)
    with scope(danas):
        after = PatientDetails.objects.count()

    assert (seen, own, after) == (["Alex"], 1, 0)


def test_a_group_sees_names_from_the_first_day_and_nothing_else(house):
    alex, ravi = build.patient(house, "Alex"), build.patient(house, "Ravi")
    alexs = build.signs_in(house, alex)
    day = today(house.program)

    cohort = build.cohort(house, [alex, ravi, *build.people(house, 2)], from_on=day)
    later = build.patient(house, "Max")
    build.joins(house, cohort, later, from_on=day + timedelta(days=3))

    assert names(alexs) == {"Alex", "Ravi", "Grace"}
    with scope(alexs):
        assert PatientDetails.objects.count() == 1
        assert list(Membership.objects.values_list("patient", flat=True)) == [alex.id]
        assert list(cohort.__class__.objects.values_list("pk", flat=True)) == [cohort.pk]


def test_names_are_gone_with_whoever_leaves(house):
    alex, max = build.patient(house, "Alex"), build.patient(house, "Max")
    alexs = build.signs_in(house, alex)
    day = today(house.program)
    build.cohort(house, [alex, max, *build.people(house, 2)], from_on=day - timedelta(days=7))
    before = names(alexs)
    with house.seen_by("coordinator") as by:
        place = Membership.objects.get(patient=max)
        leave_cohort(memberships=[place], until_on=day - timedelta(days=1), because="left", by=by)

    assert "Max" in before
    assert "Max" not in names(alexs)


def test_whoever_gets_an_account_later_sees_the_group_at_once(house):
    alex, ravi = build.patient(house, "Alex"), build.patient(house, "Ravi")
    build.cohort(house, [alex, ravi, *build.people(house, 2)], from_on=today(house.program))
    account = Account.objects.create_user("alex.park@example.org", name="Alex")

    with house.seen_by("intake") as intake:
        link_account(patient=alex, account=account, by=intake)

    assert "Ravi" in names(build.actor(house.program, "patient", who=account))


def test_what_is_derived_again_at_night_is_what_stands(house):
    dana, _ = clinician(house)
    alex = build.patient(house, "Alex")
    build.signs_in(house, alex)
    build.treats(house, dana, alex)
    build.cohort(house, [alex, *build.people(house, 3)], from_on=today(house.program))
    from hearthside.ledger.actors import system_actor

    nightly = system_actor("nightly", program=house.program.id)
    with scope(nightly):
        brought = compare_grants(program=house.program, by=nightly)

    assert (brought.given, brought.ended) == ((), ())


def test_with_a_discharge_places_and_treatments_end(house):
    dana, danas = clinician(house)
    alex = build.patient(house, "Alex")
    build.treats(house, dana, alex, from_at=clock.now() - timedelta(days=1))
    day = today(house.program)
    build.cohort(house, [alex, *build.people(house, 3)], from_on=day - timedelta(days=1))

    with house.seen_by("intake") as intake:
        change_status(patient=alex, status="discharged", since_on=day, reason="completed", by=intake)

    with house.seen_by("coordinator"):
        place = Membership.objects.get(patient=alex)
        assert (place.until_on, place.ended_because) == (day, "finished")
        assert not Treatment.objects.filter(patient=alex).not_over_by(clock.now()).exists()
    with scope(danas):
        assert not PatientDetails.objects.exists()


def test_whoever_treats_one_half_of_a_couple_reads_that_there_is_another_and_not_who(house):
    dana, danas = clinician(house)
    alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam", "Park")
    build.couple(house, alex, sam)
    build.treats(house, dana, alex, from_at=clock.now())
    client = Client()
    client.force_login(Account.objects.get(pk=danas.account))

    answer = client.get(reverse("people:patient", args=[alex.pk]))

    words = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody whose record you may not open" in words
    assert "Sam" not in words
    assert str(sam.pk) not in words
