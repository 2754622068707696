"""
H12 after the care teams are known: whoever stays below their weekly minimum gives the place back.

A person whose day plan alone is too short has a place only if the sessions that make it long enough are really there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session


def short_of_minutes(problem: Problem, cohorts: Sequence[Cohort], sessions: Sequence[Session]) -> set[str]:
    """Placed people whose countable minutes a week are fewer than their minimum."""
    extra: Counter[str] = Counter()
    for s in sessions:
        for who in s.people:
            extra[who] += s.minutes
    return {
        who
        for c in cohorts
        for who in c.members
        if problem.program[c.program_id].countable_week_minutes + extra[who] < problem.person[who].minimum_minutes
    }


def first_to_give_back(cohorts: Sequence[Cohort], short: set[str]) -> set[str]:
    """
    Of the people who are short, those in the quarter of cohorts that has most of them.

    Not all at once: the sessions of those who give back may be what the others lack.
    """
    affected = sorted(
        (c for c in cohorts if short.intersection(c.members)),
        key=lambda c: (-len(short.intersection(c.members)), c.members),
    )
    return {who for c in affected[: -(-len(affected) // 4)] for who in c.members if who in short}


def without_people(
    problem: Problem, cohorts: Sequence[Cohort], leaving: set[str], kept: frozenset[str]
) -> tuple[Cohort, ...]:
    """
    The cohorts without these people and their partners; a cohort left too small ends, kept ones never do.

    Staff that fewer people no longer need stay where they are: more staff than needed breaks no rule.
    """
    leaving = leaving | {problem.partner[who] for who in leaving if who in problem.partner}
    left = [replace(c, members=tuple(m for m in c.members if m not in leaving)) for c in cohorts]
    return tuple(c for c in left if len(c.members) >= problem.policy.cohort_min or c.id in kept)
