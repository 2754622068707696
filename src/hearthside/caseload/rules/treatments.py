"""
Who may treat whom, on plain values: no two roles of one person in one pair of hands.

A couple counts as each of its partners: their couples therapist treats both, so being one partner's own therapist is
treating one person in two roles. A prescriber may hold one of the three roles as well.

Rule: docs/rules/conflict-of-role.md. Source: mission promise C2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from hearthside.caseload.rules.spans import Instants

MODALITIES = {
    "individual": "Individual therapist",
    "counseling": "Drug and alcohol counselor",
    "couples": "Couples therapist",
    "prescribing": "Prescriber",
}
# Three roles that three different people hold.
DISTINCT_MODALITIES = ("individual", "counseling", "couples")

# What the clinician must be in the program (as in clinicians' cards), and be allowed to do where the person is.
ROLE_OF = {"individual": "individual", "counseling": "counselor", "couples": "couples", "prescribing": "prescriber"}
DOING_OF = {"individual": "individual", "counseling": "counseling", "couples": "couples", "prescribing": "prescribe"}


@dataclass(frozen=True)
class Held:
    """One clinician who treats one person in one modality; of a couple there is one for each partner."""

    patient: UUID
    clinician: UUID
    modality: str
    during: Instants
    couple: UUID | None = None


def conflicts_of_role(treatments: Iterable[Held]) -> list[tuple[Held, Held]]:
    """Pairs in which one clinician treats one person in two of the three roles at once."""
    return [
        (one, other)
        for one, other in _pairs(treatments)
        if one.clinician == other.clinician and one.modality != other.modality
    ]


def held_twice(treatments: Iterable[Held]) -> list[tuple[Held, Held]]:
    """Pairs in which one person has the same one of the three roles filled twice at once."""
    return [(one, other) for one, other in _pairs(treatments) if one.modality == other.modality]


def halves(treatments: Sequence[Held], partners: dict[UUID, frozenset[UUID]]) -> list[Held]:
    """Couples treatments that leave a partner out, or take in somebody who is none; `partners` are a couple's."""
    couples = [t for t in treatments if t.modality == "couples"]
    told = {(t.couple, t.clinician, t.during, t.patient) for t in couples}
    return [
        t
        for t in couples
        if t.couple is None
        or t.patient not in partners[t.couple]
        or any((t.couple, t.clinician, t.during, p) not in told for p in partners[t.couple])
    ]


def _pairs(treatments: Iterable[Held]) -> list[tuple[Held, Held]]:
    counted = [t for t in treatments if t.modality in DISTINCT_MODALITIES]
    return [
        (one, other)
        for one, other in combinations(counted, 2)
        if one.patient == other.patient and one.during.overlaps(other.during)
    ]
