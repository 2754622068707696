"""Whether somebody may act in a live session as whoever leads it, or helps to."""

from uuid import UUID

from hearthside.access.require import TRUSTED
from hearthside.ledger.actors import Actor
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.relations import LEADS_OR_HELPS

# The part of the system that watches, beside those that may do everything.
WATCHES = TRUSTED | {"live"}


def is_the_watch(by: Actor, program: UUID) -> bool:
    """Whether a part of the system acts that may."""
    return by.is_system and by.system in WATCHES and by.program in (None, program)


def require_the_watch(by: Actor, program: UUID) -> None:
    """
    Go on only for what watches the rooms of this program.

    Raises:
        NotInThisSession: `by` is anybody else.
    """
    if by.is_system and is_the_watch(by, program):
        return
    raise NotInThisSession


def require_leading(live: LiveSession, by: Actor) -> None:
    """
    Go on only for whoever leads this session, helps to, or has said that they come; and for the watch.

    Raises:
        NotInThisSession: `by` is nobody of these.
    """
    if is_the_watch(by, live.program_id):
        return
    if by.account is None or by.program != live.program_id:
        raise NotInThisSession
    if not tie(by.account, live.pk).relations & LEADS_OR_HELPS:
        raise NotInThisSession
