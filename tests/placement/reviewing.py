"""A program with a proposed week that waits for somebody to look at it."""

from dataclasses import dataclass
from datetime import timedelta

from hearthside.placement.models.proposals import Proposal
from tests.builders import groups
from tests.placement.waiting_room import WaitingRoom, waiting_room

WEEK = timedelta(days=7)


@dataclass
class PlannedRoom(WaitingRoom):
    """The waiting room, and what was proposed for it."""

    proposal: Proposal | None = None


def planned_room() -> PlannedRoom:
    """Six people placed in one cohort, and Jo, who waits."""
    room = waiting_room()
    return PlannedRoom(**vars(room), proposal=room.proposed())


def again_room() -> PlannedRoom:
    """Two small groups, one of which is short of people; planned again for the week after, they become one."""
    room = waiting_room()
    for name in ("Max Lind", "Casey Wren"):
        room.arrives(name)
    morning = [room.people[n] for n in ("Alex", "Sam", "Ravi", "Grace")]
    noon = [room.people[n] for n in ("Nia", "Theo", "Max", "Casey")]
    for people, lead, start, name in ((morning, "Dana", 9 * 60, "Morning"), (noon, "Kim", 13 * 60, "Noon")):
        groups.group(room.house, people, lead=room.staff[lead], start=start, from_on=room.monday, called=name)
    return PlannedRoom(**vars(room), proposal=room.proposed(replan=True, week=room.monday + WEEK, effort=6))
