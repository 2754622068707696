"""
A board on which sessions already stand: those of a published week for good, those found in this run to be moved.
"""

from collections.abc import Sequence

from hearthside.base.spans import WEEK_MINUTES
from hearthside.base.words import SESSION_ROLE
from hearthside.placement.solver.care_board import Board
from hearthside.placement.solver.care_demands import AbleClinicians, Demand, Weights, demands_for
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session


def is_kept(session: Session) -> bool:
    """A session of a published week keeps its id and its place; new ones have no id until the whole week stands."""
    return session.id != ""


def board_of(problem: Problem, cohorts: Sequence[Cohort], sessions: Sequence[Session]) -> Board:
    """
    Kept sessions fixed, new ones placed as demands, and one unplaced demand for every role that is still open.
    """
    weights = Weights.of(problem)
    kept = [s for s in sessions if is_kept(s)]
    new = [s for s in sessions if not is_kept(s)]
    board = Board(problem, cohorts, kept, weights)
    where = {(s.kind, s.people[0]): s for s in new}
    for demand in demands_for(problem, board.placed_people, kept, weights):
        number = board.add(demand)
        session = where.get((demand.kind, board.placed_people[demand.people[0]]))
        if session is not None:
            _put(board, number, session)
    able = AbleClinicians(problem)
    for session in new:
        if session.kind == "couples_group":
            _put(board, board.add(group_demand(board, able, session.people, len(session.clinicians))), session)
    board.settle()
    return board


def group_demand(board: Board, able: AbleClinicians, people: Sequence[str], leaders: int) -> Demand:
    """The demand of one couples group of these people, led by so many clinicians at once."""
    return Demand(
        "couples_group",
        SESSION_ROLE["couples_group"],
        tuple(sorted(board.person_number[p] for p in people)),
        board.problem.policy.session_minutes["couples_group"],
        able.for_people(SESSION_ROLE["couples_group"], people),
        board.weights.role["couples_group"] * len(people),
        leaders=leaders,
    )


def _put(board: Board, number: int, session: Session) -> None:
    start = board.problem.start_of(session.day, session.start)
    assert start is not None, "a planned session starts when the clock shows it once"
    clinicians = tuple(board.clinician_number[c] for c in session.clinicians)
    board.put(number, clinicians, board.slots.slot_at[start % WEEK_MINUTES])
