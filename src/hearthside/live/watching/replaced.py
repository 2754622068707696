"""A lead who was replaced while the door was open, and never came: whom the plan names now leads."""

from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.watching import follow_plan
from hearthside.live.queries.released import leads_released
from hearthside.live.watching.one_by_one import one_by_one


def name_whom_the_plan_names(only: UUID | None = None) -> None:
    """For every open session, or for one. One that fails is tried again with the next second."""
    with scope(system_actor("live")):
        found = leads_released(only)
    one_by_one(
        found,
        lambda lead, by: follow_plan(live=lead.session, by=by),
        failing="Nobody could be named in place of lead",
    )
