"""Pets and support animals: read and checked, kept for the program, never used to plan."""

from dataclasses import dataclass

from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Rows


@dataclass(frozen=True)
class Pet:
    person_id: str
    name: str
    species: str
    notes: str


def pets(rows: Rows, known: Known, complaints: Complaints) -> tuple[Pet, ...]:
    """The animals people registered, in the order of the file."""
    found = []
    for row in rows:
        who = row.value["person_id"]
        if who is not None and known.require(rows, row.line, "person_id", who, complaints) and not row.bad:
            found.append(Pet(who, row.value["name"], row.value["species"], row.value["notes"]))
    return tuple(found)
