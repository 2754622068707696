"""
Every day whoever waits is looked at again: why they wait may be something else by now, or nothing has been said yet.

Nobody is placed by it. What a published plan said would help stays as long as the reason is the same.
"""

from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.reasons import close_reasons, write_facts
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.queries.place_one import next_monday
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.refusals import RosterUnfit
from hearthside.placement.solver.edit_tried import LOST_OUT, TAKEN_OUT
from hearthside.placement.solver.week import Unplaced, Week
from hearthside.placement.solver.why import Why
from hearthside.placement.words import WAITING


@action
def look_again(*, program: Program, by: Actor) -> int:
    """
    Write down why everybody who waits does, where that is not what stands there; gives for how many that was so. That
    others got the places is for a published plan alone to say.

    Raises:
        NotAllowed: `by` may not plan weeks in this program.
    """
    require(by, Permission.PROPOSE_WEEKS, within=program.pk)
    try:
        problem = snapshot(program, next_monday(program), by=by).problem
    except RosterUnfit:
        # Nobody waits, or something must be put right first: what was said stands until then.
        return 0
    running = problem.current or Week()
    placed = running.cohort_of()
    why = Why(problem, running)
    waiting = {UUID(person.id) for person in problem.people if person.id not in placed}
    with behind(program.pk, by):
        standing = PlacementReason.objects.filter(patient__in=waiting, over_at__isnull=True, kind=WAITING)
        said = {row.patient_id: row.facts for row in standing}
        # Whoever was taken out of a plan by hand stays so until the next one, unless a rule stands against them now.
        were = {who: TAKEN_OUT for who, facts in said.items() if facts["reason"] == TAKEN_OUT}
        now = {who: why.waiting(Unplaced(str(who), were.get(who, ""), "")) for who in waiting}
        same = [who for who, facts in now.items() if who in said and _is_as(said[who], facts)]
        standing.filter(patient__in=same).update(at=clock.now())
        # Nothing stands against them, and no plan has looked at them: what comes next is that one does.
        fits = {who for who, facts in now.items() if who not in same and facts["reason"] == LOST_OUT}
        over = [who for who in fits if who in said]
        if over:
            close_reasons(over)
    changed = {who: (WAITING, facts) for who, facts in now.items() if who not in same and who not in fits}
    write_facts(program, changed, None, by=by)
    return len(changed) + len(over)


def _is_as(said: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Whether the same is so, in whichever week."""
    return all(said.get(name) == value for name, value in facts.items() if name not in ("week", "zone", "help"))
