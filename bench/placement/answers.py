"""Cohorts as one line each, as peers in other processes write them."""

from collections.abc import Iterable
from pathlib import Path

from bench.placement.seating import Pattern, Seating, numbered
from hearthside.base.words import TRACKS
from hearthside.placement.solver.week import Cohort

NOBODY = -1


def line(pattern: Pattern, lead: int, second: int, units: Iterable[int]) -> str:
    """One cohort; `second` is NOBODY where one facilitator suffices."""
    return " ".join(map(str, (pattern.plan, pattern.combo, pattern.start, lead, second, *units)))


def read(answer: Path, seating: Seating) -> tuple[Cohort, ...]:
    """The cohorts of an answer; a second facilitator staffs the blocks that need one at the cohort's size."""
    cohorts = []
    for text in answer.read_text().splitlines():
        plan, combo, start, lead, second, *units = map(int, text.split())
        people = sum(int(seating.a.u_n[u]) for u in units)
        seconds = {} if second == NOBODY else {second: seating.second_blocks(plan, people)}
        track = TRACKS[int(seating.a.u_track[units[0]])]
        cohorts.append(seating.cohort(Pattern(plan, combo, start), track, lead, seconds, units))
    return numbered(cohorts)
