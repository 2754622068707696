"""
The smallest single change with which somebody who fits nowhere would fit a cohort as it runs, found at the desk.

Each is really tried: the changed roster has a place for them, and everybody else keeps theirs. What only a new cohort
would bring is for the planner to find (`explain.py`).
"""

from itertools import islice

from hearthside.placement.solver.change import AddAvailability, AddPeople, Change
from hearthside.placement.solver.changed_problem import apply
from hearthside.placement.solver.changes_for_units import UnitChanges
from hearthside.placement.solver.desk import Unit
from hearthside.placement.solver.place import PlaceDesk
from hearthside.placement.solver.reasons import Reasons

TRIES = 4
NONE = "none"


class DeskChanges:
    """Changes for those who wait beside one week; each answer is worked out once."""

    def __init__(self, desk: PlaceDesk, reasons: Reasons):
        self.desk, self.reasons = desk, reasons
        waiting = [ids for ids in desk.problem.units if ids[0] not in desk.desk.seat_of]
        self._changes = UnitChanges(desk.desk, reasons, waiting)
        self._known: dict[Unit, str] = {}

    def of(self, unit: Unit) -> str:
        """The first change that comes true, the most direct and smallest first; `none` if none of them does."""
        if unit not in self._known:
            tried = islice(self._changes.candidates(unit, self.reasons.of(unit)), TRIES)
            self._known[unit] = next((str(change) for change in tried if self._comes_true(unit, change)), NONE)
        return self._known[unit]

    def _comes_true(self, unit: Unit, change: Change) -> bool:
        if isinstance(change, AddPeople):
            return False
        problem, desk = self.desk.problem, self.desk
        changed = apply(problem, change)
        if not (isinstance(change, AddAvailability) and set(change.who) <= set(unit)):
            # Whoever is at work has other hours then; those who wait can be asked about at the same desk.
            desk = PlaceDesk(changed, self.desk.week, self.reasons.bits.starts, prepared=False)
        guest = desk.desk.guest(unit, [changed.person[i] for i in unit])
        return next(desk.joins(guest), None) is not None
