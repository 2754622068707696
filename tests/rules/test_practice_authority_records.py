"""The table of practice authority through the other doors: the records, the question by name, and the constraints."""

from datetime import date

import pytest
from django.db import connection

from hearthside.ledger.scope import scope
from hearthside.people.actions.credentials import add_credential, change_credential
from hearthside.people.actions.supervision import supervise
from hearthside.people.credentials.values import Refused
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import answers, clinicians_who_can_treat
from tests.builders import clinicians as build
from tests.rules.practice_authority_cases import CASES, DAY, LONG_AGO, Case, Held

pytestmark = pytest.mark.django_db


def hold(house: build.House, whose: Clinician, held: Held) -> None:
    """Record what a case says is held. What cannot be confirmed through the action is confirmed behind its back."""
    authority = build.license_in(house, whose, **{**vars(held), "confirmed": False})
    if held.confirmed:
        with scope(house.director):
            PracticeAuthority.objects.filter(pk=authority.pk).update(verified_at="2026-01-02T12:00Z", source="seen")


def kept(house: build.House, case: Case) -> Clinician:
    """The clinician of a case, as records."""
    one = build.clinician(house, type=case.type)
    with scope(house.director):
        credential = one.credentials.get()
        change_credential(
            credential=credential,
            status=case.status,
            number="",
            issued_on=case.issued_on,
            expires_on=case.expires_on,
            by=house.director,
        )
    for held in case.held:
        hold(house, one, held)
    for supervision in case.supervised:
        supervisor = build.clinician(house, "Kim Osei", type=supervision.by)
        for held in supervision.supervisor_holds:
            hold(house, supervisor, held)
        with scope(house.director):
            supervise(
                supervisee=one,
                supervisor=supervisor,
                starts_on=supervision.starts_on,
                ends_on=supervision.ends_on,
                by=house.director,
            )
    return one


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_records_answer_as_the_table_says(case):
    house = build.house()
    one = kept(house, case)

    with house.seen_by("coordinator"):
        found = answers(program=house.program.id, state="PA", on=DAY, doing=case.doing)
        offered = clinicians_who_can_treat(program=house.program.id, state="PA", on=DAY, doing=case.doing)

    answer = next(a.may for a in found if a.clinician == one)
    assert (answer.reason.value if isinstance(answer, Refused) else "") == case.answer
    assert (one in offered) == (case.answer == "")
    with scope(house.director):
        assert may_by_database(one, "PA", case.doing, DAY) == (case.answer == "")


def may_by_database(whose: Clinician, state: str, doing: str, day: date) -> bool:
    """What a constraint would say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM people_may_not_treat(%s, %s, %s, %s)", [[whose.pk], [doing], [state], [day]])
        return cursor.fetchone() is None


def test_whoever_has_left_is_offered_to_nobody():
    house = build.house()
    one = build.clinician(house)
    build.license_in(house, one)
    with scope(house.director):
        Clinician.objects.filter(pk=one.pk).update(works_until="2027-06-14")

    with house.seen_by("coordinator"):
        offered = clinicians_who_can_treat(program=house.program.id, state="PA", on=DAY, doing="individual")

    assert offered == []


def test_a_supervisor_who_has_left_answers_for_nobody():
    house = build.house()
    one = kept(house, next(c for c in CASES if c.name == "associate with a supervisor"))
    with scope(house.director):
        Clinician.objects.exclude(pk=one.pk).update(works_until="2027-06-14")

    with house.seen_by("coordinator"):
        (answer,) = answers(program=house.program.id, state="PA", on=DAY, doing="individual")

    assert answer.may.reason == "supervision_not_now"


def test_one_of_several_credentials_is_enough():
    house = build.house()
    one = kept(house, Case("both", "sud_counselor", "couples", ""))
    with scope(house.director):
        credential = add_credential(clinician=one, type="lmft", by=house.director)
        PracticeAuthority.objects.create(
            program=house.program, credential=credential, kind="license", state="PA", number="1",
            valid_from=LONG_AGO, verified_at="2026-01-02T12:00Z", source="seen",
        )  # fmt: skip

    with house.seen_by("coordinator"):
        for doing in ("counseling", "couples"):
            assert clinicians_who_can_treat(program=house.program.id, state="PA", on=DAY, doing=doing) == [one]


@pytest.mark.parametrize("many", [3, 30])
def test_thirty_clinicians_cost_as_many_questions_as_three(many, django_assert_num_queries):
    house = build.house()
    supervisor = build.clinician(house, "Lee Moreau")
    build.license_in(house, supervisor)
    for _ in range(many):
        one = build.clinician(house, "Kim Osei", type="associate")
        build.license_in(house, one)
        with scope(house.director):
            supervise(supervisee=one, supervisor=supervisor, starts_on=LONG_AGO, by=house.director)

    with house.seen_by("coordinator"), django_assert_num_queries(7):
        offered = clinicians_who_can_treat(program=house.program.id, state="PA", on=DAY, doing="individual")

    assert len(offered) == many + 1
