"""Three roles, three people: one table through every door. Rule: docs/rules/conflict-of-role.md."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.events import TreatmentAssigned
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.queries import persons
from hearthside.caseload.queries.choosing import CONFLICT, clinicians_free_of_conflict, held_by
from hearthside.caseload.rules.treatments import Held, conflicts_of_role, halves, held_twice
from hearthside.caseload.treatment_refusals import CannotTreat, ConflictOfRole, RoleTaken
from hearthside.ledger.actors import system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from tests import build
from tests.builders.schedule import able
from tests.placement.weeks import broken_by_both, ordinary
from tests.rules.caseload_doors import at, day, instants, refused_by_database, treatment

CASES = [
    # Kim first, of whom, from, to   then Kim, of whom, from, to   allowed
    (("individual", "Alex", 1, 31), ("couples", "both", 15, None), False),
    (("individual", "Alex", 1, 15), ("couples", "both", 15, None), True),  # the end is excluded: back to back is fine
    (("individual", "Sam", 1, None), ("couples", "both", 1, None), False),
    (("counseling", "Sam", 1, None), ("couples", "both", 1, None), False),
    (("couples", "both", 1, None), ("individual", "Alex", 5, None), False),
    (("couples", "both", 1, None), ("counseling", "Sam", 5, 10), False),
    (("couples", "both", 1, 5), ("counseling", "Sam", 5, 10), True),
    (("individual", "Alex", 1, None), ("counseling", "Alex", 1, None), False),
    (("individual", "Alex", 1, None), ("counseling", "Sam", 1, None), True),
    (("individual", "Alex", 1, None), ("individual", "Sam", 1, None), True),
    (("prescribing", "Alex", 1, None), ("individual", "Alex", 1, None), True),
    (("prescribing", "Sam", 1, None), ("couples", "both", 1, None), True),
    (("couples", "both", 1, None), ("prescribing", "Alex", 1, None), True),
    (("individual", "Alex", 10, 10), ("couples", "both", 1, None), True),  # it never began
]  # fmt: skip
everywhere = pytest.mark.parametrize(("first", "then", "allowed"), CASES)
ALL_ROLES = ("prescriber", "individual", "counselor", "couples")


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def pair(house):
    alex, sam = build.patient(house, "Alex", track="sud"), build.patient(house, "Sam", track="sud")
    return {"Alex": alex, "Sam": sam, "couple": build.couple(house, alex, sam)}


def rows_of(case, clinician, people, couple):
    modality, whom, start, end = case
    return [
        Held(people[name], clinician, modality, instants(start, end), couple if whom == "both" else None)
        for name in (("Alex", "Sam") if whom == "both" else (whom,))
    ]


@everywhere
def test_the_predicate(first, then, allowed):
    held = [
        *rows_of(first, "kim", {"Alex": "a", "Sam": "s"}, "c"),
        *rows_of(then, "kim", {"Alex": "a", "Sam": "s"}, "c"),
    ]

    assert (conflicts_of_role(held) == []) is allowed


@pytest.mark.django_db
@everywhere
def test_the_action(house, pair, first, then, allowed):
    kim = build.therapist(house, "Kim Osei", *ALL_ROLES)

    def begins(case):
        modality, whom, start, end = case
        whose = pair["couple"] if whom == "both" else pair[whom]
        rows = build.treats(
            house, kim, whose, modality, from_at=at(start), until_at=None if end in (None, start) else at(end)
        )
        if end == start:
            with house.seen_by("coordinator") as by:
                end_treatment(treatment=rows[0], until_at=at(start), because="mistake", by=by)

    begins(first)
    if allowed:
        begins(then)
    else:
        told = Entry.objects.filter(kind=TreatmentAssigned.__name__).count()
        with pytest.raises(ConflictOfRole) as refused:
            begins(then)
        assert refused.value.clinician == kim.id
        assert Entry.objects.filter(kind=TreatmentAssigned.__name__).count() == told


@pytest.mark.django_db
@everywhere
def test_the_database(house, pair, first, then, allowed):
    kim = build.therapist(house, "Kim Osei", *ALL_ROLES)

    def writes(case):
        modality, whom, start, end = case
        couple = pair["couple"] if whom == "both" else None
        return [
            lambda name=name: treatment(kim, pair[name], modality, instants(start, end), couple)
            for name in (("Alex", "Sam") if whom == "both" else (whom,))
        ]

    with house.seen_by("coordinator"):
        assert refused_by_database(*writes(first)) is None

        refused = refused_by_database(*writes(then))

    assert refused == (None if allowed else "treatment_conflict_of_role")


@pytest.mark.parametrize(
    ("sessions", "allowed"),
    [
        # z9 may hold any role; b1 and b2 are a couple, b2 has a counselor, d1 is somebody else.
        (("i-b1", "c-b"), False),
        (("i-b2", "c-b"), False),
        (("n-b2", "c-b"), False),
        (("i-d1", "n-d1"), False),
        (("i-b1", "n-b2"), True),
        (("i-b1", "i-b2"), True),
        (("i-d1", "c-b"), True),
    ],
)
def test_the_planner_judges_alike(sessions, allowed):
    week = ordinary()
    for session in sessions:
        week = week.with_session(session, clinicians=("z9",))

    found, slow = broken_by_both(week, figures=False)

    assert ("H13" not in found) is allowed
    assert ("H13" not in slow) is allowed


@pytest.mark.django_db
def test_whoever_may_be_chosen_comes_first_and_the_others_say_why(house, pair):
    kim, dana = build.therapist(house, "Kim Osei", *ALL_ROLES), build.therapist(house, "Dana Reyes", "couples")
    lee = build.therapist(house, "Lee Moreau", "facilitator")
    ines = build.therapist(house, "Ines Varga", "couples", states=("OH",))
    build.treats(house, kim, pair["Alex"], from_at=at(1))

    with house.seen_by("coordinator"):
        known = persons.known(house.program.id, [pair["Alex"].id, pair["Sam"].id])
        choices = clinicians_free_of_conflict(
            list(known.values()), "couples", at(5), on=day(5), treatments=held_by(known)
        )

    said = {choice.clinician.pk: choice for choice in choices}
    assert choices[0].clinician == dana
    assert said[dana.pk].may
    assert said[kim.pk].reason == CONFLICT
    assert said[kim.pk].sentence == "Kim Osei is Alex's individual therapist. Nobody holds two roles for one person."
    assert said[lee.pk].sentence == "Lee Moreau is no couples therapist here."
    assert "Pennsylvania" in said[ines.pk].sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ({"tracks": ("mh",)}, "track"),
        ({"languages": ("es",)}, "language"),
        ({"states": ("OH",)}, "license"),
    ],
)
def test_only_who_has_track_language_and_license_treats_somebody(house, pair, card, reason):
    kim = build.therapist(house, "Kim Osei", "individual", **card)

    with pytest.raises(CannotTreat) as refused:
        build.treats(house, kim, pair["Alex"])

    assert refused.value.reason == reason


@pytest.mark.django_db
def test_a_role_that_is_filled_from_a_later_day_on_is_not_given_twice(house, pair):
    kim, dana = build.therapist(house, "Kim Osei"), build.therapist(house, "Dana Reyes")
    build.treats(house, kim, pair["Alex"], from_at=at(10))

    with pytest.raises(RoleTaken):
        build.treats(house, dana, pair["Alex"], from_at=at(1))

    build.treats(house, dana, pair["Alex"], from_at=at(1), until_at=at(10))


@pytest.mark.django_db
def test_couples_therapy_names_both_partners_for_the_same_time(house, pair):
    kim = build.therapist(house, "Kim Osei", "couples")

    with house.seen_by("coordinator"):
        alone = refused_by_database(lambda: treatment(kim, pair["Alex"], "couples", instants(1, None), pair["couple"]))
        uneven = refused_by_database(
            lambda: treatment(kim, pair["Alex"], "couples", instants(1, None), pair["couple"]),
            lambda: treatment(kim, pair["Sam"], "couples", instants(1, 5), pair["couple"]),
        )
        nobodys = refused_by_database(lambda: treatment(kim, pair["Alex"], "couples", instants(1, None)))

    assert (alone, uneven) == ("couples_treatment_is_both", "couples_treatment_is_both")
    assert nobodys == "treatment_names_its_couple"


@pytest.mark.django_db
def test_nobody_is_treated_by_a_clinician_of_another_program(house, pair):
    elsewhere = build.program()
    theirs = build.therapist(elsewhere, "Kim Osei")

    with scope(system_actor("command_line")):
        refused = refused_by_database(lambda: treatment(theirs, pair["Alex"], "individual", instants(1, None)))

    assert refused == "treatment_one_program"


spans = st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(1, 6))).filter(
    lambda span: span[1] is None or span[1] >= span[0]
)
drawn = st.tuples(
    st.sampled_from(["individual", "counseling", "couples", "prescribing"]),
    st.sampled_from(["Alex", "Sam"]),
    st.sampled_from(["kim", "dana"]),
    spans,
    st.booleans(),
)


@pytest.mark.slow
class PredicateAndDatabaseAgree(TestCase):
    @settings(max_examples=40)
    @given(st.lists(drawn, max_size=7))
    def test_on_any_treatments(self, asked):
        house = build.program()
        people = {name: build.patient(house, name, track="sud") for name in ("Alex", "Sam")}
        couple = build.couple(house, *people.values())
        clinicians = {name: able(house, name) for name in ("kim", "dana")}
        partners = {couple.pk: frozenset(p.pk for p in people.values())}
        held: list[Held] = []

        with house.seen_by("coordinator"):
            for modality, name, who, span, both in asked:
                during = instants(*span)
                chosen = list(people.values()) if modality == "couples" and both else [people[name]]
                of = couple if modality == "couples" else None
                rows = [Held(p.pk, clinicians[who].pk, modality, during, of and of.pk) for p in chosen]
                together = [*held, *rows]
                allowed = not (conflicts_of_role(together) or held_twice(together) or halves(together, partners))

                refused = refused_by_database(
                    *(partial(treatment, clinicians[who], p, modality, during, of) for p in chosen)
                )

                assert (refused is None) is allowed, (refused, rows)
                held = together if allowed else held
            assert Treatment.objects.count() == len(held)
