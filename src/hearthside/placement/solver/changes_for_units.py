"""
Single changes that look as if they would give a waiting unit a place, most direct and smallest first.

Each is found on the week as it stands: a cohort with a free seat that fits in everything but one thing, or waiting
people who would make a cohort with one thing more. Whether it comes true is for the planner to say (`explain.py`).
"""

from collections.abc import Iterator
from itertools import chain

from hearthside.placement.solver.change import Change
from hearthside.placement.solver.changes_for_cohorts import CohortChanges
from hearthside.placement.solver.changes_in_seats import SeatChanges
from hearthside.placement.solver.desk import Desk, Unit
from hearthside.placement.solver.reasons import Reasons

OFFERED = 2  # changes of one kind worth trying for one unit

# Which kind of change answers which reason most directly; the others follow in the usual order.
_USUAL = ("windows", "group_minutes", "authority", "people", "clinician")
_DIRECT = {
    "license": ("authority", "clinician"),
    "too_few_alike": ("people", "windows"),
    "keep_apart": ("people", "windows"),
    "staff_hours": ("group_minutes",),
    "lost_out": ("group_minutes",),
}


class UnitChanges:
    """Changes for the units that a week leaves waiting."""

    def __init__(self, desk: Desk, reasons: Reasons, waiting: list[Unit]):
        self.desk = desk
        seats, cohorts = SeatChanges(desk), CohortChanges(desk, reasons, waiting)
        self._ways = {
            "windows": (seats.windows, cohorts.windows),
            "group_minutes": (seats.group_minutes, cohorts.group_minutes),
            "authority": (seats.authority, cohorts.authority),
            "people": (cohorts.people,),
            "clinician": (seats.clinician, cohorts.clinician),
        }

    def candidates(self, ids: Unit, reason: str) -> Iterator[Change]:
        """Changes worth trying for this unit, each once."""
        guest = self.desk.guest(ids)
        seen: set[str] = set()
        direct = _DIRECT.get(reason, ())
        for kind in (*direct, *(k for k in _USUAL if k not in direct)):
            found = sorted(chain.from_iterable(way(guest) for way in self._ways[kind]), key=lambda f: f[:2])
            new = [change for _, _, change in found if str(change) not in seen]
            for change in list(dict.fromkeys(new))[:OFFERED]:
                seen.add(str(change))
                yield change
