"""Is what a waiting mail tells of still so? Asked when it leaves, for a reminder of what was canceled misleads."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db.models import F

from hearthside.ledger import clock
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.models.reminders import Reminder
from hearthside.schedule.models.swaps import ASKED, INVITED, Swap
from hearthside.schedule.words import AHEAD, OPEN, SEAT_HELD


def _reminder(reminder: UUID) -> bool:
    """The seat is held still, and its session begins then, and has not begun."""
    rows = Reminder.objects.filter(
        pk=reminder, seat__state=SEAT_HELD, seat__session__status__in=(*AHEAD, OPEN), starts_at__gt=clock.now(),
        starts_at=F("seat__session__starts_at"),
    )  # fmt: skip
    return rows.exists()


def _cover_offer(offer: UUID) -> bool:
    return CoverOffer.objects.filter(pk=offer, answer="open", offered_at__isnull=False).exists()


def _shortage(shortage: UUID) -> bool:
    return Shortage.objects.filter(pk=shortage, ended_at__isnull=True).exists()


def _invited(swap: UUID) -> bool:
    return Swap.objects.filter(pk=swap, state=INVITED).exists()


def _asked(swap: UUID) -> bool:
    return Swap.objects.filter(pk=swap, state=ASKED).exists()


RECHECKS: Mapping[str, Callable[[UUID], bool]] = {
    "session_reminder": _reminder,
    "cover_offered": _cover_offer,
    "session_short": _shortage,
    "swap_invited": _invited,
    "swap_asked": _asked,
}
