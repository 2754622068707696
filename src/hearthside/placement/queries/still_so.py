"""Is what a waiting mail tells of still so? Asked when it leaves: whoever answered need not be asked again."""

from collections.abc import Callable, Mapping
from uuid import UUID

from hearthside.placement.models.offers import Offer
from hearthside.placement.words import LAPSED, OPEN, UNDECIDED


def _open(offer: UUID) -> bool:
    return Offer.objects.filter(pk=offer, status=OPEN).exists()


def _lapsed(offer: UUID) -> bool:
    return Offer.objects.filter(pk=offer, status=LAPSED).exists()


def _undecided(offer: UUID) -> bool:
    return Offer.objects.filter(pk=offer, status__in=UNDECIDED).exists()


RECHECKS: Mapping[str, Callable[[UUID], bool]] = {
    "place_offered": _open,
    "offer_reminder": _open,
    "offer_time_over": _undecided,
    "offer_not_answered": _lapsed,
}
