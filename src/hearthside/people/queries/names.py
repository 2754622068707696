"""What people are called, as far as the asker may know it."""

from collections.abc import Iterable
from uuid import UUID

from hearthside.ledger import reading
from hearthside.ledger.actors import Actor
from hearthside.people.models.patients import Patient


def names_shown(actor: Actor, patients: Iterable[UUID]) -> dict[UUID, str]:
    """By their whole name for whoever may see it, else by the name a group sees; written down as read."""
    asked = set(patients)
    whole = Patient.objects.visible_to(actor, "demographics").filter(pk__in=asked).select_related("details")
    names = {p.pk: p.details.full_name for p in whole}
    reading.note(patients=sorted(names), part="demographics")
    rest = Patient.objects.visible_to(actor, "display-name").filter(pk__in=asked - names.keys())
    shown = {p.pk: p.chosen_name for p in rest}
    reading.note(patients=sorted(shown), part="display-name")
    return names | shown
