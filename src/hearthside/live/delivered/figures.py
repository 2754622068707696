"""
What one session, or many together, really had in one kind of block: people's time, therapists' time, size, breaches.

In whole milliseconds, so that sums are exact. Whatever is told of them is worked out from a sum, and rounded once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PROCESS, SKILLS, EDUCATION, BREAK = "process", "skills", "psychoeducation", "break"
# Kinds of block in which several people may be together, in the order in which they are told. Somebody alone with a
# clinician is no group, and is counted nowhere here.
KINDS = (PROCESS, SKILLS, EDUCATION, "couples_group", "couples", "wellness", BREAK)
# A break for animals is a break: the room has to keep its ratio in both.
AS_KIND = {"pet": BREAK}


@dataclass(frozen=True)
class Figures:
    """Times in milliseconds while somebody was there to be treated; of several rooms at once, each room's."""

    patient_ms: int = 0
    staff_ms: int = 0
    occupied_ms: int = 0
    # The most people at any one moment in one room.
    largest: int = 0
    # With fewer therapists than the rule asks for, and how often; a time that runs into another block counts in each.
    breach_ms: int = 0
    breaches: int = 0
    # With more people than a room may hold, and how often.
    size_ms: int = 0
    size_breaches: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            patient_ms=self.patient_ms + other.patient_ms,
            staff_ms=self.staff_ms + other.staff_ms,
            occupied_ms=self.occupied_ms + other.occupied_ms,
            largest=max(self.largest, other.largest),
            breach_ms=self.breach_ms + other.breach_ms,
            breaches=self.breaches + other.breaches,
            size_ms=self.size_ms + other.size_ms,
            size_breaches=self.size_breaches + other.size_breaches,
        )


@dataclass(frozen=True)
class Part:
    """One kind of block in one session, with the patients who were there for some of it."""

    session: str
    kind: str
    patients: frozenset[str]
    figures: Figures


@dataclass(frozen=True)
class Cell:
    """Parts of many sessions together."""

    patients: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    figures: Figures = Figures()

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.patients | other.patients, self.sessions | other.sessions, self.figures + other.figures
        )  # fmt: skip


def cells(parts: Iterable[Part]) -> Mapping[str, Cell]:
    """One cell for each kind that there was, in the order of `KINDS`."""
    found: dict[str, Cell] = {}
    for part in parts:
        one = Cell(part.patients, frozenset({part.session}), part.figures)
        found[part.kind] = found.get(part.kind, Cell()) + one
    return {kind: found[kind] for kind in KINDS if kind in found}


def together(some: Iterable[Cell]) -> Cell:
    """Several cells as one."""
    whole = Cell()
    for cell in some:
        whole += cell
    return whole
