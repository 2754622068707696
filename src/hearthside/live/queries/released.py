"""Who was to lead an open session by its plan, has been released since, and never came: they lead it no more."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from hearthside.live.models.rooms import Lead
from hearthside.live.models.seats import SeatOccupant
from hearthside.schedule.models.sessions import Staffing


def leads_released(session: UUID | None = None) -> list[Lead]:
    """Of all open sessions, or of one. Behind the scenes."""
    staffs = Staffing.objects.filter(
        block__session=OuterRef("session"), clinician=OuterRef("clinician"), released_at__isnull=True
    )
    sits = SeatOccupant.objects.filter(
        seat__session=OuterRef("session"), seat__revoked_at__isnull=True, clinician=OuterRef("clinician")
    )
    rows = Lead.objects.filter(~Exists(staffs), ~Exists(sits), until_at__isnull=True, session__ended_at__isnull=True)
    return list((rows.filter(session=session) if session else rows).select_related("session").order_by("from_at", "pk"))
