"""Cohorts open, change and close; people join, stay longer and leave; who treats whom begins and ends."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.cohorts import change_cohort, close_cohort
from hearthside.caseload.actions.day_plans import SamePlan, choose_day_plans, make_day_plan
from hearthside.caseload.actions.memberships import extend_membership, leave_cohort
from hearthside.caseload.actions.opening import About, KeyTaken
from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.refusals import CohortOver, TooFewToBegin, WrongDays
from hearthside.caseload.rules.day_plans import Plan
from hearthside.caseload.treatment_refusals import TreatmentOver
from hearthside.ledger.models import Entry
from hearthside.people.credentials.facts import WrongFact
from tests import build
from tests.builders.caseload import IN_MARCH, MONDAY, THREE_DAYS

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def house():
    return build.program()


def recorded(kind):
    return list(Entry.objects.filter(kind=kind).order_by("at").values_list("facts", flat=True))


def test_an_open_cohort_has_no_end_and_its_people_stay_for_the_weeks_of_its_day_plan(house):
    cohort = build.cohort(house)

    with house.seen_by("coordinator"):
        last_days = set(Membership.objects.filter(cohort=cohort).values_list("until_on", flat=True))

    assert cohort.until_on is None
    assert last_days == {MONDAY + 8 * WEEK - timedelta(days=1)}
    assert len(recorded("JoinedCohort")) == 4
    assert recorded("CohortOpened")[0]["cohort"] == str(cohort.id)


def test_a_closed_cohort_runs_its_weeks(house):
    cohort = build.cohort(house, open=False)

    assert cohort.until_on == MONDAY + 8 * WEEK - timedelta(days=1)


def test_a_cohort_needs_as_many_to_begin_as_policy_says(house):
    with pytest.raises(TooFewToBegin) as refused:
        build.cohort(house, build.people(house, 3))

    assert (refused.value.members, refused.value.minimum) == (3, 4)
    assert not Cohort.objects.filter(program=house.program).exists()


def test_one_that_ran_elsewhere_is_taken_as_it_is(house):
    cohort = build.cohort(house, build.people(house, 2), began_elsewhere=True)

    assert cohort.memberships.model.objects.filter(cohort=cohort).count() == 0  # nobody asks here
    with house.seen_by("coordinator"):
        assert Membership.objects.filter(cohort=cohort).count() == 2


def test_a_key_names_one_cohort(house):
    build.cohort(house, key="tue-1")

    with pytest.raises(KeyTaken):
        build.cohort(house, key="tue-1")


def test_a_cohort_changes_its_name_and_nothing_that_people_came_for(house):
    cohort = build.cohort(house)

    with house.seen_by("coordinator") as by:
        changed = change_cohort(cohort=cohort, about=About("Mornings", "Process group"), by=by)

    assert (changed.name, changed.modality) == ("Mornings", "Process group")
    assert recorded("CohortChanged")[0]["fields"] == ["name", "modality"]


def test_closing_a_cohort_ends_every_place_in_it(house):
    cohort = build.cohort(house)
    late = build.patient(house, "Jo")
    build.joins(house, cohort, late, from_on=MONDAY + 3 * WEEK)

    with house.seen_by("coordinator") as by:
        close_cohort(cohort=cohort, until_on=MONDAY + WEEK, because="too_few", by=by)

        places = list(Membership.objects.filter(cohort=cohort))
    assert all(not m.holds(MONDAY + WEEK + timedelta(days=1)) for m in places)
    assert sum(m.holds(MONDAY + WEEK) for m in places) == 4
    never_began = next(m for m in places if m.patient_id == late.id)
    assert never_began.until_on == never_began.from_on - timedelta(days=1)
    with house.seen_by("coordinator") as by, pytest.raises(CohortOver):
        close_cohort(cohort=cohort, until_on=MONDAY + 2 * WEEK, because="too_few", by=by)


def test_a_cohort_that_was_closed_keeps_its_last_day_and_may_get_another_name(house):
    cohort = build.cohort(house)
    with house.seen_by("coordinator") as by:
        close_cohort(cohort=cohort, until_on=MONDAY + WEEK, because="too_few", by=by)

        with pytest.raises(WrongDays):
            change_cohort(cohort=cohort, about=About("Mornings"), until_on=MONDAY + 4 * WEEK, by=by)
        change_cohort(cohort=cohort, about=About("Mornings"), until_on=MONDAY + WEEK, by=by)

        row = Cohort.objects.get(pk=cohort.pk)
    assert (row.name, row.until_on) == ("Mornings", MONDAY + WEEK)


def test_a_place_is_extended_and_ended(house):
    cohort = build.cohort(house)
    (place,) = build.joins(house, cohort, build.patient(house, "Jo"), until_on=MONDAY + WEEK)

    with house.seen_by("coordinator") as by:
        (longer,) = extend_membership(memberships=[place], until_on=MONDAY + 9 * WEEK, by=by)
        with pytest.raises(WrongDays):
            extend_membership(memberships=[place], until_on=MONDAY, by=by)
        (ended,) = leave_cohort(memberships=[place], until_on=MONDAY + 2 * WEEK, because="finished", by=by)

    assert longer.until_on == MONDAY + 9 * WEEK
    assert (ended.until_on, ended.ended_because) == (MONDAY + 2 * WEEK, "finished")
    assert [f["because"] for f in recorded("LeftCohort")] == ["finished"]


def test_the_next_therapist_begins_when_the_one_before_ends(house):
    alex = build.patient(house)
    kim, dana = build.therapist(house, "Kim Osei"), build.therapist(house, "Dana Reyes")
    build.treats(house, kim, alex)

    build.treats(house, dana, alex, from_at=IN_MARCH + WEEK)

    with house.seen_by("coordinator"):
        rows = Treatment.objects.filter(patient=alex).order_by("from_at").values_list("clinician", "until_at")
        assert list(rows) == [(kim.id, IN_MARCH + WEEK), (dana.id, None)]


def test_couples_therapy_begins_and_ends_for_both(house):
    alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam")
    couple = build.couple(house, alex, sam)
    dana = build.therapist(house, "Dana Reyes", "couples")

    rows = build.treats(house, dana, couple, "couples")
    with house.seen_by("coordinator") as by:
        ended = end_treatment(treatment=rows[0], until_at=IN_MARCH + WEEK, because="finished", by=by)
        with pytest.raises(TreatmentOver):
            end_treatment(treatment=rows[0], until_at=IN_MARCH + WEEK, because="finished", by=by)

    assert {row.patient_id for row in rows} == {alex.id, sam.id} == {row.patient_id for row in ended}


def test_a_day_plan_that_changes_is_a_new_version_and_the_old_one_stays(house):
    first = build.day_plan(house)
    with house.seen_by("coordinator") as by:
        second = make_day_plan(program=house.program, key="iop-3", title="Mornings", plan=THREE_DAYS, by=by)
        with pytest.raises(SamePlan):
            make_day_plan(program=house.program, key="iop-3", title="Mornings", plan=THREE_DAYS, by=by)

    with house.seen_by("coordinator"):
        assert (first.version, second.version) == (1, 2)
        assert list(DayPlan.objects.in_use().filter(program=house.program)) == [second]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (Plan(6, ("mon", "tue"), 8, (("process", 90),)), "days_per_week"),
        (Plan(6, ("mon", "tue", "wed", "thu", "fri", "sat"), 8, (("process", 90),)), "days_per_week"),
        (Plan(3, ("mon", "tue", "xxx"), 8, (("process", 90),)), "days_allowed"),
        (Plan(3, ("mon", "tue", "wed"), 13, (("process", 200),)), "weeks"),
        (Plan(3, ("mon", "tue", "wed"), 8, ()), "blocks"),
        (Plan(3, ("mon", "tue", "wed"), 8, (("break", 10), ("process", 200))), "blocks"),
        (Plan(3, ("mon", "tue", "wed"), 8, (("process", 90), ("break", 5), ("break", 5), ("skills", 90))), "blocks"),
        (Plan(3, ("mon", "tue", "wed"), 8, (("process", 60),)), "blocks"),
        (Plan(3, ("mon", "tue", "wed"), 8, (("process", 500),)), "blocks"),
        (Plan(3, ("mon", "tue", "wed"), 8, (("dancing", 200),)), "blocks"),
    ],
)
def test_a_day_plan_that_cannot_be_is_refused_at_its_field(house, plan, field):
    with house.seen_by("coordinator") as by, pytest.raises(WrongFact) as refused:
        make_day_plan(program=house.program, key="x", title="", plan=plan, by=by)

    assert refused.value.field == field


def test_a_person_says_which_day_plans_suit_them(house):
    build.day_plan(house)
    alex = build.patient(house)
    signed_in = build.signs_in(house, alex)

    from hearthside.ledger.scope import scope

    with scope(signed_in):
        choose_day_plans(patient=alex, keys=["iop-3"], by=signed_in)
        with pytest.raises(WrongFact):
            choose_day_plans(patient=alex, keys=["nowhere"], by=signed_in)
        assert list(alex.day_plans.values_list("key", flat=True)) == ["iop-3"]
