"""
One second of the watch over one session: what is known in, what is remembered and decided out.

Pure: no clock, no database, no network. The same facts at the same instant give the same decisions, however often they
are asked for; whoever carries them out tells so in the next second's facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hearthside.live.watch import lead, paging
from hearthside.live.watch.decisions import Decision
from hearthside.live.watch.eyes import Eyes
from hearthside.live.watch.facts import Facts, Times
from hearthside.live.watch.lives import GONE, Life, Present, lives, present
from hearthside.live.watch.memory import Memory
from hearthside.live.watch.missing import missing
from hearthside.live.watch.ratio import Standing, stand


@dataclass(frozen=True)
class Seen:
    """What one second's look gave."""

    standing: Mapping[str, Standing]
    here: Mapping[str, Present]
    lives: Mapping[str, Life]
    memory: Memory
    decisions: tuple[Decision, ...]


def watch(facts: Facts, memory: Memory, eyes: Eyes, times: Times, now: int) -> Seen:
    """Look at one session."""
    found, silent = lives(facts.connections, memory.silent, eyes, times, now)
    here = present(facts, found, times, now)
    is_empty = not any(life.state != GONE for life in found.values())
    memory = replace(
        memory,
        empty_since=(now if memory.empty_since is None else memory.empty_since) if is_empty else None,
        rooms={name: room for name, room in memory.rooms.items() if name in facts.rooms},
        silent=silent,
        lead_lost_since=lead.lead_lost_since(facts, found, memory, now),
    )
    decisions: list[Decision] = []
    standing: dict[str, Standing] = {}
    for room in facts.rooms:
        standing[room], memory, changes = stand(room, here[room], facts, memory, times, now)
        decisions += changes
        decisions += paging.for_ratio(room, standing[room], facts, times, now)
        decisions += paging.ahead(room, here[room], standing[room], facts, times, now)
    decisions += lead.succession(facts, found, here, memory.lead_lost_since, times, now)
    decisions += lead.holds(facts, here, memory, times, now)
    decisions += missing(facts, found, times, now)
    return Seen(standing, here, found, memory, tuple(decisions))
