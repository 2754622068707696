"""
Two cores on one large roster: the search splits into halves that cannot touch each other, and comes together again.

A half is a set of facilitators with the cohorts that they alone staff. Cohorts staffed from both halves stand still for
the round; whoever waits is dealt to one half. Halves grow from a random facilitator along shared cohorts, so few
cohorts stand still, and each round cuts elsewhere. What a round does depends on its seed and steps alone, so the answer
is the same on one thread and on two.
"""

from random import Random

import numpy as np

from hearthside.placement.solver.cohorts import Search
from hearthside.placement.solver.kernel_layout import CO_AT, Ints
from hearthside.placement.solver.kernel_rounds import load_rows, unlock
from hearthside.placement.solver.kernel_rows import ALIVE, COS, LEAD, LOCKED

OUT, MOVABLE, STANDING = 0, 1, 2


def staff_of(rows: Ints, co_at: int) -> list[list[int]]:
    """The facilitators of each row; none for a row that is not in use."""
    return [[int(r[LEAD]), *(int(f) for f in r[co_at : co_at + int(r[COS])])] if r[ALIVE] else [] for r in rows]


def cut(staff: list[list[int]], facilitators: int, rng: Random) -> list[bool]:
    """Which facilitators are in the first half: about half of them, grown along shared cohorts."""
    works_with: list[set[int]] = [set() for _ in range(facilitators)]
    for team in staff:
        for f in team:
            works_with[f].update(team)
    first = [False] * facilitators
    order = list(range(facilitators))
    rng.shuffle(order)
    queue: list[int] = []
    taken, at, begin = 0, 0, 0
    while taken < facilitators // 2:
        if at == len(queue):
            while first[order[begin]]:
                begin += 1
            queue.append(order[begin])
            first[order[begin]] = True
            taken += 1
        near = sorted(works_with[queue[at]])
        at += 1
        for f in near:
            if not first[f] and taken < facilitators // 2:
                first[f] = True
                taken += 1
                queue.append(f)
    return first


def split(whole: Search, seed: int) -> tuple[Search, Search]:
    """Two searches that may run at the same time; `join` brings them together."""
    rng = Random(seed)
    rows, co_at = whole.best, int(whole.state.flat[CO_AT])
    staff = staff_of(rows, co_at)
    first = cut(staff, len(whole.model.facilitators), rng)
    dealt = np.array([rng.getrandbits(1) for _ in whole.model.units], dtype=np.int64)
    halves = []
    for side in (True, False):
        how = np.array(
            [
                OUT
                if not team
                else MOVABLE
                if all(first[f] is side for f in team)
                else OUT
                if all(first[f] is not side for f in team)
                else STANDING
                for team in staff
            ],
            dtype=np.int64,
        )
        half = Search.begin(whole.model, seed * 2 + side, spare_rows=len(rows))
        away = np.array([f for f, inside in enumerate(first) if inside is not side], dtype=np.int64)
        load_rows(whole.model.flat, half.state.flat, rows.ravel(), how, dealt, int(side), away)
        half.note_best()
        halves.append(half)
    return halves[0], halves[1]


def join(whole: Search, halves: tuple[Search, Search]) -> None:
    """Take over what the halves did; the rows they did not touch stay."""
    standing = [r for r in halves[0].best if r[ALIVE] and r[LOCKED]]
    moved = [r for half in halves for r in half.best if r[ALIVE] and not r[LOCKED]]
    rows = np.zeros_like(whole.best)
    for at, r in enumerate([*standing, *moved]):
        rows[at] = r
        if rows[at, LOCKED]:
            unlock(rows[at])
    whole.restart_from(rows)
