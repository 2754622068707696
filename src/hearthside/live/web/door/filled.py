"""What a question is filled in with before somebody answers it: what they typed, said, or what is on record."""

from typing import Any

from hearthside.live.models.check_in import CheckIn, CheckInPlace
from hearthside.live.queries.check_in import Visitor, last_place, person_of, place_of
from hearthside.live.rules import check_in as rules
from hearthside.people.models.contacts import EmergencyContact
from hearthside.people.models.patients import Patient
from hearthside.people.models.pets import Pet
from hearthside.people.phones import shown_phone

PLACE_FIELDS = ("street", "unit", "entry", "city", "state", "postal_code")


def filled(visitor: Visitor, row: CheckIn, step: str, answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """For the form of this question. Behind the scenes, and for nobody but them."""
    if drafted := row.draft.get(step):
        return dict(drafted)
    if step == rules.WHERE:
        return _place(visitor, row)
    if said := answers.get(step):
        return _as_typed(step, said)
    return _on_record(visitor, step)


def _as_typed(step: str, said: dict[str, Any]) -> dict[str, Any]:
    if step in (rules.NUMBER, rules.CONTACT):
        return {**said, "phone": shown_phone(said["phone"])}
    if step == rules.SAFE:
        return {"unsafe": rules.YES if said["unsafe"] else rules.NO}
    return dict(said)


def _place(visitor: Visitor, row: CheckIn) -> dict[str, Any]:
    """Where they are, else where they were the last time, else where they live: in each case to be confirmed."""
    found: CheckInPlace | None = place_of(row) or last_place(visitor.person)
    if found is not None:
        typed = {name: getattr(found, name) for name in PLACE_FIELDS}
        return {**typed, "local_emergency": shown_phone(found.local_emergency)}
    person = person_of(visitor)
    if not isinstance(person, Patient):
        return {}
    return {name: getattr(person.details, name) for name in ("street", "city", "state", "postal_code")}


def _on_record(visitor: Visitor, step: str) -> dict[str, Any]:
    person = person_of(visitor)
    if not isinstance(person, Patient):
        names = {"shown_name": person.name.partition(" ")[0], "pronouns": person.pronouns}
        return {rules.NAME: names, rules.NUMBER: {"phone": shown_phone(person.phone)}}.get(step, {})
    if step == rules.NAME:
        pet = Pet.objects.filter(patient=person).values_list("name", flat=True).first()
        return {"shown_name": person.chosen_name, "pronouns": person.details.pronouns, "pet": pet or ""}
    if step == rules.NUMBER:
        return {"phone": shown_phone(person.details.phone)}
    if step == rules.CONTACT:
        contact = EmergencyContact.objects.filter(patient=person).first()
        if contact is not None:
            return {"name": contact.name, "relationship": contact.relationship, "phone": shown_phone(contact.phone)}
    return {}
