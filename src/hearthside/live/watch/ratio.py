"""
Ratio and size of a room right now. How many staff it needs is asked of the attendance engine: one rule, not two.

From enough to too few at once; back only once enough staff has been there for a while, so that a bad line does not make
an alarm come and go.
"""

from dataclasses import dataclass

from hearthside.live.attendance.ratio import need_in_block
from hearthside.live.watch.decisions import Decision, SizeChanged, StateChanged
from hearthside.live.watch.facts import Facts, Times
from hearthside.live.watch.lives import Present
from hearthside.live.watch.memory import Memory, RoomMemory
from hearthside.live.words import BREACH, OK, SUSPECT


@dataclass(frozen=True)
class Standing:
    """How a room stands."""

    state: str
    patients: int
    staff: int
    needed: int
    unit: str
    over_size: bool
    cap: int | None


def stand(
    room: str, here: Present, facts: Facts, memory: Memory, times: Times, now: int
) -> tuple[Standing, Memory, list[Decision]]:
    """The room's standing, what is remembered of it, and what changed."""
    before = memory.room(room)
    needed, unit = need_in_block(facts.blocks, facts.block, len(here.patients), here.couples)
    sure, most = len(here.staff_there), len(here.staff_there) + len(here.staff_maybe)
    seen = OK if sure >= needed else SUSPECT if most >= needed else BREACH
    state, since, steady = _with_patience(before, seen, times, now)
    decisions: list[Decision] = []
    if state != before.state:
        decisions.append(StateChanged(room, before.state, state, len(here.patients), sure, needed, unit))
    over, cap, used = _size(len(here.patients), before, times, now)
    if over != (before.over_size_since is not None):
        decisions.append(SizeChanged(room, over, len(here.patients), cap or 0))
    alone = len(here.patients) > 0 and most == 0
    memory = memory.with_room(
        room,
        state=state,
        since=since,
        steady_since=steady,
        alone_since=(before.alone_since or now) if alone else None,
        over_size_since=(before.over_size_since or now) if over else None,
        together_used=used,
        # Only while it is counted: what does not change need not be written down each second.
        counted_at=now if _is_counted(len(here.patients), times) else None,
    )
    return Standing(state, len(here.patients), sure, needed, unit, over, cap), memory, decisions


def _with_patience(before: RoomMemory, seen: str, times: Times, now: int) -> tuple[str, int, int | None]:
    if seen != OK:
        # A worse word counts at once, and so does a better one as long as it still is an alarm.
        return seen, before.since if seen == before.state else now, None
    if before.state == OK:
        return OK, before.since, None
    steady = before.steady_since if before.steady_since is not None else now
    if now - steady >= times.steady:
        return OK, now, None
    return before.state, before.since, steady


def _is_counted(people: int, times: Times) -> bool:
    """Whether a second of this many people together is one of those that policy allows."""
    return times.cap is not None and times.together_cap is not None and times.cap < people <= times.together_cap


def _size(people: int, before: RoomMemory, times: Times, now: int) -> tuple[bool, int | None, int]:
    """Whether there are too many, above which number, and how long they have been together above the first cap."""
    used = before.together_used
    if times.cap is None or people <= times.cap:
        return False, times.cap, used
    if times.together_cap is None:
        return True, times.cap, used
    if people > times.together_cap:
        return True, times.together_cap, used
    if before.counted_at is not None:
        used += now - before.counted_at
    return used > times.together, times.cap, used
