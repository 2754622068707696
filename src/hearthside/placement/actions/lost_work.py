"""Work of the planner's worker that was begun, and that nobody goes on with: whoever asked for it is told so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.placement.words import QUEUED, RUNNING

PLANNER = frozenset({"planner"})
# Far longer than a worker that lives is silent, or than it takes until one that died is taken up.
LOST_AFTER = timedelta(minutes=5)
NEVER_BEGUN_AFTER = timedelta(days=1)


def end_lost(rows: "QuerySet[Any]", permission: Permission, end: Callable[[Any], None], *, by: Actor) -> list[UUID]:
    """
    Within an action: `end` those of these rows whose worker is silent, or that no worker ever took up. Gives which.

    Raises:
        NotAllowed: `by` is not the planner, and has not this permission.
    """
    at = clock.now()
    silent = rows.filter(status=RUNNING, beat_at__lt=at - LOST_AFTER)
    never_begun = rows.filter(status=QUEUED, asked_at__lt=at - NEVER_BEGUN_AFTER)
    lost = []
    # Whoever ends one at this moment holds it.
    for row in (silent | never_begun).select_for_update(skip_locked=True).order_by("pk"):
        require(by, permission, within=row.program_id, also=PLANNER)
        end(row)
        lost.append(row.pk)
    return lost
