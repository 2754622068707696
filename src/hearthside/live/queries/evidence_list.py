"""Sessions whose evidence somebody may open, the latest first: of a program, or those that one clinician treated in."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from hearthside.live.models.attested import Amendment, AttendanceVersion
from hearthside.live.models.rooms import Lead, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.words import FACILITATOR
from hearthside.schedule.models.sessions import Staffing


def with_evidence(program: UUID, clinician_account: UUID | None) -> QuerySet[LiveSession]:
    """Every live session of the program; with an account those that its clinician staffed, led or helped in."""
    rows = LiveSession.objects.filter(program=program).select_related("session__cohort")
    if clinician_account is not None:
        mine = {"clinician__account": clinician_account}
        here = OuterRef("pk")
        rows = rows.filter(
            Q(Exists(Staffing.objects.filter(block__session=here, released_at__isnull=True, **mine)))
            | Q(Exists(Lead.objects.filter(session=here, **mine)))
            | Q(Exists(SeatOccupant.objects.filter(seat__session=here, role=FACILITATOR, **mine)))
            | Q(Exists(Amendment.objects.filter(session=here, role=FACILITATOR, **mine)))
        )
    versions = AttendanceVersion.objects.select_related("attestation").order_by("-n")
    return rows.prefetch_related(Prefetch("versions", versions)).order_by("-session__starts_at", "pk")
