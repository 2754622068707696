"""A scenario tried on the program as it is, before it is worked out: what cannot be applied is refused at once."""

from collections.abc import Sequence
from datetime import date

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.solver.set_aside import question
from hearthside.placement.solver.whatif_apply import apply_all
from hearthside.placement.solver.whatif_changes import ScenarioChange


def people_with(program: Program, week: date, changes: Sequence[ScenarioChange], *, by: Actor) -> int:
    """
    How many people there would be to plan for.

    Raises:
        RosterUnfit: there is nobody to plan for, or something recorded cannot be planned with.
        CannotApply: a change that this program, as it is, does not allow.
    """
    seen = snapshot(program, week, by=by)
    return len(apply_all(question(seen.problem, seen.standing).problem, changes).people)
