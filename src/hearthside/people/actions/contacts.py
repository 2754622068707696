"""Emergency contacts and animals: small rows of a patient's record, added, changed, taken off."""

from collections.abc import Collection
from uuid import UUID

from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.credentials.facts import text
from hearthside.people.events.patients import ContactsChanged, PetsChanged
from hearthside.people.models.contacts import EmergencyContact
from hearthside.people.models.patients import Patient
from hearthside.people.models.pets import SPECIES, Pet, PetFear
from hearthside.people.particulars import one_of
from hearthside.people.phones import kept_phone
from hearthside.people.queries.standing import require_part


@action
def keep_contact(
    *,
    patient: Patient,
    name: str,
    relationship: str,
    phone: str,
    is_nearby: bool = False,
    may_call_anytime: bool = False,
    contact: EmergencyContact | None = None,
    by: Actor,
) -> EmergencyContact:
    """
    Add somebody to call in an emergency, or change what is known of one.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: something typed is missing or cannot be.
    """
    require_part(by, patient, "emergency-contact")
    kept = contact or EmergencyContact(program_id=patient.program_id, patient=patient)
    what = "changed" if contact else "added"
    kept.name = text("name", name, most=200, needed="Type the name.")
    kept.relationship = text("relationship", relationship, most=60, needed="Type who this is, such as sister.")
    kept.phone = kept_phone("phone", phone, needed=True)
    kept.is_nearby, kept.may_call_anytime = is_nearby, may_call_anytime
    kept.save()
    record(ContactsChanged(patient=patient.id, contact=kept.id, what=what), by=by)
    return kept


@action
def remove_contact(*, contact: EmergencyContact, by: Actor) -> None:
    """
    Take somebody off the list of people to call.

    Raises:
        NotYours: `by` may not change this part of the record.
    """
    require_part(by, contact.patient, "emergency-contact")
    record(ContactsChanged(patient=contact.patient_id, contact=contact.id, what="removed"), by=by)
    contact.delete()


@action
def keep_pet(*, patient: Patient, name: str, species: str, notes: str = "", pet: Pet | None = None, by: Actor) -> Pet:
    """
    Add an animal that lives with the patient, or change what is known of it.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: something typed is missing or cannot be.
    """
    require_part(by, patient, "pets")
    kept = pet or Pet(program_id=patient.program_id, patient=patient)
    what = "changed" if pet else "added"
    kept.name = text("name", name, most=60, needed="Type the pet's name.")
    kept.species = one_of("species", species, SPECIES, "Choose one from the list.")
    kept.notes = text("notes", notes, most=300)
    kept.save()
    record(PetsChanged(patient=patient.id, pet=kept.id, what=what), by=by)
    return kept


@action
def remove_pet(*, pet: Pet, by: Actor) -> None:
    """
    An animal lives with the patient no more.

    Raises:
        NotYours: `by` may not change this part of the record.
    """
    require_part(by, pet.patient, "pets")
    record(PetsChanged(patient=pet.patient_id, pet=pet.id, what="removed"), by=by)
    pet.delete()


@action
def say_pet_fears(*, patient: Patient, species: Collection[str], by: Actor) -> None:
    """
    Say which animals the patient would rather not meet on the screen: these and no others.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: an animal is not on the list.
    """
    require_part(by, patient, "pets")
    wanted = {one_of("fears", each, SPECIES, "Choose from the list.") for each in species}
    there: dict[str, UUID] = dict(PetFear.objects.filter(patient=patient).values_list("species", "pk"))
    if wanted == set(there):
        return
    PetFear.objects.filter(pk__in=[pk for each, pk in there.items() if each not in wanted]).delete()
    for each in sorted(wanted - set(there)):
        PetFear.objects.create(program_id=patient.program_id, patient=patient, species=each)
    record(PetsChanged(patient=patient.id, what="fears"), by=by)
