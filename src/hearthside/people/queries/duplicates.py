"""Records that may be one person's: the same birth date and name, the same telephone, the same e-mail address."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from hearthside.base.text import folded
from hearthside.ledger.actors import Actor
from hearthside.people.models.couples import CoupleMember
from hearthside.people.models.patients import Patient, PatientDetails


@dataclass(frozen=True)
class Alike:
    """Two records, and what they have in common."""

    first: Patient
    second: Patient
    reasons: tuple[str, ...]


NAME, PHONE, EMAIL = "the same name and birth date", "the same telephone number", "the same e-mail address"


def alike(actor: Actor, *, of: UUID | None = None) -> list[Alike]:
    """
    Pairs of records that have something in common, of all patients this actor may see or of one.

    Partners share a telephone and an address and are two people: what two partners share counts for nothing.
    """
    visible = Patient.objects.visible_to(actor).standing()
    rows = PatientDetails.objects.filter(patient__in=visible).select_related("patient")
    groups: dict[tuple[str, str], list[PatientDetails]] = defaultdict(list)
    for row in rows.order_by("patient"):
        if row.born_on:
            groups[NAME, f"{row.born_on} {folded(row.full_name)}"].append(row)
        if row.phone:
            groups[PHONE, row.phone].append(row)
        if row.email:
            groups[EMAIL, row.email].append(row)
    partners = _partners()
    reasons: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    people: dict[UUID, Patient] = {}
    for (reason, _), members in groups.items():
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                pair = (one.patient_id, other.patient_id)
                if of in (None, *pair) and not (reason != NAME and frozenset(pair) in partners):
                    reasons[pair].append(reason)
                    people |= {one.patient_id: one.patient, other.patient_id: other.patient}
    return [Alike(people[a], people[b], tuple(why)) for (a, b), why in sorted(reasons.items())]


def _partners() -> set[frozenset[UUID]]:
    couples: dict[UUID, set[UUID]] = defaultdict(set)
    for couple, patient in CoupleMember.objects.filter(patient__isnull=False).values_list("couple", "patient"):
        couples[couple].add(patient)
    return {frozenset(pair) for pair in couples.values() if len(pair) == 2}
