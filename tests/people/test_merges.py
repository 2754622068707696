"""Two records of one person become one, and two again."""

from datetime import date

import pytest

from hearthside.ledger.scope import scope
from hearthside.people.actions.contacts import keep_contact, keep_pet, say_pet_fears
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.actions.merges import MergeClosed, NotOnePerson, merge_patients, undo_merge
from hearthside.people.models.contacts import EmergencyContact
from hearthside.people.models.couples import CoupleMember, KeepApart, KeepApartReason
from hearthside.people.models.merges import Merge
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.people.models.pets import Pet, PetFear
from hearthside.people.queries.duplicates import alike
from tests import build

pytestmark = pytest.mark.django_db
TABLES = (Pet, PetFear, EmergencyContact, CoupleMember, KeepApartReason)


@pytest.fixture
def house():
    return build.program()


@pytest.fixture
def twice(house):
    """One person with two records, the second one the fuller."""
    kept, gone = build.patient(house, "Jo", "Lind"), build.patient(house, "Jo", "Lind")
    others = build.patient(house, "Max"), build.patient(house, "Sam")
    build.couple(house, gone, others[0])
    with house.seen_by("intake") as intake:
        keep_pet(patient=gone, name="Biscuit", species="cat", by=intake)
        say_pet_fears(patient=gone, species=["dog", "snake"], by=intake)
        say_pet_fears(patient=kept, species=["dog"], by=intake)
        keep_contact(patient=gone, name="Max Lind", relationship="partner", phone="614-555-0144", by=intake)
        keep_apart(patient=gone, other=others[1], source="staff", by=intake)
    return kept, gone


def picture(house) -> dict:
    """Whose every row is."""
    with house.seen_by("intake"):
        rows = {model.__name__: sorted(model.objects.values_list("pk", "patient")) for model in TABLES}
        pairs = sorted(KeepApart.objects.values_list("pk", "first", "second"))
        people = sorted(Patient.objects.values_list("pk", "account", "merged_into"), key=str)
    return {**rows, "pairs": pairs, "people": people}


def test_everything_moves_and_goes_back(house, twice):
    kept, gone = twice
    build.signs_in(house, gone)
    before = picture(house)

    with house.seen_by("intake") as intake:
        merge = merge_patients(kept=kept, gone=gone, by=intake)
        assert Pet.objects.get().patient_id == kept.id
        assert sorted(PetFear.objects.filter(patient=kept).values_list("species", flat=True)) == ["dog", "snake"]
        assert Patient.objects.get(pk=kept.pk).account_id is not None
        undo_merge(merge=merge, by=intake)

    assert picture(house) == before


def test_whoever_signed_in_with_the_record_that_is_gone_sees_the_one_that_stays(house, twice):
    kept, gone = twice
    signed_in = build.signs_in(house, gone)

    with house.seen_by("intake") as intake:
        merge = merge_patients(kept=kept, gone=gone, by=intake)
    with scope(signed_in):
        assert list(PatientDetails.objects.values_list("pk", flat=True)) == [kept.id]
    with house.seen_by("intake") as intake:
        undo_merge(merge=merge, by=intake)

    with scope(signed_in):
        assert list(PatientDetails.objects.values_list("pk", flat=True)) == [gone.id]


def test_what_cannot_be_one_person_is_not_merged(house, twice):
    kept, gone = twice
    sam = Patient(pk=kept.pk, program=kept.program)

    with house.seen_by("intake") as intake:
        with pytest.raises(NotOnePerson):
            merge_patients(kept=kept, gone=sam, by=intake)
        other = build.patient(house, "Nia")
        keep_apart(patient=kept, other=other, source="staff", by=intake)
        with pytest.raises(NotOnePerson):
            merge_patients(kept=kept, gone=other, by=intake)
        linked = build.patient(house, "Alex")
        build.couple(house, linked, build.patient(house, "Theo"))
        with pytest.raises(NotOnePerson):
            merge_patients(kept=gone, gone=linked, by=intake)
    build.signs_in(house, kept)
    build.signs_in(house, gone)
    with house.seen_by("intake") as intake, pytest.raises(NotOnePerson):
        merge_patients(kept=kept, gone=gone, by=intake)


def test_a_merge_is_undone_once(house, twice):
    kept, gone = twice

    with house.seen_by("intake") as intake:
        merge = merge_patients(kept=kept, gone=gone, by=intake)
        with pytest.raises(NotOnePerson):
            merge_patients(kept=kept, gone=gone, by=intake)
        undo_merge(merge=merge, by=intake)
        with pytest.raises(MergeClosed):
            undo_merge(merge=merge, by=intake)
        assert Merge.objects.count() == 1


def test_what_two_records_share_is_found_and_what_partners_share_is_not(house):
    jo = build.patient(house, "José", "Lind", phone="614-555-0101", email="home@example.org")
    build.patient(house, "JOSE", "Lind")
    max_lind = build.patient(house, "Max", "Lind", born_on=date(1985, 1, 1), phone="614-555-0101",
                             email="home@example.org")  # fmt: skip

    with house.seen_by("intake") as intake:
        assert sorted(len(pair.reasons) for pair in alike(intake)) == [1, 2]
    build.couple(house, jo, max_lind)
    with house.seen_by("intake") as intake:
        assert [pair.reasons for pair in alike(intake)] == [("the same name and birth date",)]
