"""
What of a month may be told to everybody, and what is withheld because too few people or sessions stand behind it.

A number that is withheld must not follow from the others. Were one kind alone withheld, the total less all the others
would be that kind; so another kind, the smallest, is withheld with it, and another, until what is withheld is itself
large enough to be told. Of the total then stands only what the withheld kinds certainly have some of: people's and
therapists' time and what follows from those. A count of breaches would say of each withheld kind that it had none, and
the largest group could be one of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hearthside.live.delivered.figures import KINDS, Cell, Figures, together

MINUTE = 60_000
# Why a kind is withheld: too few behind it, or because another one would follow from it.
FEW, FOLLOWS = "few", "follows"


@dataclass(frozen=True)
class Fewest:
    """The fewest patients and sessions that may stand behind a number."""

    patients: int
    sessions: int

    def are_behind(self, cell: Cell) -> bool:
        return len(cell.patients) >= self.patients and len(cell.sessions) >= self.sessions


@dataclass(frozen=True)
class Shown:
    """What is told of a kind, or of all together. None is what is withheld of a total."""

    patient_minutes: int
    therapist_minutes: int
    room_minutes: int
    # Patients for one therapist, and people in the room, on average over time; one decimal.
    patients_per_therapist: float | None
    mean_size: float
    sessions: int | None = None
    largest: int | None = None
    breach_minutes: int | None = None
    breaches: int | None = None
    over_size_minutes: int | None = None
    over_size_times: int | None = None


@dataclass(frozen=True)
class Told:
    """A month as it is told: kinds that are shown, kinds that are withheld and why, and all together."""

    shown: Mapping[str, Shown]
    withheld: Mapping[str, str]
    total: Shown | None


def told(cells: Mapping[str, Cell], fewest: Fewest) -> Told:
    """
    Decide what is shown. The total is None where there is nothing to tell, or where it would tell what is withheld.
    """
    hidden = withheld(cells, fewest)
    shown = {kind: _whole(cell) for kind, cell in cells.items() if kind not in hidden}
    total = together(cells.values())
    if not hidden:
        return Told(shown, hidden, _whole(total) if cells else None)
    told_in_part = bool(shown) and _is_covered([cells[kind] for kind in hidden], fewest)
    return Told(shown, hidden, _in_part(total.figures) if told_in_part else None)


def withheld(cells: Mapping[str, Cell], fewest: Fewest) -> dict[str, str]:
    """Kinds that are withheld, each with the reason."""
    hidden = {kind: FEW for kind, cell in cells.items() if not fewest.are_behind(cell)}
    left = sorted((kind for kind in cells if kind not in hidden), key=lambda kind: _size(kind, cells[kind]))
    while hidden and left and not _is_covered([cells[kind] for kind in hidden], fewest):
        hidden[left.pop(0)] = FOLLOWS
    return {kind: hidden[kind] for kind in cells if kind in hidden}


def _is_covered(hidden: list[Cell], fewest: Fewest) -> bool:
    """Whether their sum, which follows from the total, says nothing of one of them."""
    whole = together(hidden)
    return len(hidden) > 1 and fewest.are_behind(whole) and whole.figures.staff_ms > 0


def _size(kind: str, cell: Cell) -> tuple[int, int, int]:
    """The smallest first; of two alike the one that says less about a program."""
    return len(cell.patients), len(cell.sessions), -KINDS.index(kind)


def _in_part(figures: Figures) -> Shown:
    return Shown(
        patient_minutes=figures.patient_ms // MINUTE,
        therapist_minutes=figures.staff_ms // MINUTE,
        room_minutes=figures.occupied_ms // MINUTE,
        patients_per_therapist=round(figures.patient_ms / figures.staff_ms, 1) if figures.staff_ms else None,
        mean_size=round(figures.patient_ms / figures.occupied_ms, 1),
    )


def _whole(cell: Cell) -> Shown:
    part, figures = _in_part(cell.figures), cell.figures
    return Shown(
        part.patient_minutes,
        part.therapist_minutes,
        part.room_minutes,
        part.patients_per_therapist,
        part.mean_size,
        sessions=len(cell.sessions),
        largest=figures.largest,
        breach_minutes=-(-figures.breach_ms // MINUTE),
        breaches=figures.breaches,
        over_size_minutes=-(-figures.size_ms // MINUTE),
        over_size_times=figures.size_breaches,
    )
