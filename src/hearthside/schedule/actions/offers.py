"""
Cover is sought as soon as a session is short: whoever could help out is asked, one after the other.

The order is made when the session becomes short. Only the first is asked at once; the next when somebody declines, or
has not answered in the time that policy gives.
"""

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.schedule.events.staffing import CoverOffered
from hearthside.schedule.models.cover import CoverOffer, Shortage
from hearthside.schedule.queries.cover import candidates, gap_of
from hearthside.schedule.queries.people_in import holders


def seek_cover(shortage: Shortage, *, by: Actor) -> None:
    """Put whoever could help out in their order, and ask the first. Behind the scenes."""
    with behind(shortage.program_id, by):
        session = shortage.session
        gap = gap_of(session)
        if gap is None:
            return
        # Whoever would work outside their own hours or above their limit may still be asked, by somebody who decides.
        found = [
            c for c in candidates(session, holders(session.pk), gap)
            if c.may and not c.over_limit and not c.outside_hours
        ]  # fmt: skip
        CoverOffer.objects.bulk_create(
            CoverOffer(program_id=shortage.program_id, shortage=shortage, clinician_id=c.clinician.pk, place=place)
            for place, c in enumerate(found, start=1)
        )
        ask_next(shortage, by=by)


def ask_next(shortage: Shortage, *, by: Actor) -> CoverOffer | None:
    """Ask whoever comes next; None where nobody is left. Behind the scenes."""
    waiting = shortage.offers.filter(answer="open", offered_at__isnull=True)
    following: CoverOffer | None = waiting.order_by("place").first()
    if following is None:
        return None
    ask(following, by=by)
    return following


def ask(offer: CoverOffer, *, by: Actor) -> None:
    """Ask this clinician now. Behind the scenes."""
    offer.offered_at = clock.now()
    offer.save(update_fields=["offered_at"])
    record(CoverOffered(offer=offer.pk, session=offer.shortage.session_id, clinician=offer.clinician_id), by=by)


def close_offers(shortage: Shortage) -> None:
    """Nobody need answer any more. Behind the scenes."""
    shortage.offers.filter(answer="open").update(answer="closed", answered_at=clock.now())
