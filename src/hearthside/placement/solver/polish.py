"""
Stage 4: where a care-team role could not be filled, re-open the cohorts around it.

A gap often has one of two causes: the person's program hours leave no common time with any therapist, or the therapist
who has that time leads a cohort then. So we try the cohort at other hours, the therapist's cohort with another
facilitator, and two facilitators in each other's places. A change is kept only if the points of the whole week rise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice
from random import Random

from hearthside.placement.solver.care_existing import board_of, is_kept
from hearthside.placement.solver.care_repair import Repair, ShouldStop
from hearthside.placement.solver.polish_cohorts import Change, Workshop
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Cohort, Session

_CHANGES_PER_GAP = 200
_GAPS_LOOKED_AT = 400


def polish(
    problem: Problem,
    cohorts: Sequence[Cohort],
    sessions: Sequence[Session],
    *,
    seed: int = 1,
    effort: int = 500,
    should_stop: ShouldStop | None = None,
    frozen: frozenset[str] = frozenset(),
) -> tuple[tuple[Cohort, ...], tuple[Session, ...]]:
    """
    The same cohorts and sessions with more roles filled where that raises the score; never a lower score.

    Cohorts whose id is in `frozen`, and sessions with an id, stay as they are; so do members, day plan, track,
    language, focus and the number of staff of every cohort.
    """
    kept = [s for s in sessions if is_kept(s)]
    board = board_of(problem, cohorts, sessions)
    repair = Repair(board, Random(seed), should_stop)
    repair.improve(effort)
    workshop = Workshop(problem, cohorts, kept, repair)
    stop = should_stop or (lambda: False)
    gaps = [n for n, place in enumerate(board.place) if place is None and board.demands[n].able]
    for gap in gaps[:_GAPS_LOOKED_AT]:
        if stop():
            break
        for change in islice(_changes(workshop, gap, frozen, stop), _CHANGES_PER_GAP):
            if stop() or board.place[gap] is not None or workshop.try_change(change, gap):
                break
    better = tuple(workshop.cohorts), (*kept, *board.sessions())
    if score(problem, *better).total > score(problem, cohorts, sessions).total:
        return better
    return tuple(cohorts), tuple(sessions)


def _changes(workshop: Workshop, gap: int, frozen: frozenset[str], stop: ShouldStop) -> Iterator[Change]:
    """Allowed changes that give the people of a gap and somebody able a time they both have."""
    yield from _other_hours(workshop, gap, frozen)
    yield from _other_staff(workshop, gap, frozen, stop)


def _other_hours(workshop: Workshop, gap: int, frozen: frozenset[str]) -> Iterator[Change]:
    problem, board = workshop.problem, workshop.board
    first = board.placed_people[board.demands[gap].people[0]]
    number = next(n for n, c in enumerate(workshop.cohorts) if first in c.members)
    cohort = workshop.cohorts[number]
    if cohort.id in frozen:
        return
    plan = problem.program[cohort.program_id]
    found: list[Change] = []
    for start in problem.grid:
        usable = [d for d in plan.days_allowed if workshop.is_allowed_on(cohort, d, start)]
        for days in combinations(usable, plan.days_per_week):
            if (days, start) != (cohort.days, cohort.start):
                change = {number: replace(cohort, days=days, start=start)}
                if workshop.has_time(gap, change) and workshop.is_allowed(change):
                    found.append(change)
    yield from sorted(found, key=workshop.points_of, reverse=True)


def _other_staff(workshop: Workshop, gap: int, frozen: frozenset[str], stop: ShouldStop) -> Iterator[Change]:
    problem, board = workshop.problem, workshop.board
    facilitators = [c.id for c in problem.clinicians if "facilitator" in c.roles and c.group_minutes]
    for able in board.demands[gap].able:
        busy = problem.clinicians[able].id
        for number in sorted(workshop.staffed_by[busy]):
            cohort = workshop.cohorts[number]
            if cohort.id in frozen or not cohort.blocks_of(busy):
                continue
            track, language, states = cohort.track, cohort.language, {problem.person[m].state for m in cohort.members}
            for other in facilitators:
                if stop():
                    return
                who = problem.clinician[other]
                if track not in who.tracks or language not in who.languages or not states <= who.states:
                    continue
                if cohort.blocks_of(other):
                    continue
                change = {number: _instead(cohort, busy, other)}
                if not workshop.has_time(gap, change, by=able):
                    break
                if workshop.is_allowed(change):
                    yield change
                yield from _swaps(workshop, number, busy, other, frozen)


def _swaps(workshop: Workshop, number: int, busy: str, other: str, frozen: frozenset[str]) -> Iterator[Change]:
    """Two facilitators take each other's places in two cohorts."""
    for theirs in sorted(workshop.staffed_by[other] - {number}):
        cohort = workshop.cohorts[theirs]
        if cohort.id in frozen or not cohort.blocks_of(other) or cohort.blocks_of(busy):
            continue
        change = {number: _instead(workshop.cohorts[number], busy, other), theirs: _instead(cohort, other, busy)}
        if workshop.is_allowed(change):
            yield change


def _instead(cohort: Cohort, leaves: str, comes: str) -> Cohort:
    """The cohort with one clinician in all the places of another."""
    staff = (replace(s, clinician_id=comes) if s.clinician_id == leaves else s for s in cohort.staff)
    return replace(cohort, staff=tuple(sorted(staff, key=lambda s: (s.block, s.part != "lead", s.clinician_id))))
