"""
Carrying an attempt out: the page is read again, then it is handed over, then it is written down that it was.

Whoever is killed in between leaves an attempt in flight; after its deadline there is another (`pager.again`).
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from hearthside.access.roles import STAFF
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.notify.queries import live_roles
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.pager.channels import CHANNELS, Errand, NotHandedOver
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import ANSWERED, GONE

log = logging.getLogger("hearthside.safety.pager")

LONGEST_CODE = 60


class Ticket(NamedTuple):
    """An attempt that was written and is to be carried out."""

    attempt: UUID
    channel: str


def carry_out(ticket: Ticket, pause: timedelta, passing: Callable[[str], None]) -> None:
    """
    Hand it over, unless somebody has answered or it was done; `passing` is told each place that is passed.

    Where it cannot be handed over, it is tried again after the pause, or longer the second time.
    """
    attempt = ticket.attempt
    errand = _errand(attempt)
    if errand is None:
        return
    passing("before a call leaves")
    try:
        CHANNELS[ticket.channel].hand_over(errand)
    except NotHandedOver as no:
        log.warning("Attempt %s was not handed over: %s.", attempt, no.code)
        _failed(attempt, no.code, pause)
        return
    passing("after a call left")
    with scope(PAGER):
        _in_flight(attempt).update(handed_over_at=clock.now(), ended_at=clock.now(), failed_because="")
    passing("after it is written that it left")


def _errand(attempt: UUID) -> Errand | None:
    """What is to be handed over; nothing once it ended, was answered, or its receiver is gone."""
    with scope(PAGER):
        row = PageAttempt.objects.select_related("page", "to").get(pk=attempt)
        if row.ended_at is not None:
            return None
        if not row.page.is_calling:
            _in_flight(attempt).update(ended_at=clock.now(), failed_because=ANSWERED)
            return None
        if not (row.to.is_active and live_roles(row.to_id, row.program_id) & set(STAFF)):
            _in_flight(attempt).update(ended_at=clock.now(), failed_because=GONE)
            return None
        return CHANNELS[row.channel].errand(row)


def _failed(attempt: UUID, code: str, pause: timedelta) -> None:
    """It is tried again after the pause, as one whose deadline has passed."""
    with scope(PAGER):
        row = PageAttempt.objects.only("number", "begun_at").get(pk=attempt)
        again_at = max(clock.now(), row.begun_at) + pause * row.number
        _in_flight(attempt).update(failed_because=code[:LONGEST_CODE], deadline_at=again_at)


def _in_flight(attempt: UUID) -> QuerySet[PageAttempt]:
    found: QuerySet[PageAttempt] = PageAttempt.objects.filter(pk=attempt, ended_at__isnull=True)
    return found
