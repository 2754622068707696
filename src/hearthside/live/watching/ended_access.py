"""
Whoever's access was ended is out of every room with the next second, whatever their page still holds; and whoever had
said that they come to one does not: others are called in their place.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from hearthside.access.models import RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.removing import put_out_seat
from hearthside.live.queries.access_ended import seats_of_ended_access
from hearthside.live.watching.one_by_one import one_by_one
from hearthside.safety.actions.pages import call_again
from hearthside.safety.models.pages import OPEN, Page


def put_out_ended(only: UUID | None = None) -> int:
    """
    Put out everybody whose access has ended, of all sessions or of one; from how many seats. One that fails is tried
    again with the next second.
    """
    return one_by_one(
        seats_of_ended_access(only),
        lambda seat, by: put_out_seat(seat=seat, by=by),
        failing="Nobody could be put out of seat",
    )


def call_again_for_ended() -> int:
    """Call others wherever somebody accepted whose access has ended since; how often."""
    with scope(system_actor("live")):
        at = clock.now()
        held = RoleHeld.objects.filter(
            Q(until_at__isnull=True) | Q(until_at__gt=at), account=OuterRef("accepted_by"), program=OuterRef("program"),
            from_at__lte=at,
        )  # fmt: skip
        accepted = Page.objects.filter(OPEN, accepted_by__isnull=False)
        pages = list(accepted.filter(Q(accepted_by__is_active=False) | ~Exists(held)).order_by("raised_at"))
    return one_by_one(
        pages, lambda page, by: call_again(page=page, by=by), failing="Nobody could be called again for page"
    )
