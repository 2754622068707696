"""
What would help those who wait, and the open roles: what a plan prints beside them, and all it was chosen from.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from hearthside.placement.solver.change import Change, parse
from hearthside.placement.solver.changes_for_gaps import GapChanges
from hearthside.placement.solver.changes_for_units import UnitChanges
from hearthside.placement.solver.desk import Desk, Unit
from hearthside.placement.solver.explain import NONE
from hearthside.placement.solver.figures import roles_open
from hearthside.placement.solver.gap_reasons import GapReasons
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.week import Week

Asked = dict[Change, set[Unit]]  # each change with those whom it would help


def asked_for(problem: Problem, week: Week) -> Asked:
    """
    The changes that would help somebody who waits, or fill a role: printed lines, and all they were chosen from.

    `problem` has this week as its `current`.
    """
    asked: Asked = {}
    lines = chain(((u.person_id, u.change) for u in week.unplaced), ((g.person_id, g.change) for g in week.gaps))
    for who, text in lines:
        if text != NONE:
            asked.setdefault(parse(text), set()).add((who,))
    reasons = Reasons(replace(problem, current=None))
    desk = Desk(problem, week, reasons.bits.starts)
    for unit, change in chain(_for_units(desk, reasons), _for_gaps(desk)):
        asked.setdefault(change, set()).add(unit)
    return asked


def _for_units(desk: Desk, reasons: Reasons) -> Iterator[tuple[Unit, Change]]:
    waiting = [unit for unit in desk.problem.units if unit[0] not in desk.seat_of]
    changes = UnitChanges(desk, reasons, waiting)
    for unit in waiting:
        yield from ((unit, change) for change in changes.candidates(unit, reasons.of(unit)))


def _for_gaps(desk: Desk) -> Iterator[tuple[Unit, Change]]:
    why = GapReasons(desk.problem, desk.week.cohorts, desk.week.sessions, desk.starts)
    missing = dict.fromkeys(
        (why.people(who, role), role) for (who, role), is_open in roles_open(desk.problem, desk.week).items() if is_open
    )
    changes = GapChanges(desk, why, missing)
    for people, role in missing:
        found = changes.candidates(people, role, why.of(people[0], role))
        yield from ((people, change) for change in found)
