"""The course of a live session as its pages need it: whose seat somebody comes in with, and what happens next."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Leave, Seat
from hearthside.live.queries.relations import tie


def left_for_good(seat: str = "pk") -> Q:
    """Seats whose people said that they do not come back today; `seat` is the way from the asked rows to theirs."""
    return Q(Exists(Leave.objects.filter(seat=OuterRef(seat), coming_back=False)))


def seat_in_room(live: LiveSession, account: UUID) -> Seat | None:
    """The seat from which this account may be in the room now: let in, neither put out nor left for good."""
    mine = Seat.objects.filter(pk__in=tie(account, live.pk).seats, admitted_at__isnull=False, revoked_at__isnull=True)
    found: Seat | None = mine.exclude(left_for_good()).order_by("-made_at", "-pk").first()
    return found
