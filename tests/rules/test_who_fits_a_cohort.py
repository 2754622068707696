"""Track, language, focus, day plan and days of a cohort are those of whoever comes; and nobody is in two at once.

One table through every door. Rules: docs/rules/who-fits-a-cohort.md, docs/rules/one-cohort.md.
"""

from dataclasses import replace

import pytest

from hearthside.caseload.actions.day_plans import choose_day_plans
from hearthside.caseload.queries import facing
from hearthside.caseload.refusals import (
    AlreadyInCohort,
    ClosedCohort,
    CohortOver,
    DoesNotFit,
    NotHere,
    NotLicensed,
    WrongDays,
)
from hearthside.caseload.rules.cohorts import Group, Person, why_unfit
from hearthside.people.actions.patients import change_wishes
from hearthside.people.actions.statuses import change_status
from hearthside.people.particulars import Wishes
from hearthside.policy.queries import today
from tests import build
from tests.placement.weeks import broken_by_both, ordinary
from tests.rules.caseload_doors import day, days, place, refused_by_database

GROUP = Group("mh", "en", "iop-3", days(1, 40))
PERSON = Person("mh", ("en",))
CASES = [
    # the person                            the cohort                        what stands against it
    ({},                                    {},                               None),
    ({"track": "sud"},                      {},                               "track"),
    ({"track": "dual"},                     {},                               "track"),
    ({"track": "sud", "partners_track": "mh"}, {"track": "dual"},             None),
    ({"partners_track": "sud"},             {},                               "track"),  # dual cohorts only
    ({"partners_track": "mh"},              {"track": "dual"},                "track"),
    ({"languages": ("es", "en")},           {},                               None),
    ({"languages": ("es",)},                {},                               "language"),
    ({},                                    {"focus": "trauma"},              "focus"),
    ({"focuses": ("trauma", "lgbtq")},      {"focus": "trauma"},              None),
    ({"day_plans": ("iop-3", "iop-4")},     {},                               None),
    ({"day_plans": ("iop-4",)},             {},                               "day_plan"),
]  # fmt: skip
everywhere = pytest.mark.parametrize(("person", "group", "reason"), CASES)
CONSTRAINTS = {
    None: None,
    "track": "membership_track_fits",
    "language": "membership_language_fits",
    "focus": "membership_focus_fits",
    "day_plan": "membership_day_plan_fits",
}


@pytest.fixture
def house():
    return build.program()


def somebody(house, facts):
    """A patient as the case says, with the partner if there is one."""
    languages = {"languages": facts["languages"]} if "languages" in facts else {}
    track = facts.get("track", "mh")
    alex = build.patient(house, "Alex", track=track, **languages)
    if "focuses" in facts:
        with house.seen_by("intake") as intake:
            change_wishes(patient=alex, wishes=Wishes(track, focuses=facts["focuses"]), by=intake)
    if facts.get("day_plans"):
        for key in facts["day_plans"]:
            build.day_plan(house, key)
        with house.seen_by("intake") as intake:
            choose_day_plans(patient=alex, keys=facts["day_plans"], by=intake)
    if facts.get("partners_track"):
        sam = build.patient(house, "Sam", track=facts["partners_track"])
        build.couple(house, alex, sam)
        return [alex, sam]
    return [alex]


def group_of(house, facts):
    """A cohort as the case says, with somebody in it whom it fits."""
    starter = build.patient(house, "Ravi", track=facts.get("track", "mh"))
    if "focus" in facts:
        with house.seen_by("intake") as intake:
            wishes = Wishes(facts.get("track", "mh"), focuses=(facts["focus"],))
            change_wishes(patient=starter, wishes=wishes, by=intake)
    return build.cohort(house, [starter], began_elsewhere=True, **facts)


@everywhere
def test_the_predicate(person, group, reason):
    assert why_unfit(replace(PERSON, **person), replace(GROUP, **group), days(1, 40)) == reason


@pytest.mark.django_db
@everywhere
def test_the_action(house, person, group, reason):
    people, cohort = somebody(house, person), group_of(house, group)

    if reason is None:
        assert build.joins(house, cohort, *people)
    else:
        with pytest.raises(DoesNotFit) as refused:
            build.joins(house, cohort, *people)
        assert (refused.value.reason, refused.value.patient) == (reason, people[0].id)


@pytest.mark.django_db
@everywhere
def test_the_database(house, person, group, reason):
    people, cohort = somebody(house, person), group_of(house, group)

    with house.seen_by("coordinator"):
        refused = refused_by_database(*(lambda w=who: place(cohort, w, days(1, 40)) for who in people))

    assert refused == CONSTRAINTS[reason]


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda h: h, None),
        (lambda h: h.with_person("p1", track="sud"), "H11"),
        (lambda h: h.with_person("d2", focus=()), "H10"),
        (lambda h: h.with_person("p1", programs=("iop-4",)), "H11"),
        (lambda h: h.with_person("d4", languages=("en",)), "H11"),
    ],
)
def test_the_planner_judges_alike(edit, rule):
    found, slow = broken_by_both(edit(ordinary()), figures=False)

    for rules in (found, slow):
        assert ({"H10", "H11"} & rules) == ({rule} if rule else set())


DAYS = [
    # the cohort's days, open        the days asked for    what stands against it
    ((1, None), True,                (1, 40),              None),
    ((10, None), True,               (9, 40),              "days"),
    ((1, 56), False,                 (1, 56),              None),
    ((1, 56), False,                 (1, 57),              "days"),
    ((1, 56), False,                 (2, 56),              "closed"),
    ((1, 56), False,                 (57, 60),             "days"),
]  # fmt: skip
REFUSALS = {"days": (WrongDays, CohortOver), "closed": (ClosedCohort,)}


@pytest.mark.django_db
@pytest.mark.parametrize(("runs", "open", "asked", "reason"), DAYS)
def test_the_days_through_every_door(house, runs, open, asked, reason):
    cohort = build.cohort(house, from_on=day(runs[0]), open=open)
    jo, max = build.patient(house, "Jo"), build.patient(house, "Max")
    group = replace(GROUP, during=days(*runs), open=open)

    predicate = why_unfit(PERSON, group, days(*asked))
    with house.seen_by("coordinator"):
        database = refused_by_database(lambda: place(cohort, jo, days(*asked)))
    if reason is None:
        build.joins(house, cohort, max, from_on=day(asked[0]), until_on=day(asked[1]))
    else:
        with pytest.raises(REFUSALS[reason]):
            build.joins(house, cohort, max, from_on=day(asked[0]), until_on=day(asked[1]))

    assert predicate == reason
    closed = {"days": "membership_within_cohort", "closed": "membership_begins_with_closed_cohort"}
    assert database == (reason and closed[reason])


TWICE = [
    # first        then         allowed
    ((1, 20),      (21, 40),    True),
    ((1, 20),      (20, 40),    False),
    ((10, 20),     (1, 9),      True),
    ((10, None),   (30, 40),    False),
    ((10, 9),      (1, 40),     True),   # never began
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "then", "allowed"), TWICE)
def test_nobody_is_in_two_cohorts_through_every_door(house, first, then, allowed):
    one, other = build.cohort(house), build.cohort(house)
    jo = build.patient(house, "Jo")
    with house.seen_by("coordinator"):
        place(one, jo, days(*first))
        if not allowed:
            assert refused_by_database(lambda: place(other, jo, days(*then))) == "membership_one_cohort"

    if allowed:
        build.joins(house, other, jo, from_on=day(then[0]), until_on=day(then[1]))
    else:
        with pytest.raises(AlreadyInCohort) as refused:
            build.joins(house, other, jo, from_on=day(then[0]), until_on=day(then[1]))
        assert refused.value.patient == jo.id


@pytest.mark.django_db
def test_whoever_was_discharged_waits_again_before_they_come(house):
    jo = build.patient(house, "Jo")
    with house.seen_by("intake") as intake:
        change_status(patient=jo, status="discharged", since_on=today(house.program), reason="completed", by=intake)

    with pytest.raises(NotHere):
        build.joins(house, build.cohort(house), jo)


@pytest.mark.django_db
def test_whoever_leads_a_cohort_is_licensed_where_each_of_its_people_is(house, monkeypatch):
    kim = build.therapist(house, "Kim Osei", "facilitator", states=("PA",))
    cohort = build.cohort(house)
    monkeypatch.setattr(facing, "_facilitators", [lambda cohorts, during: [(c, kim.pk, "lead") for c in cohorts]])

    build.joins(house, cohort, build.patient(house, "Jo"))
    with pytest.raises(NotLicensed) as refused:
        build.joins(house, cohort, build.patient(house, "Max", state="OH"))

    assert (refused.value.clinician, refused.value.state) == (kim.id, "OH")
