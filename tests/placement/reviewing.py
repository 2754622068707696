"""A program with a proposed week that waits for somebody to look at it."""

from dataclasses import dataclass

from hearthside.placement.models.proposals import Proposal
from tests.placement.waiting_room import WaitingRoom, waiting_room


@dataclass
class PlannedRoom(WaitingRoom):
    """The waiting room, and what was proposed for it."""

    proposal: Proposal | None = None


def planned_room() -> PlannedRoom:
    """Six people placed in one cohort, and Jo, who waits."""
    room = waiting_room()
    return PlannedRoom(**vars(room), proposal=room.proposed())
