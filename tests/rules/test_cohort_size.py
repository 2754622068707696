"""A cohort never has more people than policy allows, on any day: one table through every door.

Rule: docs/rules/cohort-size.md.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hearthside.base.ids import new_id
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries.limits import caps
from hearthside.caseload.refusals import GroupFull, TooFewToBegin
from hearthside.caseload.rules.cohorts import Caps, Stay, enough_to_begin, first_day_over, in_two_cohorts
from hearthside.policy.actions import approve_policy_value, set_policy_value
from tests import build
from tests.placement.weeks import broken_by_both, ordinary
from tests.rules.caseload_doors import day, days, place, refused_by_database

# Days are of March; None is without end, as far as the cohort knows.
ALWAYS = (1, 40)
CASES = [
    # who is there                      who comes    the most from a day on   allowed
    ([ALWAYS] * 9,                      ALWAYS,      {},                      True),
    ([ALWAYS] * 10,                     ALWAYS,      {},                      False),
    ([ALWAYS] * 9 + [(1, 9)],           (10, 40),    {},                      True),
    ([ALWAYS] * 9 + [(1, 9)],           (9, 40),     {},                      False),  # the last day is included
    ([ALWAYS] * 9 + [(20, 40)],         (1, 19),     {},                      True),
    ([ALWAYS] * 9 + [(20, 40)],         (1, 20),     {},                      False),
    ([ALWAYS] * 8 + [(1, 9), (10, 40)], ALWAYS,      {},                      True),   # never more than ten at once
    ([ALWAYS] * 8,                      (1, 14),     {15: 8},                 True),
    ([ALWAYS] * 8,                      (1, 15),     {15: 8},                 False),  # policy is tighter by then
    ([ALWAYS] * 10,                     (41, 50),    {15: 8},                 True),
]  # fmt: skip
everywhere = pytest.mark.parametrize(("there", "comes", "most", "allowed"), CASES)


@pytest.fixture
def house():
    return build.program()


def tightened(house, most):
    """Policy that a director asked for and compliance approved."""
    compliance = house.actor("compliance")
    for from_day, value in most.items():
        asked = set_policy_value(
            program=house.program, key="cohort.cap", value=str(value), from_day=day(from_day),
            source="Decided by the program's board", by=house.director,
        )  # fmt: skip
        approve_policy_value(decision=asked, by=compliance)


def filled(house, there):
    """A cohort with people in it for these days of March."""
    starters = [span for span in there if span[0] == 1]
    people = build.people(house, len(there))
    cohort = build.cohort(house, people[:1], began_elsewhere=True)
    with house.seen_by("coordinator"):
        first = Membership.objects.get(cohort=cohort)
        first.until_on = days(*starters[0]).last
        first.save()
        for who, span in zip(people[1:], [*starters[1:], *(s for s in there if s[0] != 1)], strict=True):
            place(cohort, who, days(*span))
    return cohort


@everywhere
def test_the_predicate(there, comes, most, allowed):
    cohort = new_id()
    stays = [Stay(new_id(), cohort, days(*span)) for span in [*there, comes]]
    limit = Caps({date.min: 10, **{day(number): value for number, value in most.items()}})

    assert (first_day_over(stays, limit, days(*comes)) is None) is allowed


@pytest.mark.django_db
@everywhere
def test_the_action(house, there, comes, most, allowed):
    cohort, jo = filled(house, there), build.patient(house, "Jo")
    tightened(house, most)

    if allowed:
        build.joins(house, cohort, jo, from_on=day(comes[0]), until_on=day(comes[1]))
    else:
        with pytest.raises(GroupFull) as refused:
            build.joins(house, cohort, jo, from_on=day(comes[0]), until_on=day(comes[1]))
        assert refused.value.cap == min([10, *most.values()])


@pytest.mark.django_db
@everywhere
def test_the_database(house, there, comes, most, allowed):
    cohort, jo = filled(house, there), build.patient(house, "Jo")
    tightened(house, most)

    with house.seen_by("coordinator"):
        refused = refused_by_database(lambda: place(cohort, jo, days(*comes)))

    assert refused == (None if allowed else "membership_within_cap")


@pytest.mark.parametrize(("count", "allowed"), [(3, False), (4, True), (8, True), (10, True), (11, False)])
def test_the_planner_judges_alike(count, allowed):
    week = ordinary()
    members = [*(p.id for p in week.problem.people)][:count]
    week = week.with_cohort("g1", members=tuple(members), size=count)

    found, slow = broken_by_both(week, figures=False)

    assert ("H2" not in found) is allowed
    assert ("H2" not in slow) is allowed


@pytest.mark.django_db
def test_policy_that_tightens_stops_nobody_who_is_there_and_lets_nobody_else_come(house):
    cohort = filled(house, [ALWAYS] * 9)
    tightened(house, {5: 8})

    with house.seen_by("coordinator"):
        shorter = Membership.objects.filter(cohort=cohort).first()
        shorter.until_on = day(30)
        assert refused_by_database(lambda: shorter.save()) is None
        longer = Membership.objects.filter(cohort=cohort).last()
        longer.until_on = day(45)
        # Those who would be there after the fortieth day are few enough again.
        assert refused_by_database(lambda: longer.save()) is None
    with pytest.raises(GroupFull):
        build.joins(house, cohort, build.patient(house, "Jo"), from_on=day(5), until_on=day(6))


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "allowed"), [(3, False), (4, True), (5, True)])
def test_enough_to_begin_through_every_door(house, count, allowed):
    people = build.people(house, count)

    assert enough_to_begin(count, 4) is allowed
    if allowed:
        build.cohort(house, people)
    else:
        with pytest.raises(TooFewToBegin):
            build.cohort(house, people)


@pytest.mark.django_db
def test_the_database_lets_no_cohort_begin_with_too_few(house):
    from django.db import connection

    plan = build.day_plan(house)

    def begins(elsewhere):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO caseload_cohort (id, program_id, key, name, open, modality, track, language, focus,"
                " size_wish, day_plan_id, from_on, ended_because, began_elsewhere, policy_version)"
                " VALUES (%s, %s, %s, 'A', true, '', 'mh', 'en', '', '', %s, %s, '', %s, 'test')",
                [new_id(), house.program.pk, f"k{elsewhere}", plan.pk, day(1), elsewhere],
            )

    with house.seen_by("coordinator"):
        assert refused_by_database(lambda: begins(False)) == "cohort_begins_with_enough"
        assert refused_by_database(lambda: begins(True)) is None


spans = st.tuples(st.integers(1, 8), st.one_of(st.none(), st.integers(0, 9))).filter(
    lambda span: span[1] is None or span[1] >= span[0] - 1
)


@pytest.mark.slow
class PredicateAndDatabaseAgree(TestCase):
    @settings(max_examples=30)
    @given(
        st.lists(st.tuples(st.integers(0, 5), spans), max_size=10),
        st.dictionaries(st.integers(1, 8), st.sampled_from([4, 5, 6]), max_size=2).filter(
            lambda most: len(set(most.values())) == len(most)
        ),
    )
    def test_on_any_places(self, asked, most):
        house = build.program()
        tightened(house, most)
        people = build.people(house, 6)
        cohort = build.cohort(house, build.people(house, 3), began_elsewhere=True)
        with house.seen_by("coordinator"):
            limit = caps(house.program.id)
            rows = Membership.objects.filter(cohort=cohort).values_list("patient", "from_on", "until_on")
            stays = [Stay(patient, cohort.id, type(days(1, 2))(first, last)) for patient, first, last in rows]

            for number, span in asked:
                during = days(*span)
                stay = Stay(people[number].pk, cohort.id, during)
                together = [*stays, stay]
                over = bool(during) and first_day_over(together, limit, during) is not None
                allowed = not over and not in_two_cohorts(together)

                refused = refused_by_database(lambda w=people[number], d=during: place(cohort, w, d))

                assert (refused is None) is allowed, (refused, span)
                stays = together if allowed else stays
