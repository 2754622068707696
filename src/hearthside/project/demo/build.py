"""
Builds the demonstration: made-up people in a made-up program, through the same actions as everybody else.

Each piece is added whole or not at all, and only where it is missing, so that a start that was cut short, or a newer
release with more to show, takes it up from there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.project.demo import bonds, pieces
from hearthside.project.up.folder import DataFolder


@dataclass(frozen=True)
class Piece:
    """Something that the demonstration shows."""

    name: str
    is_there: Callable[[], bool]
    add: Callable[[DataFolder, Actor], None]


PIECES = (
    Piece("the program and its sign-ins", pieces.has_program, pieces.program_and_sign_ins),
    Piece("clinicians", pieces.has_clinicians, pieces.clinicians_with_licenses),
    Piece("people who wait", pieces.has_patients, pieces.people_who_wait),
    Piece("couples", bonds.has_couples, bonds.couples),
    Piece("homes", bonds.has_homes, bonds.homes),
    Piece("consents", bonds.has_consents, bonds.consents),
    Piece("an application", bonds.has_application, bonds.application),
)


def build(folder: DataFolder) -> list[str]:
    """Add what is missing; gives the names of the pieces added."""
    by = system_actor("demonstration")
    added = []
    for piece in PIECES:
        with scope(by):
            if not piece.is_there():
                piece.add(folder, by)
                added.append(piece.name)
    return added
