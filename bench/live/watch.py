"""
From a facilitator who is gone to the console that shows it, with a virtual clock: the watch and the pager decide by
functions that take the time as an argument, so hours of a bad line are over in seconds.

What runs on a clock of its own is given its worst phase by chance: heartbeats every two seconds, their writing, the
look, the pager's look and the console's. What the network does to a heartbeat is drawn: it travels by TCP, so a packet
that is lost makes it late and not missing.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.live.rows import Row, percentile
from hearthside.live.attendance.evidence import Block, Ratio
from hearthside.live.watch import decisions as d
from hearthside.live.watch.eyes import Eyes
from hearthside.live.watch.facts import Connection, Facts, Somebody
from hearthside.live.watch.machine import watch
from hearthside.live.watch.memory import Memory
from hearthside.safety.pager.engine import USUAL
from tests.live.watching import TIMES

LANE = "virtual clock"
KILLS, HOURS, LOSS = 1000, 100, 0.02
BEAT, WRITE, LOOK, CONSOLE = 2.0, 1.0, 1.0, 1.0
# One way of a good line, and how long TCP waits before it sends a lost packet again, doubling.
ONE_WAY, AGAIN = 0.04, 0.25
PACKETS = 2
BLOCKS = (Block(0, 10**9, "process", Ratio(6, None), True),)
PEOPLE = {name: (Somebody(name, "facilitator"),) for name in ("kim", "lee")} | {
    f"p{n}": (Somebody(f"p{n}", "patient"),) for n in range(7)
}


def measure() -> list[Row]:
    """P1, P2 and P4."""
    dice = random.Random(20270105)
    killed = [_until_shown(dice, goodbye=False) for _ in range(KILLS)]
    left = [_until_shown(dice, goodbye=True) for _ in range(KILLS)]
    false = sum(_false_pages(dice) for _ in range(HOURS))
    met = percentile(killed, 95) <= 8 and percentile(killed, 99) <= 12
    return [
        Row("P1", "a facilitator is killed: the first floater's console shows it", LANE, killed,
            "p95 8 s, p99 12 s", "met" if met else "missed"),
        Row("P2", "a facilitator presses Leave: the same", LANE, left, "p95 2 s",
            "met" if percentile(left, 95) <= 2 else "missed"),
        Row("P4", f"false pages in {HOURS} session-hours at {LOSS:.0%} packet loss: {false}", LANE, [], "at most 1",
            "met" if false <= 1 else "missed"),
    ]  # fmt: skip


def _until_shown(dice: random.Random, *, goodbye: bool) -> float:
    """Seconds from the end of Lee's process, or their press, until the first stand-in's console shows the page."""
    phase, writes, looks = dice.uniform(0, BEAT), dice.uniform(0, WRITE), dice.uniform(0, LOOK)
    gone = 100.0 + dice.uniform(0, BEAT)
    sent = [phase + BEAT * n for n in range(80) if phase + BEAT * n <= gone]
    last, shown_from = sent[-1], _next(writes, WRITE, sent[-1] + _late(dice))
    memory, now = Memory(), _next(looks, LOOK, gone - 3)
    while True:
        now += LOOK
        beat = last if now >= shown_from else last - BEAT
        pressed = round(gone * 1000) if goodbye and now >= gone + ONE_WAY else None
        seen = watch(_facts({"kim": now, "lee": beat}, now, pressed), memory, Eyes(), TIMES, round(now * 1000))
        memory = seen.memory
        if any(isinstance(one, d.RaisePage) for one in seen.decisions):
            return now + dice.uniform(0, USUAL.look_seconds) + dice.uniform(0, CONSOLE) + ONE_WAY - gone


def _false_pages(dice: random.Random) -> int:
    """Pages of one hour in which nobody is gone, and every heartbeat goes through a bad line."""
    raised = 0
    for name in ("kim", "lee"):
        arrivals = sorted(BEAT * n + _late(dice) for n in range(int(3600 / BEAT)))
        for before, after in _gaps(arrivals, TIMES.suspect / 1000 - LOOK):
            now = before
            while now < after:
                now += LOOK
                heard = {"kim": now, "lee": now} | {name: before}
                seen = watch(_facts(heard, now, None), Memory(), Eyes(round(now * 1000), 0), TIMES, round(now * 1000))
                if now < after and any(isinstance(one, d.RaisePage) for one in seen.decisions):
                    raised += 1
                    break
    return raised


def _gaps(arrivals: Sequence[float], least: float) -> Iterator[tuple[float, float]]:
    return ((a, b) for a, b in itertools.pairwise(arrivals) if b - a >= least)


def _late(dice: random.Random) -> float:
    """How long one heartbeat is on its way."""
    late = ONE_WAY
    for _ in range(PACKETS):
        again = AGAIN
        while dice.random() < LOSS:
            late, again = late + again, again * 2
    return late


def _next(phase: float, every: float, at: float) -> float:
    """The first instant of this rhythm that is not before."""
    return phase + every * -(-(at - phase) // every)


def _facts(beats: dict[str, float], now: float, pressed: int | None) -> Facts:
    connections = [Connection(name, name, "main", 0, round(beats.get(name, now) * 1000)) for name in PEOPLE]
    found = tuple(replace(c, own_leave_at=pressed) if c.identity == "lee" else c for c in connections)
    return Facts(found, PEOPLE, BLOCKS, 0, ("main",), lead="kim", admitted=frozenset(PEOPLE))
