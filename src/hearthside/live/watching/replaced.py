"""A lead who was replaced while the door was open, and never came: whom the plan names now leads."""

import logging
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.live.actions.watching import follow_plan
from hearthside.live.queries.released import leads_released

log = logging.getLogger("hearthside.live")


def name_whom_the_plan_names(only: UUID | None = None) -> None:
    """For every open session, or for one. One that fails is tried again with the next second."""
    with scope(system_actor("live")):
        found = leads_released(only)
    for lead in found:
        by = system_actor("live", program=lead.program_id)
        try:
            with scope(by):
                retrying(follow_plan)(live=lead.session, by=by)
        except Exception as error:
            log.exception("Session %s could not be given its lead: %s", lead.session_id, type(error).__name__)
