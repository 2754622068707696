"""What somebody is to a live session, and which news of it they hear. What they may be told is `payloads`."""

from collections.abc import Iterable

PATIENT, PARTNER, OBSERVER = "patient", "partner", "observer"
LEAD, CO = "lead", "co"
# Whoever could stand in, and whoever has said that they come.
FLOATER, SUPERVISOR, COMING = "floater", "supervisor", "coming"
CRISIS, MONITOR = "crisis", "monitor"
RELATIONS = (PATIENT, PARTNER, OBSERVER, LEAD, CO, COMING, FLOATER, SUPERVISOR, CRISIS, MONITOR)
# Roles that watch over the program's sessions and are in none of them.
MONITORS = ("coordinator", "director", "compliance")
IN_THE_ROOM = frozenset({PATIENT, PARTNER, OBSERVER, LEAD, CO, COMING})
LEADS_OR_HELPS = frozenset({LEAD, CO, COMING})

# Audiences of news. What is for one seat alone has that seat's id behind it.
TO_ROOM, TO_STAFF, TO_COUNTS, TO_CRISIS, TO_SEAT = "room", "staff", "counts", "crisis", "seat:"


def audiences(relations: Iterable[str], seats: Iterable[object] = ()) -> frozenset[str]:
    """Which news somebody with these relations, at these seats, hears."""
    held = set(relations)
    heard = {f"{TO_SEAT}{seat}" for seat in seats}
    if held & IN_THE_ROOM:
        heard.add(TO_ROOM)
    if held & LEADS_OR_HELPS:
        heard |= {TO_STAFF, TO_COUNTS}
    if held & {FLOATER, SUPERVISOR, MONITOR}:
        heard.add(TO_COUNTS)
    if CRISIS in held:
        heard.add(TO_CRISIS)
    return frozenset(heard)
