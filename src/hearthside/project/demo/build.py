"""
Builds the demonstration: made-up people in a made-up program, through the same actions as everybody else.

Each piece is added whole or not at all, and only where it is missing, so that a start that was cut short, or a newer
release with more to show, takes it up from there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import enter
from hearthside.project.up.folder import DataFolder


@dataclass(frozen=True)
class Piece:
    """Something that the demonstration shows."""

    name: str
    is_there: Callable[[], bool]
    add: Callable[[DataFolder], None]


PIECES: tuple[Piece, ...] = ()


def build(folder: DataFolder) -> list[str]:
    """Add what is missing; gives the names of the pieces added."""
    added = []
    for piece in PIECES:
        with transaction.atomic():
            enter(system_actor("demonstration"))
            if not piece.is_there():
                piece.add(folder)
                added.append(piece.name)
    return added
