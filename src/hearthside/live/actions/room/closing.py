"""Somebody takes care of what others were called for."""

from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.live.actions.room.helping import see_help
from hearthside.live.models.room_acts import HelpCall, OfSomebody
from hearthside.live.queries.raised import pages_of, require_raised
from hearthside.people.actions.grants import behind
from hearthside.safety.actions.pages import resolve_page


@action
def take_care(*, row: OfSomebody, by: Actor) -> None:
    """
    Nobody is called for this any more: `by` takes care of it. Whoever asked for help is told that it was seen.

    Raises:
        NotInThisSession: `by` neither leads there, nor helps to, nor was called for it.
    """
    require_raised(row, by)
    if isinstance(row, HelpCall):
        see_help(call=row, by=by)
    with behind(row.program_id, by):
        called = pages_of(row)
    for page in called:
        resolve_page(page=page, by=system_actor("live", program=row.program_id, request_id=by.request_id))
