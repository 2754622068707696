"""Partners who stay together are in the same cohort, or in none: one table through every door.

Rule: docs/rules/couples-together.md.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hearthside.caseload.actions.memberships import extend_membership, leave_cohort
from hearthside.caseload.refusals import PartnerLeftOut
from hearthside.caseload.rules.cohorts import Stay, first_day_parted
from hearthside.people.actions.couples import part_partners
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.actions.statuses import change_status
from hearthside.policy.queries import today
from tests import build
from tests.placement.weeks import broken_by_both, ordinary
from tests.rules.caseload_doors import day, days, place, refused_by_database

CASES = [
    # Alex (cohort, from, to)  Sam                 allowed
    (("A", 1, 40), None,                           False),
    (("A", 1, 40), ("A", 1, 40),                   True),
    (("A", 1, 40), ("B", 1, 40),                   False),
    (("A", 1, 20), ("A", 1, 40),                   False),  # Sam would stay on alone
    (("A", 5, 40), ("A", 1, 40),                   False),
]  # fmt: skip
everywhere = pytest.mark.parametrize(("alexs", "sams", "allowed"), CASES)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def pair(house):
    alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam")
    return alex, sam, build.couple(house, alex, sam)


@everywhere
def test_the_predicate(alexs, sams, allowed):
    alex, sam = (place and Stay(name, place[0], days(*place[1:])) for name, place in (("a", alexs), ("s", sams)))

    together = [sam] if sam else []

    parted = first_day_parted(alex, together) is not None or (sam is not None and first_day_parted(sam, [alex]))
    assert (not parted) is allowed


@pytest.mark.django_db
@everywhere
def test_the_database(house, pair, alexs, sams, allowed):
    alex, sam, _ = pair
    cohorts = {name: build.cohort(house) for name in "AB"}

    with house.seen_by("coordinator"):
        refused = refused_by_database(
            *(
                lambda who=who, asked=asked: place(cohorts[asked[0]], who, days(*asked[1:]))
                for who, asked in ((alex, alexs), (sam, sams))
                if asked
            )
        )

    assert refused == (None if allowed else "couple_in_one_cohort")


@pytest.mark.django_db
def test_the_action_takes_both_or_neither(house, pair):
    alex, sam, _ = pair
    cohort = build.cohort(house)

    with pytest.raises(PartnerLeftOut) as refused:
        build.joins(house, cohort, alex)
    places = build.joins(house, cohort, alex, sam)

    assert (refused.value.patient, refused.value.partner) == (alex.id, sam.id)
    assert len(places) == 2


@pytest.mark.django_db
def test_partners_stay_longer_together(house, pair):
    alex, sam, _ = pair
    places = build.joins(house, build.cohort(house), alex, sam, until_on=day(20))

    with house.seen_by("coordinator") as by:
        with pytest.raises(PartnerLeftOut):
            extend_membership(memberships=places[:1], until_on=day(30), by=by)
        extend_membership(memberships=places, until_on=day(30), by=by)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("because", "allowed"), [("transferred", False), ("mistake", False), ("finished", True), ("left", True)]
)
def test_who_moves_to_another_cohort_takes_the_partner_along(house, pair, because, allowed):
    alex, sam, _ = pair
    places = build.joins(house, build.cohort(house), alex, sam)

    with house.seen_by("coordinator") as by:
        if allowed:
            leave_cohort(memberships=places[:1], until_on=day(5), because=because, by=by)
        else:
            with pytest.raises(PartnerLeftOut):
                leave_cohort(memberships=places[:1], until_on=day(5), because=because, by=by)
            leave_cohort(memberships=places, until_on=day(5), because=because, by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("freed_by", ["keep_apart", "separated", "discharged", "no_chart"])
def test_partners_who_are_not_to_be_kept_together_come_alone(house, freed_by):
    alex = build.patient(house, "Alex")
    if freed_by == "no_chart":
        build.partner_of(house, alex)
    else:
        sam = build.patient(house, "Sam")
        couple = build.couple(house, alex, sam)
        with house.seen_by("intake") as intake:
            if freed_by == "keep_apart":
                keep_apart(patient=alex, other=sam, source="intake", by=intake)
            elif freed_by == "separated":
                part_partners(couple=couple, because="separated", by=intake)
            else:
                change_status(
                    patient=sam, status="discharged", since_on=today(house.program), reason="completed", by=intake
                )

    assert len(build.joins(house, build.cohort(house), alex)) == 1


@pytest.mark.parametrize(("moved", "allowed"), [("g1", True), ("g2", False), (None, False)])
def test_the_planner_judges_alike(moved, allowed):
    week = ordinary().moved("a2", moved)

    found, slow = broken_by_both(week, figures=False)

    assert ("H1" not in found) is allowed
    assert ("H1" not in slow) is allowed


spans = st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 7))).filter(
    lambda span: span[1] is None or span[1] >= span[0]
)


@pytest.mark.slow
class PredicateAndDatabaseAgree(TestCase):
    @settings(max_examples=30)
    @given(st.tuples(st.sampled_from("AB"), spans), st.lists(st.tuples(st.sampled_from("AB"), spans), max_size=3))
    def test_on_any_places_of_two(self, alexs, sams):
        house = build.program()
        alex, sam = build.patient(house, "Alex"), build.patient(house, "Sam")
        build.couple(house, alex, sam)
        cohorts = {name: build.cohort(house, build.people(house, 1), began_elsewhere=True) for name in "AB"}
        asked = [(alex, alexs), *((sam, each) for each in sams)]
        stays = [Stay(who.pk, cohorts[name].pk, days(*span)) for who, (name, span) in asked]

        overlap = any(a.during.overlaps(b.during) for n, a in enumerate(stays[1:]) for b in stays[2 + n :])
        parted = first_day_parted(stays[0], stays[1:]) is not None or any(
            first_day_parted(each, stays[:1]) is not None for each in stays[1:]
        )
        with house.seen_by("coordinator"):
            refused = refused_by_database(
                *(lambda w=who, n=name, s=span: place(cohorts[n], w, days(*s)) for who, (name, span) in asked)
            )

        assert (refused is None) is not (overlap or parted), (refused, asked)
