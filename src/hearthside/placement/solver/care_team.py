"""
Stage 2: a care team for everybody placed, each role with one weekly session at a time that fits.

Which clinician and which hour are decided together. The rules are H4 to H8 and H12 to H14 of placement.md; what is
better is its section 3 (roles, stay).
"""

from collections.abc import Sequence
from random import Random

from hearthside.placement.solver.care_board import Board
from hearthside.placement.solver.care_demands import Weights, demands_for
from hearthside.placement.solver.care_repair import Repair, ShouldStop
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session


def assign_care(
    problem: Problem,
    cohorts: Sequence[Cohort],
    kept: Sequence[Session],
    *,
    seed: int = 1,
    effort: int = 1000,
    should_stop: ShouldStop | None = None,
) -> tuple[Session, ...]:
    """
    The kept sessions, unchanged, and new ones for as many roles due as can be filled.

    People whose program alone stays below their weekly minimum come first; whoever stays below it even so is left for
    the caller to see. Roles that no clinician and no hour could fill stay open. The same input, seed and effort give
    the same sessions; `should_stop` is asked often and ends the search with what stands.

    Rules: H4 to H8, H12 to H14; weekly sessions never touch the person's own program hours.
    """
    weights = Weights.of(problem)
    board = Board(problem, cohorts, kept, weights)
    for demand in demands_for(problem, board.placed_people, kept, weights):
        board.add(demand)
    repair = Repair(board, Random(seed), should_stop)
    repair.lay_out()
    board.settle()
    repair.improve(effort)
    return (*kept, *board.sessions())
