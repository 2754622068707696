"""Two people who are kept apart never share a cohort: one table through every door. Rule: docs/rules/keep-apart.md."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hearthside.caseload.actions.memberships import extend_membership
from hearthside.caseload.actions.opening import open_cohort
from hearthside.caseload.actions.placing import refuse_apart
from hearthside.caseload.queries import persons
from hearthside.caseload.refusals import MayNotShareGroup, NotThisCohort
from hearthside.caseload.rules.cohorts import Stay, together_though_apart
from hearthside.people.actions.couples import say_together_wish
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import end_keep_apart_reason, keep_apart
from tests import build
from tests.placement.weeks import broken_by_both, ordinary
from tests.rules.caseload_doors import day, days, place, refused_by_database

CASES = [
    # Alex (cohort, days)  Jo              kept apart  allowed
    (("A", 1, 40), ("A", 1, 40),            True,       False),
    (("A", 1, 40), ("A", 1, 40),            False,      True),
    (("A", 1, 40), ("B", 1, 40),            True,       True),
    (("A", 1, 9), ("A", 10, 40),            True,       True),
    (("A", 1, 10), ("A", 10, 40),           True,       False),  # both days are included
]  # fmt: skip
everywhere = pytest.mark.parametrize(("alexs", "jos", "apart", "allowed"), CASES)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def two(house):
    return build.patient(house, "Alex"), build.patient(house, "Jo")


def kept(house, alex, jo):
    with house.seen_by("intake") as intake:
        return keep_apart(patient=alex, other=jo, source="intake", words="made up for this test", by=intake)


@everywhere
def test_the_predicate(alexs, jos, apart, allowed):
    stays = [Stay(name, asked[0], days(*asked[1:])) for name, asked in (("a", alexs), ("j", jos))]

    found = together_though_apart(stays, [frozenset("aj")] if apart else [])

    assert (found == []) is allowed


@pytest.mark.django_db
@everywhere
def test_the_action(house, two, alexs, jos, apart, allowed):
    alex, jo = two
    cohorts = {name: build.cohort(house) for name in "AB"}
    if apart:
        kept(house, alex, jo)
    build.joins(house, cohorts[alexs[0]], alex, from_on=day(alexs[1]), until_on=day(alexs[2]))

    def comes():
        build.joins(house, cohorts[jos[0]], jo, from_on=day(jos[1]), until_on=day(jos[2]))

    if allowed:
        comes()
    else:
        with pytest.raises(MayNotShareGroup) as refused:
            comes()
        assert refused.value.pair == {alex.id, jo.id}
        assert "made up" not in str(refused.value)


@pytest.mark.django_db
@everywhere
def test_the_database(house, two, alexs, jos, apart, allowed):
    alex, jo = two
    cohorts = {name: build.cohort(house) for name in "AB"}
    if apart:
        kept(house, alex, jo)

    with house.seen_by("coordinator"):
        refused = refused_by_database(
            lambda: place(cohorts[alexs[0]], alex, days(*alexs[1:])),
            lambda: place(cohorts[jos[0]], jo, days(*jos[1:])),
        )

    assert refused == (None if allowed else "keep_apart_cohort")


@pytest.mark.parametrize(("person", "allowed"), [("u1", False), ("b1", True)])
def test_the_planner_judges_alike(person, allowed):
    # p4 lists u1; both u2 and p4 are in g1.
    week = ordinary().moved("p1", None).moved(person, "g1")

    found, slow = broken_by_both(week, figures=False)

    assert ("H9" not in found) is allowed
    assert ("H9" not in slow) is allowed


@pytest.mark.django_db
def test_they_may_share_a_group_again_when_the_last_reason_ends(house, two):
    alex, jo = two
    reason = kept(house, alex, jo)
    cohort = build.cohort(house)
    build.joins(house, cohort, alex)

    with house.seen_by("intake") as intake:
        end_keep_apart_reason(reason=reason, by=intake)

    assert build.joins(house, cohort, jo)


@pytest.mark.django_db
def test_a_partner_who_would_rather_not_is_kept_apart_and_whoever_may_not_know_hears_nothing_of_it(house):
    alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam")
    signed_in = build.signs_in(house, sam)
    couple = build.couple(house, alex, sam)
    from hearthside.ledger.scope import scope

    with scope(signed_in):
        say_together_wish(couple=couple, patient=sam, together=False, by=signed_in)
    cohort = build.cohort(house)
    build.joins(house, cohort, alex)

    with pytest.raises(MayNotShareGroup):
        build.joins(house, cohort, sam)
    biller = house.actor("biller")
    with behind(house.program.id, biller):
        people, pairs = persons.known_with_pairs(house.program.id, [alex.id, sam.id])
        stays = [Stay(who.id, cohort.id, days(1, 40)) for who in (alex, sam)]
        with pytest.raises(NotThisCohort) as refused:
            refuse_apart(stays[1:], stays[:1], people, pairs, biller)
    assert "Alex" not in str(refused.value)


@pytest.mark.django_db
def test_nobody_who_is_there_is_stopped_but_nobody_stays_longer_beside_the_other(house, two):
    alex, jo = two
    cohort = build.cohort(house)
    places = build.joins(house, cohort, alex, jo, until_on=day(20))
    kept(house, alex, jo)

    with house.seen_by("coordinator") as by, pytest.raises(MayNotShareGroup):
        extend_membership(memberships=places, until_on=day(30), by=by)


@pytest.mark.django_db
def test_a_cohort_does_not_begin_with_a_pair_kept_apart(house, two):
    kept(house, *two)

    with house.seen_by("coordinator") as by, pytest.raises(MayNotShareGroup):
        open_cohort(
            program=house.program, day_plan=build.day_plan(house), track="mh", language="en", from_on=day(1),
            open=True, patients=[*two, *build.people(house, 2)], by=by,
        )  # fmt: skip


spans = st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(0, 7))).filter(
    lambda span: span[1] is None or span[1] >= span[0] - 1
)


@pytest.mark.slow
class PredicateAndDatabaseAgree(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("AB"), spans), max_size=5))
    def test_on_any_places_of_three(self, asked):
        house = build.program()
        people = build.people(house, 3)
        kept(house, people[0], people[1])
        pairs = [frozenset({people[0].pk, people[1].pk})]
        cohorts = {name: build.cohort(house, build.people(house, 1), began_elsewhere=True) for name in "AB"}
        stays = []
        with house.seen_by("coordinator"):
            for number, name, span in asked:
                stay = Stay(people[number].pk, cohorts[name].pk, days(*span))
                together = [*stays, stay]
                twice = any(s.patient == stay.patient and s.during.overlaps(stay.during) for s in stays)
                allowed = not twice and not together_though_apart(together, pairs)

                refused = refused_by_database(lambda n=number, c=name, s=span: place(cohorts[c], people[n], days(*s)))

                assert (refused is None) is allowed, (refused, number, name, span)
                stays = together if allowed else stays
