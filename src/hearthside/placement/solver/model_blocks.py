"""Which blocks of a program day one staff member may be asked to work, and their tables for the search."""

import numpy as np

from hearthside.placement.solver.kernel_layout import Ints
from hearthside.placement.solver.problem import DayPlan, Problem


def ints(values: object) -> Ints:
    """The values as the integers that the search counts with."""
    return np.array(values, dtype=np.int64)


def blocksets(problem: Problem, plan: DayPlan) -> dict[int, tuple[int, ...]]:
    """
    Which blocks one staff member of a cohort may be asked to work, as bit mask to block numbers.

    All of them (the lead), those that need a second, third ... person at some size, and each block alone, so that two
    people can share what one cannot cover.
    """
    numbers = [i for i, b in enumerate(plan.blocks) if b.staffed]
    masks = {sum(1 << i for i in numbers)} | {1 << i for i in numbers}
    for size in range(1, problem.policy.cohort_cap + 1):
        need = [plan.staff_needed(b, size, problem.policy) for b in plan.blocks]
        masks |= {sum(1 << i for i in numbers if need[i] > level) for level in range(1, max(need))}
    for cohort in problem.current.cohorts if problem.current else ():
        if cohort.program_id == plan.id:
            masks |= {sum(1 << (b - 1) for b in cohort.blocks_of(s.clinician_id)) for s in cohort.staff}
    return {m: tuple(i + 1 for i in numbers if m >> i & 1) for m in sorted(masks)}


def blockset_tables(problem: Problem) -> tuple[list[tuple[int, int]], dict[str, Ints]]:
    """The stay of each blockset as (offset, length), and their tables."""
    plans = problem.programs
    sets = [(k, mask, numbers) for k, plan in enumerate(plans) for mask, numbers in blocksets(problem, plan).items()]
    spans = [plans[k].stay(numbers) for k, _, numbers in sets]
    stays = [(begin, end - begin) for begin, end in spans]
    s_of_mask = np.full((len(plans), 1 << max((len(p.blocks) for p in plans), default=1)), -1, dtype=np.int64)
    for s, (k, mask, _) in enumerate(sets):
        s_of_mask[k, mask] = s
    full = [sum(1 << i for i, b in enumerate(p.blocks) if b.staffed) for p in plans]
    return (
        stays,
        {
            "p_full": ints([s_of_mask[k, mask] for k, mask in enumerate(full)]),
            "s_of_mask": s_of_mask,
            "s_mask": ints([mask for _, mask, _ in sets]),
            "s_from": ints([begin for begin, _ in stays]),
            "s_length": ints([length for _, length in stays]),
            "s_minutes": ints([sum(plans[k].blocks[n - 1].minutes for n in numbers) for k, _, numbers in sets]),
        },
    )
