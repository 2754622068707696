"""Who may see which part of whose record: grants, `visible_to`, and the database's own wall."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.access import parts, subjects
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind, bring_grants_up_to_date, compare_grants, grant_role_parts
from hearthside.people.actions.patients import change_details, link_account
from hearthside.people.models.grants import RECORD_PARTS, ROLES_OF_PROGRAM, Grant
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes
from hearthside.people.particulars import Details
from hearthside.people.queries.standing import NotYours
from tests import build
from tests.builders.people import BORN
from tests.lanes import LANE

pytestmark = pytest.mark.django_db

STAFF = list(ROLES_OF_PROGRAM)
MANY = 240 if LANE == "long" else 64


@pytest.fixture
def house():
    return build.program()


def sees(actor: Actor, model: type = PatientDetails) -> set:
    """What a careless page would show: every row the database lets through, whatever was asked."""
    with scope(actor):
        return set(model.objects.values_list("pk", flat=True))


def test_every_part_of_a_record_stands_in_the_table():
    assert set(RECORD_PARTS) <= parts.parts()


def test_the_rows_of_roles_are_the_table(house):
    rows = Grant.objects.filter(patient=None).values_list("part", "holder_role", "relation")

    with scope(system_actor("nightly", program=house.program.id)):
        assert set(rows) == {
            (part, role, role) for part in RECORD_PARTS for role in ROLES_OF_PROGRAM if (part, role) in parts.table()
        }


def test_granting_the_roles_their_parts_once_more_changes_nothing(house):
    by = system_actor("command_line", program=house.program.id)

    with scope(by):
        assert grant_role_parts(program=house.program, by=by) == 0


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("model", "part"), [(PatientDetails, "demographics"), (PatientWishes, "wishes")])
def test_a_role_sees_the_rows_that_the_table_lets_it_see(house, role, model, part):
    alex = build.patient(house)

    assert sees(house.actor(role), model) == ({alex.id} if (part, role) in parts.table() else set())


def test_a_patient_sees_their_own_record_and_no_other(house):
    alex, sam = build.patient(house), build.patient(house, "Sam")

    assert sees(build.signs_in(house, alex)) == {alex.id}
    assert sees(build.signs_in(house, sam)) == {sam.id}


@pytest.mark.parametrize("system", ["visitor", "sign_in", "application_form"])
def test_whoever_is_not_signed_in_sees_nobody(house, system):
    build.patient(house)

    assert sees(system_actor(system)) == set()
    assert sees(system_actor(system), Patient) == set()


def test_without_a_scope_the_database_shows_nobody(house):
    build.patient(house)

    assert not Patient.objects.exists()
    assert not Grant.objects.exists()


def test_a_clinician_without_a_tie_sees_nobody(house):
    build.patient(house)

    assert sees(house.actor("clinician"), Patient) == set()


def test_another_program_sees_nobody_here(house):
    alex = build.patient(house)
    other = build.program()
    director = other.actor("intake")

    with scope(director):
        assert not Patient.objects.visible_to(director).exists()
        assert not Patient.objects.exists()
        assert subjects.standing("patient", director, alex.id, "demographics").relations == frozenset()


@pytest.mark.parametrize("role", [*STAFF, "clinician"])
@pytest.mark.parametrize("part", RECORD_PARTS)
def test_what_a_query_asks_for_is_what_the_wall_lets_through(house, role, part):
    alex = build.patient(house)
    who = house.actor(role)

    with scope(who):
        asked = Patient.objects.visible_to(who, part).filter(pk=alex.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_sees(%s, %s, %s)", [house.program.id, alex.id, part])
            (wall,) = cursor.fetchone()

    assert asked == wall == ((part, role) in parts.table())


def test_the_standing_to_a_patient_names_the_relations_and_the_patient(house):
    alex = build.patient(house)
    alex_in_person, intake = build.signs_in(house, alex), house.actor("intake", "biller")

    with scope(alex_in_person):
        own = subjects.standing("patient", alex_in_person, alex.id, "demographics")
    with scope(intake):
        of_staff = subjects.standing("patient", intake, alex.id, "demographics")

    assert (own.relations, own.patients) == (frozenset({"self"}), (alex.id,))
    assert (of_staff.relations, of_staff.patients) == (frozenset({"intake", "biller"}), (alex.id,))


def test_a_grant_that_ended_opens_nothing(house):
    alex = build.patient(house)
    who = build.signs_in(house, alex)

    with scope(system_actor("nightly", program=house.program.id)):
        Grant.objects.filter(holder=who.account).update(until_at=clock.now())

    assert sees(who) == set()


def test_a_grant_that_has_not_begun_opens_nothing(house):
    alex = build.patient(house)
    who = build.signs_in(house, alex)

    with scope(system_actor("nightly", program=house.program.id)):
        Grant.objects.filter(holder=who.account).update(from_at=clock.now() + timedelta(minutes=1))

    assert sees(who) == set()


def test_nobody_gives_themselves_a_grant(house):
    alex = build.patient(house)
    intake = house.actor("intake")

    with scope(intake), pytest.raises(Exception, match="row-level security"):
        Grant.objects.create(
            program=house.program, patient=alex, part="wishes", holder_id=intake.account, relation="self",
            why="self", from_at=clock.now(),
        )  # fmt: skip


def test_the_follow_up_scope_ends_with_its_writing(house):
    build.patient(house)
    who = house.actor("clinician")

    with scope(who):
        with behind(house.program.id, who):
            assert Patient.objects.exists()
        assert not Patient.objects.exists()


def test_the_nightly_comparison_ends_what_no_relationship_explains(house):
    alex, who = build.patient(house), house.actor("clinician")
    nightly = system_actor("nightly", program=house.program.id)

    with scope(nightly):
        stray = Grant.objects.create(
            program=house.program, patient=alex, part="wishes", holder_id=who.account, relation="self", why="self",
            from_at=clock.now(),
        )  # fmt: skip
        brought = compare_grants(program=house.program, by=nightly)
        again = compare_grants(program=house.program, by=nightly)

    assert [g.id for g in brought.ended] == [stray.id]
    assert (again.given, again.ended) == ((), ())
    assert Entry.objects.filter(kind="GrantsDiffered").count() == 1


def test_the_nightly_comparison_gives_back_what_is_missing(house):
    alex = build.patient(house)
    who = build.signs_in(house, alex)
    nightly = system_actor("nightly", program=house.program.id)

    with scope(nightly):
        Grant.objects.filter(holder=who.account, part="wishes").update(until_at=clock.now())
        brought = compare_grants(program=house.program, by=nightly)

    assert [(g.part, g.holder_id) for g in brought.given] == [("wishes", who.account)]


def test_an_account_belongs_to_one_patient(house):
    from hearthside.people.actions.patients import AccountHasPatient, HasOtherAccount

    alex, sam = build.patient(house), build.patient(house, "Sam")
    build.signs_in(house, alex)
    taken = build.account()

    with house.seen_by("intake") as intake:
        link_account(patient=sam, account=taken, by=intake)
        with pytest.raises(HasOtherAccount):
            link_account(patient=alex, account=build.account(), by=intake)
        with pytest.raises(AccountHasPatient):
            link_account(patient=build.patient(house, "Max"), account=taken, by=intake)


def test_only_whoever_may_write_a_part_changes_it(house):
    alex = build.patient(house)
    details = Details("Alexander", BORN, "PA")

    with house.seen_by("biller") as biller, pytest.raises(NotYours):
        change_details(patient=alex, details=details, by=biller)
    with house.seen_by("coordinator") as coordinator:
        change_details(patient=alex, details=details, by=coordinator)
        assert PatientDetails.objects.get(patient=alex).first_name == "Alexander"


@pytest.mark.slow
def test_a_long_list_costs_as_many_questions_as_a_list_of_one(house):
    for number in range(MANY):
        build.patient(house, f"Person {number}")
    intake = house.actor("intake")

    with scope(intake), CaptureQueriesContext(connection) as asked:
        rows = list(Patient.objects.visible_to(intake).select_related("details", "wishes"))

    assert len(rows) == MANY
    assert len([q for q in asked.captured_queries if "people_patient" in q["sql"]]) == 1


def test_what_another_change_gave_at_the_same_moment_is_not_given_twice(house, monkeypatch):
    """Neither change has seen the other's grants; the one that comes second finds them there."""
    alex = build.patient(house, "Alex")
    build.signs_in(house, alex)
    with behind(house.program.id, house.director):
        before = Grant.objects.filter(patient=alex).count()
    monkeypatch.setattr("hearthside.people.actions.grants.in_force", lambda program, patients: Grant.objects.none())

    with scope(system_actor("nightly", program=house.program.id)):
        bring_grants_up_to_date(house.program.id, [alex.id], by=system_actor("nightly", program=house.program.id))

    with behind(house.program.id, house.director):
        assert Grant.objects.filter(patient=alex).count() == before > 0
