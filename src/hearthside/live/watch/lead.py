"""
Who leads, and when the group is paused because nobody does.

The lead passes to whoever staffs the session and is there, in the order of the plan and then of coming. It never passes
to somebody who comes to be treated: they are in no list that is looked at here.
"""

from collections.abc import Iterator, Mapping, Sequence

from hearthside.live.watch.decisions import Decision, Hold, Lift, TakeLead
from hearthside.live.watch.facts import Facts, Times
from hearthside.live.watch.lives import GONE, Life, Present, best
from hearthside.live.watch.memory import Memory


def lead_lost_since(facts: Facts, found: Mapping[str, Life], memory: Memory, now: int) -> int | None:
    """Since when the lead is gone; one who never came, since the session began."""
    if facts.lead is None:
        return None
    life = _life_of(facts.lead, facts, found)
    since = facts.blocks[0].start if life is None else life.since if life.state == GONE else None
    if since is None or since > now:
        return None
    return since if memory.lead_lost_since is None else memory.lead_lost_since


def succession(
    facts: Facts, found: Mapping[str, Life], here: Mapping[str, Present], lost_since: int | None, times: Times, now: int
) -> Iterator[Decision]:
    """The lead passes on once it has been lost for long enough, or at once where there is none."""
    if facts.lead is not None and (lost_since is None or now - lost_since < times.succession):
        return
    there = {person for room in here.values() for person in room.staff_there} - {facts.lead}
    successor = next(iter(_in_order(there, facts, found)), None)
    if successor is not None:
        yield TakeLead(successor, _why(successor, facts))


def _why(clinician: str, facts: Facts) -> str:
    if clinician not in facts.staff_order:
        return "joined"
    return "succession" if facts.lead is not None else "planned"


def _in_order(there: set[str], facts: Facts, found: Mapping[str, Life]) -> Sequence[str]:
    """By the plan, then by when they came, then by id: the same answer for everybody who asks."""
    planned = {person: n for n, person in enumerate(facts.staff_order)}
    came: dict[str, int] = {}
    for connection in facts.connections:
        for somebody in facts.seats.get(connection.identity, ()):
            if found[connection.sid].state != GONE:
                came[somebody.id] = min(connection.joined_at, came.get(somebody.id, connection.joined_at))
    return sorted(there, key=lambda person: (planned.get(person, len(planned)), came.get(person, 0), person))


def _life_of(person: str, facts: Facts, found: Mapping[str, Life]) -> Life | None:
    return best(
        found[c.sid]
        for c in facts.connections
        if any(somebody.id == person for somebody in facts.seats.get(c.identity, ()))
    )


def holds(facts: Facts, here: Mapping[str, Present], memory: Memory, times: Times, now: int) -> Iterator[Decision]:
    """A group is paused once it has been alone for long enough, and goes on with the first who may lead it."""
    for room in facts.rooms:
        alone_since = memory.room(room).alone_since
        if room in facts.held:
            if here[room].staff_there and room not in facts.held_by_staff:
                yield Lift(room)
        elif alone_since is not None and now - alone_since >= times.hold:
            yield Hold(room)
