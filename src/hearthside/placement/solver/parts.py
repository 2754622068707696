"""
One large roster on two cores: the search splits into parts that cannot touch each other, and comes together again.

A part is a set of facilitators with the cohorts that they alone staff. Cohorts staffed from two parts stand still for
the round; whoever waits is dealt to one part. Parts grow from a random facilitator along shared cohorts, so few
cohorts stand still, and each round cuts elsewhere. Small parts are also quick: what they look at stays in the
processor's cache. What a round does depends on its seed and steps alone, so the answer is the same on one thread and on
two.
"""

from random import Random

import numpy as np

from hearthside.placement.solver.cohorts import Search
from hearthside.placement.solver.kernel_layout import CO_AT, LEAST, MOST_COS, Ints
from hearthside.placement.solver.kernel_rounds import load_rows
from hearthside.placement.solver.kernel_rows import ALIVE, COS, FIRST, LEAD, LOCKED, PEOPLE, UNITS

OUT, MOVABLE, STANDING = 0, 1, 2


def staff_of(rows: Ints, co_at: int, most_cos: int) -> Ints:
    """The facilitators of each row (lead, cos), the lead again where there are fewer."""
    cos = rows[:, co_at : co_at + most_cos]
    held = np.arange(most_cos) < rows[:, COS].reshape(-1, 1)
    lead = rows[:, LEAD].reshape(-1, 1)
    return np.concatenate([lead, np.where(held, cos, lead)], axis=1)


def cut(teams: Ints, facilitators: int, parts: int, rng: Random) -> Ints:
    """Which part each facilitator is in: parts of about the same size, grown along shared cohorts."""
    works_with: list[set[int]] = [set() for _ in range(facilitators)]
    for team in teams.tolist():
        for f in team:
            works_with[f].update(team)
    part_of = [-1] * facilitators
    order = list(range(facilitators))
    rng.shuffle(order)
    begin = 0
    for part in range(parts):
        wanted = facilitators * (part + 1) // parts - facilitators * part // parts
        queue: list[int] = []
        at = 0
        while wanted:
            if at == len(queue):
                while part_of[order[begin]] >= 0:
                    begin += 1
                queue.append(order[begin])
                part_of[order[begin]] = part
                wanted -= 1
                continue
            for f in sorted(works_with[queue[at]]):
                if part_of[f] < 0 and wanted:
                    part_of[f] = part
                    wanted -= 1
                    queue.append(f)
            at += 1
    return np.array(part_of, dtype=np.int64)


def split(whole: Search, parts: int, seed: int) -> tuple[Ints, list[Search]]:
    """The rows that stand still, and searches that may run at the same time; `join` brings them together."""
    rng = Random(seed)
    rows = whole.best
    flat = whole.state.flat
    alive = rows[:, ALIVE] == 1
    teams = staff_of(rows, int(flat[CO_AT]), int(flat[MOST_COS]))
    part_of = cut(teams[alive], len(whole.model.facilitators), parts, rng)
    dealt = np.array(rng.choices(range(parts), k=len(whole.model.units)), dtype=np.int64)
    where = part_of[teams] if len(part_of) else teams
    first, last = where.min(axis=1), where.max(axis=1)
    seated = _seated(whole)
    weight = whole.model.arrays.u_n
    found = []
    for part in range(parts):
        movable = alive & (first == part) & (last == part)
        standing = alive & (first != last) & (where == part).any(axis=1)
        people = int(rows[movable, PEOPLE].sum()) + int(weight[~seated & (dealt == part)].sum())
        most = int(movable.sum() + standing.sum()) + people // int(whole.model.arrays.limits[LEAST]) + 4
        one = Search.of_rows(whole.model, seed * parts + part, most)
        how = np.where(movable, MOVABLE, np.where(standing, STANDING, OUT))
        load_rows(whole.model.flat, one.state.flat, rows.ravel(), how, dealt, part, part_of)
        one.note_best()
        found.append(one)
    return rows[alive & (first != last)], found


def _seated(whole: Search) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which units sit in one of the best cohorts."""
    seated = np.zeros(len(whole.model.units), dtype=np.bool_)
    for row in whole.best[whole.best[:, ALIVE] == 1]:
        seated[row[FIRST : FIRST + row[UNITS]]] = True
    return seated


def join(whole: Search, standing: Ints, parts: list[Search]) -> None:
    """Take over what the parts did, beside the rows that stood still."""
    moved = [part.best[(part.best[:, ALIVE] == 1) & (part.best[:, LOCKED] == 0)] for part in parts]
    found = np.concatenate([standing, *moved])
    rows = np.zeros_like(whole.best)
    rows[: len(found)] = found
    whole.restart_from(rows)
