"""Who observed a session that was held, from when until when, and that everybody had agreed: never who said no."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hearthside.live.models.observing import ObserveAnswer, ObserveAsk
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.words import OBSERVER


@dataclass(frozen=True)
class Observed:
    """One stay of one observer."""

    clinician: UUID
    name: str
    reason: str
    asked_by: UUID
    from_at: datetime
    until_at: datetime | None
    # When each of those who were asked had last said yes before the observer was let in, in order.
    agreed_at: tuple[datetime, ...]

    def line(self) -> dict[str, Any]:
        """For the bundle."""
        return {
            "clinician": str(self.clinician), "reason": self.reason, "asked_by": str(self.asked_by),
            "from": self.from_at.isoformat(), "to": self.until_at.isoformat() if self.until_at else None,
            "everybody_agreed": {
                "people": len(self.agreed_at), "first": self.agreed_at[0].isoformat(),
                "last": self.agreed_at[-1].isoformat(),
            } if self.agreed_at else None,
        }  # fmt: skip


def observed_in(live: LiveSession) -> Iterator[Observed]:
    """Every stay, in the order in which they came. Behind the scenes; three questions."""
    asks = list(ObserveAsk.objects.filter(session=live.pk).select_related("clinician").order_by("asked_at", "id"))
    if not asks:
        return
    answers = list(ObserveAnswer.objects.filter(ask__in=asks).order_by("at", "id"))
    rows = SeatOccupant.objects.filter(seat__session=live, role=OBSERVER, seat__admitted_at__isnull=False)
    for row in rows.select_related("seat").order_by("seat__admitted_at", "pk"):
        came = row.seat.admitted_at
        ask = [each for each in asks if each.clinician_id == row.clinician_id and each.asked_at <= came][-1]
        last = {
            each.patient_id or each.partner_id: each for each in answers if each.ask_id == ask.pk and each.at <= came
        }
        agreed = sorted(each.at for each in last.values() if each.agrees)
        yield Observed(
            ask.clinician_id, ask.clinician.name, ask.reason, ask.asked_by_id, came,
            row.seat.revoked_at or row.until_at or live.ended_at, tuple(agreed),
        )  # fmt: skip
