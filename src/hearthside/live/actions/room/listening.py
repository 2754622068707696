"""
Whom whoever leads hears. Only their pages know: the media server tells nobody else who speaks.

Kept while the session lasts, as the last time for each seat and nothing more; read by whoever leads alone.
"""

from collections.abc import Collection
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.live.models.room_seats import Heard, Listening
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.leading import require_leading
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_people import require_open
from hearthside.live.queries.silence import PAUSE
from hearthside.live.refusals import NotInThisSession
from hearthside.people.actions.grants import behind


@action
def note_heard(*, live: LiveSession, seats: Collection[UUID], by: Actor) -> None:
    """
    A page of whoever leads has listened since it last said so, and heard these.

    Raises:
        NotInThisSession: `by` neither leads here nor helps to, or is not in the room. SessionOver: it has ended.
    """
    require_leading(live, by)
    if by.account is None or not tie(by.account, live.pk).seats:
        raise NotInThisSession
    at = clock.now()
    with behind(live.program_id, by):
        require_open(live)
        kept, _ = Listening.objects.select_for_update().get_or_create(
            session=live, defaults={"program_id": live.program_id, "since": at, "until": at}
        )
        kept.since, kept.until = (at if at - kept.until > PAUSE else kept.since), max(at, kept.until)
        kept.save(update_fields=["since", "until"])
        heard = Seat.objects.filter(session=live, pk__in=seats)
        Heard.objects.bulk_create(
            [Heard(seat=seat, program_id=live.program_id, session=live, at=at) for seat in heard.order_by("pk")],
            update_conflicts=True, unique_fields=["seat"], update_fields=["at"],
        )  # fmt: skip


def forget_heard(live: LiveSession) -> None:
    """The session is over: who spoke when is nobody's to keep. Behind the scenes."""
    Heard.objects.filter(session=live).delete()
    Listening.objects.filter(session=live).delete()
