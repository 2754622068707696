"""Who took whom out of a proposed week, and when: plain values, by the id of whoever waits instead."""

from collections.abc import Mapping

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.placement.solver.edit_tried import TAKEN_OUT
from hearthside.placement.solver.week import Week

TakenOut = dict[str, dict[str, str]]


def noted(before: Mapping[str, dict[str, str]], week: Week, *, by: Actor) -> TakenOut:
    """What was noted `before`, for those of this week whom it is still so for; of the others, that `by` did it now."""
    now = {"by": str(by.account) if by.account else "", "at": clock.now().isoformat()}
    return {row.person_id: before.get(row.person_id, now) for row in week.unplaced if row.reason == TAKEN_OUT}
