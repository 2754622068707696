"""A session is open from the moment the first person is let in, and was held once its room is empty after the end."""

from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.shortages import end_shortage_of
from hearthside.schedule.events.sessions import SessionHeld, SessionOpened
from hearthside.schedule.models.sessions import COUNTED, Session
from hearthside.schedule.words import AHEAD, HELD, OPEN

# The part of the system that sees who is in a room, beside whoever plans.
SEES = frozenset({"live"})


@action
def open_session(*, session: UUID, program: UUID, by: Actor) -> bool:
    """
    The first person was let in. Gives whether it was still ahead; done again it changes nothing.

    Raises:
        NotAllowed: `by` neither sees who is in a room nor plans.
    """
    if not _change(session, program, AHEAD, OPEN, by):
        return False
    record(SessionOpened(session=session), by=by)
    return True


@action
def close_session(*, session: UUID, program: UUID, by: Actor) -> bool:
    """
    It was held. Gives whether it was open: of one to which nobody came nothing is said. A shortage ends with it.

    Raises:
        NotAllowed: `by` neither sees who is in a room nor plans.
    """
    if not _change(session, program, (OPEN,), HELD, by):
        return False
    with behind(program, by):
        end_shortage_of(Session.objects.get(pk=session), because="held", by=by)
    record(SessionHeld(session=session), by=by)
    return True


def _change(session: UUID, program: UUID, before: tuple[str, ...], after: str, by: Actor) -> bool:
    require(by, Permission.KEEP_SCHEDULE, within=program, also=SEES)
    with behind(program, by):
        row = Session.objects.select_for_update(of=("self",)).filter(pk=session, status__in=before).first()
        if row is None:
            return False
        row.status = after
        row.count_change()
        row.save(update_fields=["status", *COUNTED])
    return True
